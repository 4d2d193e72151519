import { SetBuilder } from '../detections/setBuilder';
import { byStem, eachText, isPicture, stemOf, type FolderFormat } from '../folder';
import { dialectOf, labelLines } from '../labels/labelLines';
import { addPadillaLabels } from '../labels/padillaLabels';
import { MemoryBudget } from '../memoryBudget';

/** Padilla's folders: a text file an image. */
export const padillaFolder: FolderFormat = {
  id: 'padilla',
  title: 'Padilla Folder',
  recognise: () => false,
  recogniseText: (text) => dialectOf(labelLines(text).slice(0, 1)) === 'padilla',
  async read(folder, context) {
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const pictures = byStem(folder.files.filter(isPicture));
    const hasCorners = context.options.columns?.includes('right') ?? false;
    const labels = folder.files.filter((path) => path.toLowerCase().endsWith('.txt'));
    await eachText(folder, labels, context, (text, path, shown) => {
      const image = builder.declareImage(stemOf(path), { picture: pictures.get(stemOf(path)) ?? null }, () => shown);
      addPadillaLabels(builder, text, image, shown, hasCorners);
    });
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};
