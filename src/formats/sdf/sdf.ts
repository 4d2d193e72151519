import type { Format } from '../format';
import { isSdf, readSdf } from './read';

/** Signed distance fields as SDFGen writes them (Christopher Batty). */
export const sdfFormat: Format = {
  id: 'sdf',
  title: 'SDFGen Distance Field',
  extensions: ['.sdf'],
  kinds: ['voxelGrid', 'scalarGrid'],
  priority: 'option',
  heeds: ['content', 'axes', 'origin', 'spacing'],
  // Seven numbers may begin any text: the name must say so too.
  recognise: (head, name) => name.toLowerCase().endsWith('.sdf') && isSdf(head),
  read: readSdf,
  decodeInPlace: () => true,
};
