import { FormatError } from '../../model/errors';
import { SetBuilder } from '../detections/setBuilder';
import { eachText, folderOf, stemOf, type FolderFormat, type FolderSource } from '../folder';
import { MemoryBudget } from '../memoryBudget';
import { largestAnnotation } from '../readText';
import { addVocAnnotation } from '../voc/readVoc';
import { commonFolder, filesInside, foldersOf, pictureFinder, picturesOf, type FolderRoles } from './folderRoles';

const isXml = (path: string): boolean => path.toLowerCase().endsWith('.xml');

/** Annotations wherever a folder has that name, else all of XML. */
function guess(folder: FolderSource): FolderRoles {
  const folders = [...foldersOf(folder.files, isXml).keys()];
  const named = folders.filter((path) => /(^|\/)annotations$/i.test(path));
  return { labels: (named.length === 1 ? named[0] : commonFolder(folders)) ?? '', pictures: picturesOf(folder), list: null };
}

function labelsOf({ files }: FolderSource, { labels }: FolderRoles): string[] {
  const inside = filesInside(files, labels).filter(isXml);
  const named = inside.filter((path) => /(^|\/)annotations$/i.test(folderOf(path)));
  return named.length > 0 ? named : inside;
}

/** The list of images that a split has: ImageSets/Main before others of that name. */
function listOf(folder: FolderSource, split: string): string {
  const lists = folder.files.filter((path) => /(^|\/)ImageSets\//.test(path) && stemOf(path) === split);
  const [list] = [...lists.filter((path) => path.includes('/Main/')), ...lists];
  if (list === undefined) throw new FormatError({ file: folder.name, expected: `a list ImageSets/Main/${split}.txt`, found: 'none', advice: 'Name one that is there with --split, or leave it out.' });
  return list;
}

/** Pascal VOC's folders: Annotations, with JPEGImages and ImageSets where they are there; or annotations alone. */
export const vocFolder: FolderFormat = {
  id: 'voc',
  title: 'Pascal VOC Folder',
  recognise: ({ files }) => files.some((path) => /(^|\/)annotations\/[^/]+\.xml$/i.test(path)),
  recogniseText: (text) => /<annotation\b/.test(text),
  roles: ['labels', 'pictures', 'list'],
  guess,
  parts: (folder, roles) => [...labelsOf(folder, roles), ...(typeof roles.list === 'string' ? [roles.list] : [])].map((path) => ({ path, bytes: largestAnnotation + 1 })),
  async read(folder, context, given = {}) {
    const roles = { ...guess(folder), ...given };
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    let wanted = labelsOf(folder, roles);
    const pictureOf = pictureFinder(folder.files, roles.pictures);
    const { split } = context.options;
    const list = split === undefined ? roles.list : listOf(folder, split);
    if (typeof list === 'string') {
      const names = new Set<string>();
      await eachText(folder, [list], context, (text) => {
        for (const line of text.split(/\r\n|\r|\n/)) if (line.trim() !== '') names.add(line.trim().split(/\s+/)[0]);
      });
      wanted = wanted.filter((path) => names.has(stemOf(path)));
      if (wanted.length < names.size) context.warn(`${folder.name}: ${names.size - wanted.length} of the ${names.size} images of "${split ?? list}" have no annotation.`);
    }
    await eachText(folder, wanted, context, (text, path, shown) => {
      const before = builder.images.length;
      addVocAnnotation(builder, text, shown, stemOf(path));
      const picture = pictureOf(path);
      if (picture !== null && builder.images.length > before) builder.images.replace(before, { ...builder.images.at(before), picture });
    });
    return builder.finish({ layout: 'dataset', role: 'unknown' }, (message) => context.warn(message));
  },
};
