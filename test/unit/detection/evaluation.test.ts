import assert from 'node:assert/strict';
import fc from 'fast-check';
import { areaPrecision, elevenPointPrecision } from '../../../src/detection/evaluation/averagePrecision';
import { evaluateCoco } from '../../../src/detection/evaluation/cocoEvaluation';
import { truthVerdict, verdict } from '../../../src/detection/evaluation/evaluation';
import { evaluateVoc, type VocOptions } from '../../../src/detection/evaluation/vocEvaluation';
import { Random } from '../../../src/geometry/random';
import { plainCoco } from './plainCoco';
import { setOf } from './detectionSets';

const voc: VocOptions = { protocol: 'voc2007', iou: 0.5, inclusive: false, heedsDifficult: true, details: true };
const near = (found: number | null, expected: number | null, what = ''): void => {
  if (expected === null || found === null) assert.equal(found, expected, what);
  else assert.ok(Math.abs(found - expected) <= 1e-12, `${what}: ${found}, expected ${expected}`);
};

interface Scene {
  readonly truth: object;
  readonly detections: object[];
}

/** Images with a few truths of a few classes and detections near some of them. */
function makeScene(seed: number, images: number, crowds: boolean): Scene {
  const random = new Random(seed);
  const whole = (below: number): number => Math.floor(below * random.uniform());
  const annotations: { id: number; image_id: number; category_id: number; bbox: number[]; iscrowd: number; area: number }[] = [];
  const detections: { image_id: number; category_id: number; bbox: number[]; score: number }[] = [];
  for (let image = 0; image < images; image++) {
    for (let box = whole(6); box > 0; box--) {
      const side = [8, 40, 120][whole(3)];
      const bbox = [whole(200), whole(200), side + whole(side), side + whole(side)];
      annotations.push({ id: annotations.length + 1, image_id: image, category_id: 1 + whole(3), bbox, iscrowd: crowds && whole(5) === 0 ? 1 : 0, area: bbox[2] * bbox[3] * (0.5 + random.uniform() / 2) });
      for (let found = whole(4); found > 0; found--) {
        const [x, y, w, h] = bbox;
        const shift = (): number => Math.round(4 * (random.uniform() - 0.5) * (side / 8));
        detections.push({ image_id: image, category_id: 1 + whole(4), bbox: [x + shift(), y + shift(), w + shift(), h + shift()], score: whole(12) / 12 });
      }
    }
    for (let stray = whole(4); stray > 0; stray--) detections.push({ image_id: image, category_id: 1 + whole(3), bbox: [whole(200), whole(200), 10 + whole(90), 10 + whole(90)], score: random.uniform() });
  }
  const truth = {
    images: Array.from({ length: images }, (_, id) => ({ id, width: 320, height: 320 })),
    annotations,
    categories: [1, 2, 3, 5].map((id) => ({ id, name: `class ${id}` })),
  };
  return { truth, detections };
}

