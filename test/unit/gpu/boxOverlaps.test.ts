import assert from 'node:assert/strict';
import { axisIou } from '../../../src/detection/iou/axisIou';
import { boxOverlapsOnGpu } from '../../../src/gpu/boxOverlaps';
import { GpuSession } from '../../../src/gpu/device';
import { CancelledError } from '../../../src/model/errors';
import { operations } from '../../../src/operations/registry';
import { checkRequest } from '../../../src/operations/request';
import type { OperationContext, OperationResult } from '../../../src/operations/operation';
import { setOf } from '../detection/detectionSets';
import { context } from '../operations/pointModels';
import { boxesLike } from './boxes';
import { fakeLibrary, hardware, type Spoil } from './fakeLibrary';

function sessionOf(spoil?: Spoil): GpuSession {
  return new GpuSession({ device: 'gpu', loadLibrary: () => Promise.resolve(fakeLibrary(spoil).library), findRenderer: hardware('Test'), modes: ['webgpu'] });
}

async function pairsOffered(a: Float64Array, b: Float64Array, threshold: number, extra: 0 | 1, signal = new AbortController().signal): Promise<string[]> {
  const pairs: string[] = [];
  const { warnings } = await sessionOf().run(
    (device) => boxOverlapsOnGpu(device, { a, b, extra, threshold, signal, progress: () => undefined, offer: (i, j) => pairs.push(`${i} ${j}`) }),
    () => Promise.reject(new Error('the CPU')),
  );
  assert.deepEqual(warnings, []);
  assert.equal(new Set(pairs).size, pairs.length);
  return pairs;
}

describe('overlaps of boxes on the GPU', function () {
  this.timeout(60_000);

  it('offers every pair above the threshold and few others, at any offset and size', async () => {
    for (const [offset, size] of [[0, 1], [1e9, 1], [-3e12, 1], [0, 1e-30], [0, 1e140]]) {
      const [a, b] = [boxesLike(150, 1, offset), boxesLike(331, 2, offset)].map((boxes) => boxes.map((value) => value * size));
      for (const [threshold, extra] of [[0, 0], [0.5, 0], [1 / 3, 0], [0.5, 1], [1, 0]] as const) {
        const offered = new Set(await pairsOffered(a, b, threshold, extra));
        let above = 0;
        for (let i = 0; i < 150; i++) {
          for (let j = 0; j < 331; j++) {
            if (!(axisIou(a, 4 * i, b, 4 * j, extra) > threshold)) continue;
            above++;
            assert.ok(offered.has(`${i} ${j}`), `${i} ${j} at ${offset} times ${size}, threshold ${threshold}`);
          }
        }
        if (size === 1) assert.ok(offered.size <= above + 0.1 * 150 * 331, `${offered.size} offered, ${above} above ${threshold}`);
      }
    }
  });

  it('goes over more than a tile each way, and over nothing', async () => {
    const many = boxesLike(8200, 3).map((value, at) => (at % 4 < 2 ? value : 1));
    const few = Float64Array.from(many.subarray(4 * 8191, 4 * 8200));
    for (const [a, b] of [[many, few], [few, many]]) {
      const offered = new Set(await pairsOffered(a, b, 0.9, 0));
      for (let k = 0; k < 9; k++) {
        if (!few.subarray(4 * k, 4 * k + 4).every(Number.isFinite)) continue;
        assert.ok(offered.has(a === many ? `${8191 + k} ${k}` : `${k} ${8191 + k}`), `${k}`);
      }
    }
    assert.deepEqual(await pairsOffered(few, new Float64Array(), 0, 0), []);
    assert.deepEqual(await pairsOffered(Float64Array.of(3, 3, 0, 0), Float64Array.of(3, 3, 0, 0, 3, 3, 0, 0), 0.5, 0).then((pairs) => pairs.length), 2);
    await assert.rejects(pairsOffered(few, few, 0, 0, AbortSignal.abort()), CancelledError);
  });

  it('iou answers as on the CPU, names the device, and tells of one that failed', async () => {
    const listOf = (boxes: Float64Array): unknown[] => Array.from({ length: boxes.length / 4 }, (_, i) => ({ image_id: 1, category_id: 1, bbox: [...boxes.subarray(4 * i, 4 * i + 4)], score: 0.5 })).filter(({ bbox }) => bbox.every(Number.isFinite));
    const models = [await setOf(listOf(boxesLike(90, 4))), await setOf(listOf(boxesLike(110, 5)))];
    const run = async (options: Readonly<Record<string, unknown>>, more: Partial<OperationContext>): Promise<OperationResult> => {
      const operation = operations.find(({ descriptor }) => descriptor.id === 'iou');
      assert.ok(operation);
      const inputs = models.map((model, place) => ({ file: `${place}.json`, model }));
      return (await operation.load()).run(inputs, checkRequest({ files: inputs, options, keepModels: true }, operation.descriptor), context(more));
    };
    for (const coordinates of ['continuous', 'inclusive']) {
      const options = { above: 0.3, coordinates };
      const expected = await run(options, {});
      assert.equal(expected.device.kind, 'cpu');
      assert.ok(Number(expected.numbers['above']) > 5);
      const found = await run(options, { device: 'gpu', gpu: sessionOf() });
      assert.equal(found.device.kind, 'gpu');
      // Two runs are the self-check's sums, one its differences.
      for (const spoil of [(n: number, values: Float32Array) => (n === 3 ? values.fill(0) : values), (n: number, values: Float32Array) => (n === 3 ? values.fill(2 ** 25) : values)]) {
        const failed = await run(options, { device: 'gpu', gpu: sessionOf(spoil) });
        assert.equal(failed.device.kind, 'cpu');
        assert.match((failed.warnings ?? []).join(), /The GPU failed/);
        assert.deepEqual([failed.numbers, failed.tables], [expected.numbers, expected.tables]);
      }
      assert.deepEqual([found.numbers, found.tables, found.warnings], [expected.numbers, expected.tables, expected.warnings]);
    }
    const turned = await run({ boxes: 'rotated' }, { device: 'gpu', gpu: sessionOf() });
    assert.match(turned.device.reason, /along the axes alone/);
  });
});
