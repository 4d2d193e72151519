import { SetBuilder } from '../detections/setBuilder';
import { eachText, folderOf, stemOf, type FolderFormat, type FolderSource } from '../folder';
import type { ReadContext } from '../format';
import { dialectOf, labelLines } from '../labels/labelLines';
import { pictureHeadBytes, pictureSize } from '../labels/pictureSize';
import { addYoloLabels, readNames, readYamlNames } from '../labels/yoloLabels';
import { MemoryBudget } from '../memoryBudget';
import { largestAnnotation } from '../readText';
import { commonFolder, filesInside, foldersOf, pictureFinder, picturesOf, type FolderRoles } from './folderRoles';

const inLabels = /(^|\/)labels(\/|$)/i;
const namesFile = /(^|\/)(classes\.txt|[^/]*\.names|data\.ya?ml|[^/]*\.ya?ml)$/i;

const isLabel = (path: string): boolean => path.toLowerCase().endsWith('.txt') && !namesFile.test(path);

function guess(folder: FolderSource): FolderRoles {
  const texts = [...foldersOf(folder.files, isLabel).keys()];
  const labelled = texts.filter((path) => inLabels.test(path));
  const other = texts.filter((path) => !inLabels.test(path)).find((path) => /(^|\/)(det|pred|result|output|runs)[^/]*/i.test(path));
  return { labels: commonFolder(labelled.length > 0 ? labelled : texts) ?? '', detections: other ?? null, pictures: picturesOf(folder), names: namesFiles(folder)[0] ?? null };
}

/** Names of their own file before those among a training's settings, which other YAML may lack. */
function namesFiles({ files }: FolderSource): string[] {
  const found = files.filter((path) => namesFile.test(path));
  return [...found.filter((path) => !isYaml(path)), ...found.filter(isYaml)];
}

const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

function labelsOf({ files }: FolderSource, { labels }: FolderRoles, split?: string): string[] {
  const texts = filesInside(files, labels).filter(isLabel);
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
  roles: ['labels', 'detections', 'pictures', 'names'],
  guess,
  parts: (folder, roles) => {
    const labels = labelsOf(folder, roles);
    const pictureOf = pictureFinder(folder.files, roles.pictures);
    const heads = labels.map(pictureOf).filter((path) => path !== null);
    const names = roles.names === null ? [] : typeof roles.names === 'string' ? [roles.names] : namesFiles(folder);
    return [...[...labels, ...names].map((path) => ({ path, bytes: largestAnnotation + 1 })), ...heads.map((path) => ({ path, bytes: pictureHeadBytes }))];
  },
  async read(folder, context, given = {}) {
    const roles = { ...guess(folder), ...given };
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const names = await namesOf(folder, given.names === undefined ? namesFiles(folder) : given.names === null ? [] : [given.names], context);
    names.forEach((name, id) => builder.declareCategory(id, name, null, () => folder.name));
    const pictureOf = pictureFinder(folder.files, roles.pictures);
    const labels = labelsOf(folder, roles, context.options.split);
    let unsized = 0;
    await eachText(folder, labels, context, async (text, path, shown) => {
      const picture = pictureOf(path);
      const size = picture === null ? null : pictureSize(await folder.read(picture, pictureHeadBytes, context.signal));
      if (!size) unsized++;
      const image = builder.declareImage(stemOf(path), { picture, ...(size ?? {}) }, () => shown);
      addYoloLabels(builder, text, image, shown, size);
    });
    if (unsized > 0) context.warn(`${folder.name}: the pictures of ${unsized} of ${labels.length} label files are not there or do not tell their size; their boxes are shares of the picture instead of pixels.`);
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};

async function namesOf(folder: FolderSource, files: readonly string[], context: ReadContext): Promise<string[]> {
  const quiet = { ...context, progress: () => undefined };
  for (const path of files) {
    let names: string[] = [];
    await eachText(folder, [path], quiet, (text) => {
      names = isYaml(path) ? readYamlNames(text) : readNames(text);
    });
    if (names.length > 0) return names;
  }
  return [];
}
