import type { Format } from '../format';
import { isBinvox, readBinvox } from './read';
import { binvoxLosses, writeBinvox } from './write';

/** binvox (Patrick Min): runs of occupied and empty cells. */
export const binvoxFormat: Format = {
  id: 'binvox',
  title: 'binvox Voxels',
  extensions: ['.binvox'],
  kinds: ['voxelGrid', 'scalarGrid'],
  priority: 'default',
  heeds: ['content', 'axes', 'origin', 'spacing'],
  recognise: (head) => isBinvox(head),
  read: readBinvox,
  write: writeBinvox,
  losses: binvoxLosses,
};
