import type { Format } from '../format';
import { isVox, readVox } from './read';

/** MagicaVoxel (ephtracy). */
export const voxFormat: Format = {
  id: 'vox',
  title: 'MagicaVoxel',
  extensions: ['.vox'],
  kinds: ['voxelGrid', 'scalarGrid'],
  priority: 'default',
  heeds: ['array', 'content', 'axes', 'origin', 'spacing'],
  recognise: (head) => isVox(head),
  read: readVox,
};
