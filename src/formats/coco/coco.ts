import type { Format } from '../format';
import { readCoco } from './readCoco';
import { cocoLosses, writeCoco } from './write';

/** What our own files, COCO's annotations and COCO's results begin with. */
export function isCoco(head: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(head.subarray(0, 4096)).replace(/^\ufeff/, '').trimStart();
  if (text.startsWith('[')) return /^\[\s*(\{[^]*"(image_id|category_id|bbox)"\s*:|\]\s*$)/.test(text);
  return text.startsWith('{') && /"(images|annotations|categories)"\s*:\s*\[/.test(text);
}

/** Our own JSON: COCO's shape, with 3-D boxes and clouds. */
export const detectionsFormat: Format = {
  id: 'detections',
  title: 'Detections',
  extensions: ['.detections.json', '.det.json'],
  kinds: ['detections'],
  priority: 'default',
  recognise: isCoco,
  read: readCoco,
  decodeInPlace: () => true,
  write: writeCoco,
  losses: cocoLosses,
};

/** COCO's annotations and results, under any name. */
export const cocoFormat: Format = {
  id: 'coco',
  title: 'COCO Annotations or Results',
  extensions: ['.json'],
  kinds: ['detections'],
  priority: 'option',
  recognise: isCoco,
  read: readCoco,
  decodeInPlace: () => true,
  write: writeCoco,
  losses: cocoLosses,
};
