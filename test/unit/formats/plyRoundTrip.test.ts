import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plyFormat } from '../../../src/formats/ply/ply';
import { float32Text, float64Text } from '../../../src/formats/numberText';
import { writePly } from '../../../src/formats/ply/write';
import { MemorySource } from '../../../src/formats/byteSource';
import type { Model } from '../../../src/model/model';
import { plyModels } from './plyModels';

function bytesOf(chunks: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([...chunks]));
}

async function readBack(model: Model, encoding: 'ascii' | 'binary'): Promise<Model> {
  const bytes = bytesOf(writePly(model, { encoding }));
  return plyFormat.read(new MemorySource('written.ply', bytes), { options: {}, warn: () => undefined });
}

describe('writing PLY', () => {
  for (const encoding of ['binary', 'ascii'] as const) {
    it(`reads back what was written, ${encoding}, whatever the properties`, async () => {
      await fc.assert(
        fc.asyncProperty(plyModels, async (model) => {
          assert.deepEqual(await readBack(model, encoding), model);
        }),
        { seed: 11, numRuns: 300 },
      );
    });
  }

  it('writes the shortest text that reads back as the same float32', () => {
    assert.deepEqual([0.1, 1 / 3, 1e-7, 16777216, -0, NaN, -Infinity, 1e-45].map((value) => float32Text(Math.fround(value))), [
      '0.1', '0.33333334', '1e-7', '16777216', '-0', 'nan', '-inf', '1e-45',
    ]);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = float32Text(value);
        assert.ok(Object.is(Math.fround(Number(text)), value), text);
      }),
      { seed: 12, numRuns: 2000 },
    );
  });

  it('keeps the bits of float64', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.ok(Object.is(Number(float64Text(value)), value));
      }),
      { seed: 13, numRuns: 1000 },
    );
  });
});
