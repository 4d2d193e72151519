import type { Format } from '../format';
import { isNrrd, readNrrd } from './read';
import { writeNrrd } from './write';

/** Nearly Raw Raster Data (Gordon Kindlmann, teem). */
export const nrrdFormat: Format = {
  id: 'nrrd',
  title: 'Nearly Raw Raster Data',
  extensions: ['.nrrd', '.nhdr'],
  kinds: ['voxelGrid', 'scalarGrid'],
  priority: 'default',
  heeds: ['content', 'axes', 'origin', 'spacing'],
  recognise: (head) => isNrrd(head),
  read: readNrrd,
  write: writeNrrd,
  losses: (model) => ('attributes' in model && model.attributes.length > 0 ? ['Only the first array is written; further ones are left out.'] : []),
  // Text is larger than its numbers, and files that a header names lie beside it.
  decodeInPlace: (head) => /^(encoding:\s*(ascii|text|txt|hex)|data ?file:)/im.test(new TextDecoder('latin1').decode(head.subarray(0, 4096))),
};
