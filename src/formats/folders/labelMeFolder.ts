import { MemorySource } from '../byteSource';
import { SetBuilder } from '../detections/setBuilder';
import { eachText, stemOf, type FolderFormat, type FolderSource } from '../folder';
import { JsonScanner } from '../json/jsonScanner';
import { isLabelMe } from '../labelme/labelme';
import { addLabelMe } from '../labelme/readLabelMe';
import { MemoryBudget } from '../memoryBudget';
import { largestAnnotation } from '../readText';
import { commonFolder, filesInside, foldersOf, type FolderRoles } from './folderRoles';

const isJson = (path: string): boolean => path.toLowerCase().endsWith('.json');
const labelsOf = ({ files }: FolderSource, { labels }: FolderRoles): string[] => filesInside(files, labels).filter(isJson);

/** LabelMe's folders: a JSON file an image. */
export const labelMeFolder: FolderFormat = {
  id: 'labelme',
  title: 'LabelMe Folder',
  recognise: () => false,
  recogniseText: (text) => isLabelMe(new TextEncoder().encode(text)),
  roles: ['labels'],
  guess: ({ files }) => ({ labels: commonFolder(foldersOf(files, isJson).keys()) ?? '' }),
  parts: (folder, roles) => labelsOf(folder, roles).map((path) => ({ path, bytes: largestAnnotation + 1 })),
  async read(folder, context, { labels = '' } = {}) {
    const budget = new MemoryBudget(folder.name, context.options.limit);
    const builder = new SetBuilder(folder.name, budget);
    const files = labelsOf(folder, { labels });
    await eachText(folder, files, context, (text, path, shown) => {
      const scanner = new JsonScanner(new MemorySource(shown, new TextEncoder().encode(text)), budget, context.signal);
      return addLabelMe(builder, scanner, stemOf(path));
    });
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};
