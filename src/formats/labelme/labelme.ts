import { SetBuilder } from '../detections/setBuilder';
import type { Format } from '../format';
import { JsonScanner } from '../json/jsonScanner';
import { MemoryBudget } from '../memoryBudget';
import { decodeText } from '../readText';
import { addLabelMe } from './readLabelMe';

/** True for the beginning of a file of LabelMe. */
export function isLabelMe(head: Uint8Array): boolean {
  const text = decodeText(head.subarray(0, 4096));
  return /^\s*\{/.test(text.replace(/^\ufeff/, '')) && /"shapes"\s*:\s*\[/.test(text) && !/"annotations"\s*:\s*\[/.test(text);
}

/** Shapes of one image as LabelMe saves them. */
export const labelMeFormat: Format = {
  id: 'labelme',
  title: 'LabelMe Shapes',
  // Among other JSON it is told by its content.
  extensions: [],
  kinds: ['detections'],
  priority: 'option',
  recognise: isLabelMe,
  decodeInPlace: () => true,
  read: async (source, context) => {
    const budget = new MemoryBudget(source.name, context.options.limit);
    const builder = new SetBuilder(source.name, budget);
    await addLabelMe(builder, new JsonScanner(source, budget, context.signal), null);
    return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
  },
};
