import { closeSync, openSync, writeSync } from 'node:fs';
import { BoundsBuilder } from '../../../src/formats/boundsBuilder';
import { writePly } from '../../../src/formats/ply/write';

/** Writes 3 numbers a point as a binary PLY file. */
export function writeCloudFile(file: string, positions: Float32Array<ArrayBuffer>): void {
  const count = positions.length / 3;
  const bounds = new BoundsBuilder();
  bounds.extend(positions, 0, count);
  const chunks = writePly(
    {
      kind: 'pointCloud',
      count,
      positions: { kind: 'values', name: 'position', type: 'float32', components: 3, data: positions },
      attributes: [],
      elements: [],
      comments: [],
      bounds: bounds.bounds,
      notFinite: bounds.notFinite,
    },
    { encoding: 'binary' },
  );
  const descriptor = openSync(file, 'w');
  for (const chunk of chunks) writeSync(descriptor, chunk);
  closeSync(descriptor);
}
