import type { Format } from '../format';
import { findMagic } from './header';
import { readPly } from './read';
import { samplePly } from './sample';
import { asVoxels } from './voxels';
import { writePly } from './write';

const encodingLine = /(?:^|[\r\n])[ \t]*format[ \t]+ascii/i;

/** The Polygon File Format (Greg Turk, Stanford, 1994). */
export const plyFormat: Format = {
  id: 'ply',
  title: 'Polygon File Format',
  extensions: ['.ply'],
  kinds: ['pointCloud', 'mesh', 'voxelGrid'],
  heeds: ['content'],
  priority: 'default',
  recognise: (head) => findMagic(head) >= 0,
  read: async (source, context) => asVoxels(await readPly(source, context), source.name, context),
  sample: samplePly,
  write: writePly,
  decodeInPlace: (head) => encodingLine.test(new TextDecoder('latin1').decode(head.subarray(0, 4096))),
};
