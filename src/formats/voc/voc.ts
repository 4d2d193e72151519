import { SetBuilder } from '../detections/setBuilder';
import type { Format } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { decodeText, readWholeText } from '../readText';
import { addVocAnnotation } from './readVoc';

/** Annotations of Pascal VOC, one image a file. */
export const vocFormat: Format = {
  id: 'voc',
  title: 'Pascal VOC Annotation',
  extensions: ['.xml'],
  kinds: ['detections'],
  priority: 'option',
  recognise: (head) => /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<annotation\b/.test(decodeText(head.subarray(0, 4096)).replace(/^\ufeff/, '')),
  decodeInPlace: () => true,
  read: async (source, context) => {
    const builder = new SetBuilder(source.name, new MemoryBudget(source.name, context.options.limit));
    addVocAnnotation(builder, await readWholeText(source, context.signal), source.name, null);
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};
