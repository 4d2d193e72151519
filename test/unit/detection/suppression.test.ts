import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxOverlap, type BoxMeasure } from '../../../src/detection/iou/boxOverlap';
import { suppress, type SuppressionOptions } from '../../../src/detection/suppression/suppress';
import type { DetectionSet } from '../../../src/model/detectionSet';
import { Random } from '../../../src/geometry/random';
import { resultsOf, rotatedResultsOf, setOf, uprightResultsOf } from './detectionSets';

const plain: Omit<SuppressionOptions, 'rank' | 'iou'> = { score: 0, classAgnostic: false, soft: 'none', sigma: 0.5, measure: 'axis' };

function run(set: DetectionSet, options: Partial<SuppressionOptions> & { iou: number }) {
  return suppress(set, { ...plain, rank: set.scores ?? new Float64Array(set.count), ...options });
}

/** The definition, word by word: compares everything with everything. */
function plainly(set: DetectionSet, iou: number, measure: BoxMeasure, classAgnostic: boolean): number[] {
  const { iou: compare } = boxOverlap(set, set, measure);
  const scores = set.scores ?? new Float64Array(set.count);
  let proposals = Array.from({ length: set.count }, (_, row) => row).sort((a, b) => scores[b] - scores[a] || a - b);
  const kept: number[] = [];
  while (proposals.length > 0) {
    const [best, ...others] = proposals;
    kept.push(best);
    proposals = others.filter((row) => set.image[row] !== set.image[best] || (!classAgnostic && set.category[row] !== set.category[best]) || !(compare(best, row) > iou));
  }
  return kept.sort((a, b) => a - b);
}

const keptRows = (kept: Uint8Array): number[] => [...kept.keys()].filter((row) => kept[row] === 1);

describe('suppression of overlaps', () => {
  it('keeps what the quadratic definition keeps', async () => {
    const box = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: -20, max: 40 }), fc.integer({ min: -20, max: 40 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(box, { maxLength: 60 }), fc.constantFrom(0, 0.1, 1 / 3, 0.5, 0.9, 1), fc.boolean(), async (boxes, iou, classAgnostic) => {
        const set = await setOf(boxes.map(([image_id, category_id, x, y, w, h, score]) => ({ image_id, category_id, bbox: [x, y, w, h], score: score / 8 })));
        assert.deepEqual(keptRows(run(set, { iou, classAgnostic }).kept), plainly(set, iou, 'axis', classAgnostic));
      }),
    );
  });

  it('keeps the same through the grid, for small and large boxes, ties, duplicates and offsets', async () => {
    const random = new Random(3);
    for (const [sizes, offset, iou] of [[10, 0, 0.5], [60, 0, 0.3], [1, 1e9, 0.5], [200, -1e6, 0.7], [30, 0, 0], [30, 0, 0.99]] as const) {
      const boxes = Array.from({ length: 400 }, (_, row) => {
        if (row % 9 === 8) return [offset + 5, offset + 5, sizes, sizes];
        const size = sizes * random.uniform() ** 3;
        return [offset + 200 * random.uniform(), offset + 200 * random.uniform(), size, size * (0.5 + random.uniform())];
      });
      const set = await resultsOf(boxes, boxes.map(() => Math.round(20 * random.uniform()) / 20));
      assert.deepEqual(keptRows(run(set, { iou }).kept), plainly(set, iou, 'axis', false), `sizes ${sizes}, offset ${offset}, IoU ${iou}`);
    }
  });

  it('keeps the same among turned and upright boxes', async () => {
    const random = new Random(5);
    const number = (scale: number): number => scale * random.uniform();
    const scores = Array.from({ length: 150 }, () => Math.round(number(20)) / 20);
    const turned = await rotatedResultsOf(scores.map(() => [number(60), number(60), number(20), number(20), number(7)]), scores);
    assert.deepEqual(keptRows(run(turned, { iou: 0.2, measure: 'rotated' }).kept), plainly(turned, 0.2, 'rotated', false));
    const upright = await uprightResultsOf(scores.map(() => [number(20), number(20), number(3), 1 + number(9), 1 + number(9), 1 + number(3), number(7)]), scores);
    assert.deepEqual(keptRows(run(upright, { iou: 0.1, measure: 'yaw3d' }).kept), plainly(upright, 0.1, 'yaw3d', false));
  });

  it('says which box suppressed which, at what IoU', async () => {
    const set = await resultsOf([[0, 0, 10, 10], [0, 0, 10, 8], [100, 0, 1, 1], [0, 0, 10, 9]], [0.5, 0.9, 0.4, 0.8]);
    const { suppressedBy, overlap, keptCount } = run(set, { iou: 0.5 });
    assert.deepEqual([...suppressedBy], [1, -1, -1, 1]);
    assert.deepEqual([...overlap], [0.8, NaN, NaN, 8 / 9]);
    assert.equal(keptCount, 2);
  });

  it('drops what scores too low, keeps what has no place, ranks by another number', async () => {
    const set = await setOf([
      { image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], score: 0.9, quality: 0.1 },
      { image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], score: 0.8, quality: 0.9 },
      { image_id: 1, category_id: 1, bbox: [1, 2], score: 0.7, quality: 1 },
      { image_id: 1, category_id: 1, bbox: [50, 50, 1, 1], score: 0.1, quality: 1 },
    ]);
    assert.deepEqual([...run(set, { iou: 0.5, score: 0.2 }).kept], [1, 0, 1, 0]);
    assert.deepEqual([...run(set, { iou: 0.5, rank: Float64Array.from(set.attributes[0].data, Number) }).kept], [0, 1, 1, 1]);
    assert.equal(run(set, { iou: 0.5 }).withoutPlace, 1);
  });

  it('lets scores fall softly', async () => {
    const set = await resultsOf([[0, 0, 10, 10], [0, 0, 10, 8], [30, 0, 1, 1]], [0.9, 0.8, 0.5]);
    const linear = run(set, { iou: 0.5, soft: 'linear' });
    assert.ok(linear.scores && Math.abs(linear.scores[1] - 0.8 * 0.2) < 1e-15);
    assert.equal(linear.keptCount, 3);
    const gaussian = run(set, { iou: 0.5, soft: 'gaussian', score: 0.3 });
    assert.ok(gaussian.scores && Math.abs(gaussian.scores[1] - 0.8 * Math.exp(-0.64 / 0.5)) < 1e-15);
    assert.deepEqual([...gaussian.kept], [1, 0, 1]);
    assert.equal(gaussian.suppressedBy[1], 0);
  });
});
