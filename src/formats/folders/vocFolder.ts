import { FormatError } from '../../model/errors';
import { SetBuilder } from '../detections/setBuilder';
import { byStem, eachText, folderOf, isPicture, stemOf, type FolderFormat } from '../folder';
import { MemoryBudget } from '../memoryBudget';
import { addVocAnnotation } from '../voc/readVoc';

/** Pascal VOC's folders: Annotations, with JPEGImages and ImageSets where they are there; or annotations alone. */
export const vocFolder: FolderFormat = {
  id: 'voc',
  title: 'Pascal VOC Folder',
  recognise: ({ files }) => files.some((path) => /(^|\/)annotations\/[^/]+\.xml$/i.test(path)),
  recogniseText: (text) => /<annotation\b/.test(text),
  async read(folder, context) {
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const all = folder.files.filter((path) => path.toLowerCase().endsWith('.xml'));
    const annotations = all.filter((path) => /(^|\/)annotations$/i.test(folderOf(path)));
    let wanted = annotations.length > 0 ? annotations : all;
    const pictures = byStem(folder.files.filter(isPicture));
    const { split } = context.options;
    if (split !== undefined) {
      const lists = folder.files.filter((path) => /(^|\/)ImageSets\//.test(path) && stemOf(path) === split);
      const [list] = [...lists.filter((path) => path.includes('/Main/')), ...lists];
      if (list === undefined) throw new FormatError({ file: folder.name, expected: `a list ImageSets/Main/${split}.txt`, found: 'none', advice: 'Name one that is there with --split, or leave it out.' });
      const names = new Set<string>();
      await eachText(folder, [list], context, (text) => {
        for (const line of text.split(/\r\n|\r|\n/)) if (line.trim() !== '') names.add(line.trim().split(/\s+/)[0]);
      });
      wanted = wanted.filter((path) => names.has(stemOf(path)));
      if (wanted.length < names.size) context.warn(`${folder.name}: ${names.size - wanted.length} of the ${names.size} images of "${split}" have no annotation.`);
    }
    await eachText(folder, wanted, context, (text, path, shown) => {
      const before = builder.images.length;
      addVocAnnotation(builder, text, shown, stemOf(path));
      const picture = pictures.get(stemOf(path));
      if (picture !== undefined && builder.images.length > before) builder.images.replace(before, { ...builder.images.at(before), picture });
    });
    return builder.finish({ layout: 'dataset', role: 'unknown' }, (message) => context.warn(message));
  },
};
