import type { Format } from '../format';
import { isMetaImage, readMha } from './read';

const detached = /^\s*ElementDataFile\s*=\s*(?!LOCAL)/im;

/** MetaImage (Kitware): header and data in one file. */
export const mhaFormat: Format = {
  id: 'mha',
  title: 'MetaImage',
  extensions: ['.mha'],
  kinds: ['voxelGrid', 'scalarGrid'],
  priority: 'default',
  heeds: ['content', 'axes', 'origin', 'spacing'],
  recognise: (head) => isMetaImage(head),
  read: readMha,
  decodeInPlace: (head) => detached.test(new TextDecoder('latin1').decode(head.subarray(0, 4096))),
};

/** MetaImage whose header names the file of its data. */
export const mhdFormat: Format = { ...mhaFormat, id: 'mhd', title: 'MetaImage Header', extensions: ['.mhd'], priority: 'option' };
