import { MemorySource } from '../byteSource';
import { SetBuilder } from '../detections/setBuilder';
import { eachText, stemOf, type FolderFormat } from '../folder';
import { JsonScanner } from '../json/jsonScanner';
import { isLabelMe } from '../labelme/labelme';
import { addLabelMe } from '../labelme/readLabelMe';
import { MemoryBudget } from '../memoryBudget';

/** LabelMe's folders: a JSON file an image. */
export const labelMeFolder: FolderFormat = {
  id: 'labelme',
  title: 'LabelMe Folder',
  recognise: () => false,
  recogniseText: (text) => isLabelMe(new TextEncoder().encode(text)),
  async read(folder, context) {
    const budget = new MemoryBudget(folder.name, context.options.limit);
    const builder = new SetBuilder(folder.name, budget);
    const files = folder.files.filter((path) => path.toLowerCase().endsWith('.json'));
    await eachText(folder, files, context, (text, path, shown) => {
      const scanner = new JsonScanner(new MemorySource(shown, new TextEncoder().encode(text)), budget, context.signal);
      return addLabelMe(builder, scanner, stemOf(path));
    });
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};
