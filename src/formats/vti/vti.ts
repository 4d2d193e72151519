import type { Format } from '../format';
import { isVti, readVti } from './read';

/** VTK's XML format of image data (Kitware). */
export const vtiFormat: Format = {
  id: 'vti',
  title: 'VTK Image Data',
  extensions: ['.vti'],
  kinds: ['voxelGrid', 'scalarGrid'],
  priority: 'default',
  heeds: ['array', 'content', 'axes', 'origin', 'spacing'],
  recognise: (head) => isVti(head),
  read: readVti,
};