describe('average precision', () => {
  it('is what a direct reading of the curve gives', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.integer({ min: 0, max: 10 }), (isTrue, missed) => {
        const truths = isTrue.filter(Boolean).length + missed;
        if (truths === 0) return;
        const found = isTrue.map((_, at) => isTrue.slice(0, at + 1).filter(Boolean).length);
        const precision = found.map((count, at) => count / (at + 1));
        const best = (reaches: (count: number) => boolean): number => Math.max(0, ...precision.filter((_, at) => reaches(found[at])));
        const eleven = Array.from({ length: 11 }, (_, point) => best((count) => 10 * count >= point * truths));
        near(elevenPointPrecision(found, precision, truths).ap, eleven.reduce((sum, value) => sum + value, 0) / 11);
        let area = 0;
        for (let count = 1; count <= truths; count++) area += best((reached) => reached >= count) / truths;
        near(areaPrecision(found, precision, truths).ap, area);
      }),
    );
  });

  it('heeds ties, duplicates and difficult truths as VOC does', async () => {
    const truth = await setOf({
      images: [{ id: 1 }, { id: 2 }],
      annotations: [
        { id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 10, 10] },
        { id: 2, image_id: 1, category_id: 1, bbox: [100, 0, 10, 10], difficult: 1 },
        { id: 3, image_id: 2, category_id: 1, bbox: [0, 0, 10, 10] },
      ],
      categories: [{ id: 1, name: 'cat' }, { id: 2, name: 'dog' }],
    });
    const found = await setOf([
      { image_id: 1, category_id: 1, bbox: [0, 0, 10, 9], score: 0.5 },
      { image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], score: 0.5 },
      { image_id: 1, category_id: 1, bbox: [100, 0, 10, 10], score: 0.9 },
      { image_id: 2, category_id: 1, bbox: [0, 0, 10, 5], score: 0.1 },
      { image_id: 2, category_id: 2, bbox: [0, 0, 10, 5], score: 0.1 },
      { image_id: 9, category_id: 1, bbox: [0, 0, 10, 5], score: 0.05 },
    ]);
    const { numbers, classes, verdicts, warnings } = evaluateVoc(truth, found, voc);
    // True, false, true, false: precision 1, 1/2, 2/3, 2/4 at recall 1/2, 1/2, 1, 1.
    near(numbers['mAP'], (6 * 1 + 5 * (2 / 3)) / 11);
    assert.deepEqual([...verdicts[0].detections], [verdict.truePositive, verdict.falsePositive, verdict.ignored, verdict.truePositive, verdict.falsePositive, verdict.falsePositive]);
    assert.deepEqual([...verdicts[0].truths], [truthVerdict.found, truthVerdict.ignored, truthVerdict.found]);
    assert.deepEqual([...verdicts[0].matched], [0, 0, 1, 2, -1, -1]);
    assert.deepEqual(classes.map(({ name, ap, truths, detections, truePositives, falsePositives }) => [name, ap === null, truths, detections, truePositives, falsePositives]), [['cat', false, 2, 5, 2, 2], ['dog', true, 0, 1, 0, 1]]);
    assert.ok(warnings.some((text) => text.includes('dog')) && warnings.some((text) => text.includes('images that the truth does not have')));
    assert.deepEqual([...(classes[0].curves?.[0].detection ?? [])], [0, 1, 3, 5]);
  });

  it("of COCO is that of the definition read loop by loop", async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const scene = makeScene(seed, 9, seed % 2 === 0);
      const [truth, found] = await Promise.all([setOf(scene.truth), setOf(scene.detections)]);
      const expected = plainCoco(truth, found);
      const { numbers, verdicts, classes } = evaluateCoco(truth, found, { type: 'bbox', details: true });
      for (const [name, value] of Object.entries(expected)) near(numbers[name], value, `seed ${seed} ${name}`);
      // What is told of single boxes adds up to what is told of classes.
      for (const [row, result] of classes.entries()) {
        const of = (wanted: number): number => [...verdicts[0].detections.keys()].filter((at) => verdicts[0].detections[at] === wanted && found.categories[found.category[at]].id === truth.categories[row].id).length;
        assert.deepEqual([of(verdict.truePositive), of(verdict.falsePositive)], [result.truePositives, result.falsePositives]);
        for (const curve of result.curves ?? []) assert.ok(Math.abs(curve.sampledPrecision.reduce((sum, value) => sum + value, 0) / 101 - (result.apAt[Math.round((curve.threshold - 0.5) / 0.05)] ?? 0)) < 1e-12);
      }
    }
  });

  it('does not depend on the order of images where scores do not tie', async () => {
    const { truth, detections } = makeScene(5, 20, true);
    const spread = detections.map((box, row) => ({ ...box, score: ((row * 7919) % detections.length) / detections.length }));
    const backward = [...spread].reverse();
    const first = [await setOf(truth), await setOf(spread), await setOf(backward)] as const;
    assert.deepEqual(evaluateCoco(first[0], first[1], { type: 'bbox', details: false }).numbers, evaluateCoco(first[0], first[2], { type: 'bbox', details: false }).numbers);
    for (const protocol of ['voc2007', 'voc2010'] as const) {
      near(evaluateVoc(first[0], first[1], { ...voc, protocol }).numbers['mAP'], evaluateVoc(first[0], first[2], { ...voc, protocol }).numbers['mAP']);
    }
  });

  it('has no value where there is nothing to find, and is 0 where nothing was found', async () => {
    const truth = await setOf({ images: [{ id: 1 }], annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 10, 10] }], categories: [{ id: 1, name: 'cat' }] });
    const nothing = await setOf([]);
    const empty = await setOf({ images: [], annotations: [], categories: [] });
    near(evaluateVoc(truth, nothing, voc).numbers['mAP'], 0);
    near(evaluateCoco(truth, nothing, { type: 'bbox', details: true }).numbers['AP'], 0);
    near(evaluateVoc(empty, nothing, voc).numbers['mAP'], null);
    const { numbers, warnings } = evaluateCoco(empty, nothing, { type: 'bbox', details: true });
    assert.ok(Object.values(numbers).every((value) => value === null) && warnings.length > 0);
  });

  it('pairs categories by name where both files list them, images by their pictures where no id fits', async () => {
    const truth = await setOf({ images: [{ id: 1, file_name: 'a/x.jpg' }], annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 10, 10] }], categories: [{ id: 1, name: 'cat' }] });
    const found = await setOf({ images: [{ id: 'x', file_name: 'x.png' }], annotations: [{ id: 1, image_id: 'x', category_id: 0, bbox: [0, 0, 10, 10], score: 1 }], categories: [{ id: 0, name: 'cat' }] });
    const { numbers, warnings } = evaluateVoc(truth, found, voc);
    near(numbers['mAP'], 1);
    assert.equal(warnings.length, 2);
  });
});
