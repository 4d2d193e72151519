import type { Format } from '../format';
import { isStl, isTextStl, readStl } from './read';
import { stlLosses, writeStl } from './write';

/** Stereolithography (3D Systems, 1989): triangles one by one, binary or as text. */
export const stlFormat: Format = {
  id: 'stl',
  title: 'Stereolithography Triangles',
  extensions: ['.stl'],
  kinds: ['mesh'],
  priority: 'default',
  recognise: isStl,
  read: readStl,
  decodeInPlace: (head) => isTextStl(head),
  write: writeStl,
  trianglesAlone: true,
  losses: stlLosses,
};
