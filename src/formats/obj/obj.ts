import type { Format } from '../format';
import { isObj, readObj } from './read';
import { objLosses, writeObj } from './write';

/** Wavefront OBJ (Alias|Wavefront, 1990s): vertices and faces as text, a statement a line. */
export const objFormat: Format = {
  id: 'obj',
  title: 'Wavefront Object',
  extensions: ['.obj'],
  kinds: ['pointCloud', 'mesh'],
  priority: 'default',
  recognise: isObj,
  read: readObj,
  decodeInPlace: () => true,
  write: writeObj,
  losses: objLosses,
};
