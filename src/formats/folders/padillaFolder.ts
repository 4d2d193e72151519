import { SetBuilder } from '../detections/setBuilder';
import { eachText, stemOf, type FolderFormat, type FolderSource } from '../folder';
import { dialectOf, labelLines } from '../labels/labelLines';
import { addPadillaLabels } from '../labels/padillaLabels';
import { MemoryBudget } from '../memoryBudget';
import { largestAnnotation } from '../readText';
import { filesInside, foldersOf, pictureFinder, picturesOf, truthAndDetections, type FolderRoles } from './folderRoles';

const isText = (path: string): boolean => path.toLowerCase().endsWith('.txt');

/** All texts; of a folder of truth beside one of detections, the truth. */
function guess(folder: FolderSource): FolderRoles {
  const both = truthAndDetections([...foldersOf(folder.files, isText).keys()]);
  return { labels: both?.truth ?? '', detections: both?.detections ?? null, pictures: picturesOf(folder) };
}

const labelsOf = ({ files }: FolderSource, { labels }: FolderRoles): string[] => filesInside(files, labels).filter(isText);

/** Padilla's folders: a text file an image. */
export const padillaFolder: FolderFormat = {
  id: 'padilla',
  title: 'Padilla Folder',
  recognise: () => false,
  recogniseText: (text) => dialectOf(labelLines(text).slice(0, 1)) === 'padilla',
  roles: ['labels', 'detections', 'pictures'],
  guess,
  parts: (folder, roles) => labelsOf(folder, roles).map((path) => ({ path, bytes: largestAnnotation + 1 })),
  async read(folder, context, given = {}) {
    const roles = { ...guess(folder), ...given };
    if (given.labels === undefined && typeof roles.detections === 'string') context.warn(`${folder.name}: truth was read from ${roles.labels}; name ${folder.name}/${roles.detections} for the detections.`);
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const pictureOf = pictureFinder(folder.files, roles.pictures);
    const hasCorners = context.options.columns?.includes('right') ?? false;
    await eachText(folder, labelsOf(folder, roles), context, (text, path, shown) => {
      const image = builder.declareImage(stemOf(path), { picture: pictureOf(path) }, () => shown);
      addPadillaLabels(builder, text, image, shown, hasCorners);
    });
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};
