import { SetBuilder } from '../detections/setBuilder';
import { byStem, eachText, folderOf, isPicture, stemOf, type FolderFormat, type FolderSource } from '../folder';
import type { ReadContext } from '../format';
import { dialectOf, labelLines } from '../labels/labelLines';
import { pictureHeadBytes, pictureSize } from '../labels/pictureSize';
import { addYoloLabels, readNames, readYamlNames } from '../labels/yoloLabels';
import { MemoryBudget } from '../memoryBudget';

const inLabels = /(^|\/)labels(\/|$)/i;
const namesFile = /(^|\/)(classes\.txt|[^/]*\.names|data\.ya?ml|[^/]*\.ya?ml)$/i;

function labelsIn({ files }: FolderSource, split: string | undefined): string[] {
  const texts = files.filter((path) => path.toLowerCase().endsWith('.txt') && !namesFile.test(path));
  const labelled = texts.filter((path) => inLabels.test(folderOf(path)));
  // Beside a folder "labels" other texts (train.txt, readme.txt) are lists and remarks.
  const found = labelled.length > 0 ? labelled : texts;
  return split === undefined ? found : found.filter((path) => folderOf(path).split('/').includes(split));
}

/** YOLO's folders: labels beside images, with the names of classes in classes.txt, *.names or data.yaml; or labels alone. */
export const yoloFolder: FolderFormat = {
  id: 'yolo',
  title: 'YOLO Folder',
  recognise: (folder) => folder.files.some((path) => inLabels.test(folderOf(path)) && path.endsWith('.txt')),
  recogniseText: (text, path) => !namesFile.test(path) && dialectOf(labelLines(text).slice(0, 1)) === 'yolo',
  async read(folder, context) {
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const names = await namesOf(folder, context);
    names.forEach((name, id) => builder.declareCategory(id, name, null, () => folder.name));
    const pictures = byStem(folder.files.filter(isPicture));
    const labels = labelsIn(folder, context.options.split);
    let unsized = 0;
    await eachText(folder, labels, context, async (text, path, shown) => {
      const picture = pictures.get(stemOf(path)) ?? null;
      const size = picture === null ? null : pictureSize(await folder.read(picture, pictureHeadBytes, context.signal));
      if (!size) unsized++;
      const image = builder.declareImage(stemOf(path), { picture, ...(size ?? {}) }, () => shown);
      addYoloLabels(builder, text, image, shown, size);
    });
    if (unsized > 0) context.warn(`${folder.name}: the pictures of ${unsized} of ${labels.length} label files are not there or do not tell their size; their boxes are shares of the picture instead of pixels.`);
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};

async function namesOf(folder: FolderSource, context: ReadContext): Promise<string[]> {
  const files = folder.files.filter((path) => namesFile.test(path));
  const quiet = { ...context, progress: () => undefined };
  // Names of their own file before those among a training's settings, which other YAML may lack.
  const ordered = [...files.filter((path) => !/\.ya?ml$/i.test(path)), ...files.filter((path) => /\.ya?ml$/i.test(path))];
  for (const path of ordered) {
    let names: string[] = [];
    await eachText(folder, [path], quiet, (text) => {
      names = /\.ya?ml$/i.test(path) ? readYamlNames(text) : readNames(text);
    });
    if (names.length > 0) return names;
  }
  return [];
}
