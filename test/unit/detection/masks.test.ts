import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { evaluateCoco } from '../../../src/detection/evaluation/cocoEvaluation';
import { rasterisePolygon } from '../../../src/detection/masks/rasterise';
import { runArea, runIntersection, runUnion } from '../../../src/detection/masks/runOperations';
import { setOf } from './detectionSets';

interface MaskCase {
  readonly expected: Readonly<Record<'segm' | 'bbox', Readonly<Record<string, number>>>>;
  readonly truth: unknown;
  readonly detections: unknown;
}

/** The pixels of run lengths, column by column. */
function pixelsOf(runs: ArrayLike<number>): boolean[] {
  return Array.from(runs).flatMap((run, at) => new Array<boolean>(run).fill(at % 2 === 1));
}

function runsOf(pixels: readonly boolean[]): Uint32Array {
  const runs: number[] = [];
  let isInside = false;
  let length = 0;
  for (const pixel of pixels) {
    if (pixel !== isInside) {
      runs.push(length);
      length = 0;
      isInside = pixel;
    }
    length++;
  }
  return Uint32Array.from([...runs, length]);
}

describe('masks', () => {
  it("of a scene with polygons, run lengths and crowds have pycocotools' twelve numbers", async () => {
    const { expected, truth, detections } = JSON.parse(readFileSync(path.join(__dirname, 'cocoMasks.json'), 'utf8')) as MaskCase;
    const [wanted, found] = await Promise.all([setOf(truth), setOf(detections)]);
    for (const type of ['segm', 'bbox'] as const) {
      const { numbers } = evaluateCoco(wanted, found, { type, details: true });
      for (const [name, value] of Object.entries(expected[type])) {
        const measured = numbers[name] ?? -1;
        assert.ok(Math.abs(measured - value) < 1e-9, `${type} ${name}: ${measured}, expected ${value}`);
      }
    }
  });

  it('of rectangles on pixels are those pixels, and parts outside are cut', () => {
    assert.deepEqual([...rasterisePolygon([1, 1, 3, 1, 3, 3, 1, 3], 0, 8, 4, 4)], [5, 2, 2, 2, 5]);
    assert.deepEqual([...rasterisePolygon([-5, -5, 9, -5, 9, 9, -5, 9], 0, 8, 2, 3)], [0, 6]);
    assert.deepEqual([...rasterisePolygon([10, 10, 12, 10, 12, 12], 0, 6, 4, 4)], [16]);
    assert.deepEqual([...rasterisePolygon([], 0, 0, 2, 2)], [4]);
    assert.throws(() => rasterisePolygon([0, 0, 1e12, 0, 0, 1e12], 0, 6, 4, 4), RangeError);
    assert.throws(() => rasterisePolygon([0, 0, NaN, 0, 0, 1], 0, 6, 4, 4), RangeError);
  });

  it('have the union, intersection and area of their pixels', () => {
    const mask = fc.array(fc.boolean(), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(mask, mask, (a, b) => {
        const [runsA, runsB] = [runsOf(a), runsOf(b)];
        assert.deepEqual(pixelsOf(runUnion(runsA, runsB)), a.map((pixel, at) => pixel || b[at]));
        assert.equal(runIntersection(runsA, 0, runsA.length, runsB, 0, runsB.length), a.filter((pixel, at) => pixel && b[at]).length);
        assert.equal(runArea(runsA, 0, runsA.length), a.filter(Boolean).length);
      }),
    );
  });

  it("reads COCO's compressed run lengths", async () => {
    const set = await setOf([{ image_id: 1, category_id: 1, score: 1, segmentation: { size: [3, 6], counts: '5325' } }]);
    // 5, 3, 2, then 5 + 3.
    assert.ok(set.masks);
    assert.deepEqual([...set.masks.runs], [5, 3, 2, 8]);
  });
});
