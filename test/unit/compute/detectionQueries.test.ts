import assert from 'node:assert/strict';
import fc from 'fast-check';
import { truthVerdict, verdict, type JudgeSettings } from '../../../src/compute/detections/detectionProtocol';
import { DetectionQueries } from '../../../src/compute/detections/detectionQueries';
import { indexByImage } from '../../../src/compute/detections/imageIndex';
import type { DetectionSet } from '../../../src/model/detectionSet';
import { detectionSet, found, truth, withMasks } from '../../webview/pages/detectionContent';

const settings = (over: Partial<JudgeSettings> = {}): JudgeSettings => ({ score: null, suppression: null, matchIou: 0.5, ...over });
const never = new AbortController().signal;

function pair(own: DetectionSet, other: DetectionSet, otherIsTruth = true): DetectionQueries {
  const queries = new DetectionQueries(own, 'own.json');
  queries.setOther(new DetectionQueries(other, 'other.json').columns(), otherIsTruth);
  return queries;
}

describe('questions about detections', () => {
  it('sort boxes by image and keep the order of the file', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), (images) => {
        const { offsets, rows } = indexByImage(Uint32Array.from(images), 6);
        for (let image = 0; image < 6; image++) {
          assert.deepEqual([...rows.subarray(offsets[image], offsets[image + 1])], images.flatMap((of, row) => (of === image ? [row] : [])));
        }
      }),
    );
  });

  it('tell what the file holds', () => {
    const { images, categories, scores, scoreCounts, count } = new DetectionQueries(found, 'found.json').overview();
    assert.equal(count, 7);
    assert.deepEqual([...images.boxes], [6, 1, 0]);
    assert.deepEqual(images.pictures, ['street-1.png', 'street-2.png', 'street-3.png']);
    assert.deepEqual(categories.map(({ boxes }) => boxes), [4, 2, 1]);
    assert.deepEqual(scores, { min: 0.35, max: 0.95 });
    assert.equal(scoreCounts.reduce((sum, bin) => sum + bin), 7);
  });

  it('give the boxes of one image with their masks, and refuse what is not there', () => {
    const queries = new DetectionQueries(withMasks(), 'masks.json');
    const { count, masks, angles } = queries.boxes(0, 'own');
    assert.equal(count, 3);
    assert.deepEqual(masks?.map((mask) => mask?.kind ?? null), ['polygons', 'runs', null]);
    assert.equal(angles?.[2], 0.6);
    assert.equal(queries.boxes(2, 'own').count, 0);
    assert.throws(() => queries.boxes(3, 'own'), /There is no image 3/);
    assert.throws(() => queries.boxes(0, 'other'), /There is no other file/);
    assert.throws(() => queries.values(3, 'own'), /There is no box in row 3/);
    assert.deepEqual(queries.find(2, 'own'), { image: 0, index: 2 });
    assert.equal(queries.find(9, 'own'), null);
  });

  it('suppress within a category, or across all', () => {
    const set = detectionSet('detections', [
      { image: 0, category: 0, rectangle: [0, 0, 10, 10], score: 0.5 },
      { image: 0, category: 1, rectangle: [0, 0, 10, 10], score: 0.9 },
      { image: 0, category: 0, rectangle: [1, 0, 10, 10], score: 0.7 },
    ]);
    const queries = new DetectionQueries(set, 'a');
    const own = queries.judge(0, settings({ suppression: { iou: 0.5, classAgnostic: false } }));
    assert.deepEqual([...own.verdicts], [verdict.suppressed, verdict.none, verdict.none]);
    assert.deepEqual([...own.partners], [2, -1, -1]);
    assert.ok(Math.abs(own.overlaps[0] - 9 / 11) < 1e-12);
    const all = queries.judge(0, settings({ suppression: { iou: 0.5, classAgnostic: true } }));
    assert.deepEqual([...all.verdicts], [verdict.suppressed, verdict.none, verdict.suppressed]);
    // Equal to the threshold is not greater.
    const equal = queries.judge(0, settings({ suppression: { iou: 9 / 11, classAgnostic: false } }));
    assert.deepEqual([...equal.verdicts], [verdict.none, verdict.none, verdict.none]);
  });

  it('match as VOC does, and count the same over all images', () => {
    const queries = pair(found, truth);
    const { verdicts, truths, partners } = queries.judge(0, settings());
    assert.deepEqual([...verdicts], [verdict.truePositive, verdict.falsePositive, verdict.truePositive, verdict.truePositive, verdict.ignored, verdict.falsePositive]);
    assert.deepEqual([...truths], [truthVerdict.found, truthVerdict.found, truthVerdict.found, truthVerdict.missed, truthVerdict.ignored]);
    assert.deepEqual([...partners], [0, 0, 1, 2, 4, -1]);
    assert.deepEqual(queries.judgeAll(settings(), never).match, { truePositives: 3, falsePositives: 3, ignored: 1, missed: 2, truths: 5 });
    // The other way round it is the same.
    assert.deepEqual(pair(truth, found, false).judgeAll(settings(), never).match, { truePositives: 3, falsePositives: 3, ignored: 1, missed: 2, truths: 5 });
    assert.deepEqual(queries.judgeAll(settings({ score: 0.7 }), never).match, { truePositives: 3, falsePositives: 1, ignored: 0, missed: 2, truths: 5 });
  });

  it('find images by picture and categories by name where identifiers differ', () => {
    const renamed: DetectionSet = {
      ...truth,
      images: truth.images.map((image, row) => ({ ...image, id: `image-${row}`, picture: `other/folder/street-${row + 1}.jpg` })),
      categories: [...truth.categories].reverse().map((category, row) => ({ ...category, id: row + 70 })),
      category: truth.category.map((row) => 2 - row),
    };
    assert.deepEqual(pair(found, renamed).judgeAll(settings(), never).match, { truePositives: 3, falsePositives: 3, ignored: 1, missed: 2, truths: 5 });
    const elsewhere = new DetectionQueries(found, 'own').setOther(
      new DetectionQueries({ ...truth, images: truth.images.map((image, row) => ({ ...image, id: row + 50, picture: `x${row}.png` })) }, 'other').columns(),
      true,
    );
    assert.equal(elsewhere.elsewhere, truth.count);
  });
});
