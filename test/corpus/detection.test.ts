import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { evaluateCoco } from '../../src/detection/evaluation/cocoEvaluation';
import { evaluateVoc } from '../../src/detection/evaluation/vocEvaluation';
import { boxOverlap } from '../../src/detection/iou/boxOverlap';
import { solidIou } from '../../src/detection/iou/cuboidIou';
import { suppress, type SuppressionOptions } from '../../src/detection/suppression/suppress';
import { MemorySource } from '../../src/formats/byteSource';
import { chooseFormat } from '../../src/formats/chooseFormat';
import type { DetectionSet } from '../../src/model/detectionSet';
import { FormatError } from '../../src/model/errors';
import { fromCorners, resultsOf, rotatedResultsOf, setOf, uprightResultsOf } from '../unit/detection/detectionSets';
import { findCorpus, isRecord, readMalformed } from './corpusFolder';

const corpus = findCorpus();
type Record_ = Readonly<Record<string, unknown>>;
const json = (...names: string[]): unknown => JSON.parse(readFileSync(path.join(corpus ?? '', ...names), 'utf8'));
const record = (value: unknown): Record_ => {
  assert.ok(isRecord(value));
  return value;
};
const list = (value: unknown): unknown[] => {
  assert.ok(Array.isArray(value));
  return value;
};
const numbers = (value: unknown): number[] => list(value).map(Number);
const table = (value: unknown): number[][] => list(value).map(numbers);
const near = (found: number | null, expected: number, tolerance: number, what: string): void => {
  assert.ok(found !== null && Math.abs(found - expected) <= tolerance, `${what}: ${found}, expected ${expected}`);
};

const plain: Omit<SuppressionOptions, 'rank' | 'iou'> = { score: 0, classAgnostic: false, soft: 'none', sigma: 0.5, measure: 'axis' };

function keptByScore(set: DetectionSet, options: Partial<SuppressionOptions> & { iou: number }): number[] {
  const rank = set.scores ?? new Float64Array(set.count);
  const { kept, scores } = suppress(set, { ...plain, rank, ...options });
  const shown = scores ?? rank;
  return [...kept.keys()].filter((row) => kept[row] === 1).sort((a, b) => shown[b] - shown[a] || a - b);
}

(corpus ? describe : describe.skip)('detections and answers of other programs', () => {
  for (const name of ['hotcoco_basic', 'torchmetrics_inputs', 'padilla_review_toy_cats']) {
    it(`COCO's twelve numbers of ${name} are those of pycocotools`, async () => {
      const document = record(json('detection', name, 'expected.json'));
      const expected = record(document[name === 'padilla_review_toy_cats' ? 'coco12_by_pycocotools_ids_from_1' : 'expected']);
      const truth = await setOf(json('detection', name, 'gt.json'));
      const found = await setOf(json('detection', name, 'dt.json'));
      for (const details of [false, true]) {
        const { numbers: values, classes } = evaluateCoco(truth, found, { type: 'bbox', details });
        for (const [key, value] of Object.entries(values)) {
          const stated = Number(expected[key]);
          if (stated === -1) assert.equal(value, null, key);
          else near(value, stated, 1e-9, key);
        }
        for (const [id, ap] of Object.entries(isRecord(document['per_category_AP']) ? document['per_category_AP'] : {})) {
          const row = truth.categories.findIndex((category) => String(category.id) === id);
          if (Number(ap) === -1) assert.equal(classes[row].ap, null);
          else near(classes[row].ap, Number(ap), 1e-9, `class ${id}`);
        }
      }
    });
  }

  it("Padilla's toy example has the AP that its authors state", async () => {
    const { expected } = record(json('detection', 'padilla_review_toy_cats', 'expected.json'));
    const truth = await setOf(json('detection', 'padilla_review_toy_cats', 'gt.json'));
    for (const file of ['dt.json', 'dt_full_coco_with_score.json']) {
      const found = await setOf(json('detection', 'padilla_review_toy_cats', file));
      for (const [key, iou] of [['iou_0_5', 0.5], ['iou_0_75', 0.75]] as const) {
        const stated = record(record(expected)[key]);
        for (const [protocol, ap] of [['voc2007', 'ap_11point'], ['voc2010', 'ap_all_point']] as const) {
          const { numbers: values } = evaluateVoc(truth, found, { protocol, iou, inclusive: true, heedsDifficult: false, details: true });
          near(values['mAP'], Number(stated[ap]), 1e-4, `${file} ${key} ${ap}`);
        }
      }
    }
  });

  it('IoU of rectangles', async () => {
    const document = record(json('reference', 'boxes', 'iou_2d.json'));
    const { boxes1_xyxy, boxes2_xyxy, iou, iou_inclusive_pixels_plus1 } = record(document['random8x8']);
    const [a, b] = await Promise.all([boxes1_xyxy, boxes2_xyxy].map((boxes) => resultsOf(fromCorners(table(boxes)), [])));
    for (const [coordinates, expected] of [['continuous', iou], ['inclusive', iou_inclusive_pixels_plus1]] as const) {
      const measured = boxOverlap(a, b, 'axis', coordinates);
      table(expected).forEach((row, i) => row.forEach((value, j) => near(measured.iou(i, j), value, 1e-9, `${coordinates} ${i} ${j}`)));
    }
    for (const stated of list(document['stated']).map(record)) {
      if (!stated['box1'] || stated['source']) continue;
      const [first, second] = await Promise.all([stated['box1'], stated['box2']].map((box) => resultsOf(fromCorners([numbers(box)]), [])));
      near(boxOverlap(first, second, 'axis').iou(0, 0), Number(stated['read_as_xyxy'] ?? 0), 1e-9, String(stated['name']));
    }
  });

  it('IoU of turned rectangles', async () => {
    for (const entry of list(record(json('reference', 'boxes', 'rotated_iou_2d.json'))['cases']).map(record)) {
      const isOpposite = String(entry['angle_direction']).includes('cy - s*x');
      const unit = entry['angle_unit'] === 'degree' ? Math.PI / 180 : 1;
      const turned = (boxes: unknown): Promise<DetectionSet> => rotatedResultsOf(table(boxes).map(([x, y, w, h, angle]) => [x, y, w, h, (isOpposite ? -1 : 1) * unit * angle]), []);
      const [a, b] = await Promise.all([turned(entry['boxes1']), turned(entry['boxes2'])]);
      const measured = boxOverlap(a, b, 'rotated');
      if (!entry['stated_iou'] && !entry['exact_shapely']) {
        assert.ok(measured.iou(0, 0) >= 0 && measured.iou(0, 0) <= 1, String(entry['name']));
        continue;
      }
      for (const [key, tolerance] of [['stated_iou', Number(entry['tolerance'])], ['exact_shapely', 1e-9]] as const) {
        if (!Array.isArray(entry[key])) continue;
        list(entry[key]).forEach((row, i) => (Array.isArray(row) ? numbers(row) : [Number(row)]).forEach((value, j) => near(measured.iou(i, Array.isArray(row) ? j : i), value, Math.max(tolerance, 1e-9), `${String(entry['name'])} ${key} ${i} ${j}`)));
      }
    }
  });

  it('IoU of upright boxes', async () => {
    for (const entry of list(record(json('reference', 'boxes', 'iou_3d_upright.json'))['cases']).map(record)) {
      const [a, b] = await Promise.all([entry['boxes1'], entry['boxes2']].map((boxes) => uprightResultsOf(table(boxes), [])));
      for (const measure of ['yaw3d', 'full3d'] as const) {
        const { iou } = boxOverlap(a, b, measure);
        if (entry['pairing'] === 'aligned') numbers(entry['exact_iou']).forEach((value, i) => near(iou(i, i), value, 1e-9, `${String(entry['name'])} ${measure} ${i}`));
        else table(entry['exact_iou']).forEach((row, i) => row.forEach((value, j) => near(iou(i, j), value, 1e-9, `${String(entry['name'])} ${measure} ${i} ${j}`)));
      }
    }
  });

  it('IoU of boxes turned in any way', () => {
    const document = record(json('reference', 'boxes', 'iou_3d_corners.json'));
    for (const entry of list(document['cases']).map(record)) {
      const { intersection, iou } = solidIou(table(entry['corners1']), table(entry['corners2']));
      // Corners that were printed with few digits do not lie in planes exactly, and a hull is not what six planes cut out.
      const tolerance = Math.max(1e-9, 1e-4 * Number(entry['exact_intersection']));
      near(intersection, Number(entry['exact_intersection']), tolerance, `${String(entry['name'])} intersection`);
      near(iou, Number(entry['exact_iou']), 1e-4, `${String(entry['name'])} IoU`);
    }
    const objectron = record(document['objectron']);
    const order = [0, 4, 6, 2, 1, 5, 7, 3];
    const boxes = (value: unknown): number[][][] => list(value).map(table).map((corners) => order.map((corner) => corners[corner]));
    table(objectron['exact_ious']).forEach((row, i) =>
      row.forEach((value, j) => near(solidIou(boxes(objectron['boxes1'])[i], boxes(objectron['boxes2'])[j]).iou, value, 1e-6, `objectron ${i} ${j}`)),
    );
    const zero = list(document['errors']).map(record).find(({ corners1 }) => corners1);
    assert.throws(() => solidIou(table(zero?.['corners1']), table(zero?.['corners2'])), RangeError);
  });

  it('suppression keeps what torchvision, mmcv and ONNX state', async () => {
    const document = record(json('reference', 'nms', 'nms.json'));
    for (const entry of list(document['cases']).map(record)) {
      // In float32, which torchvision computes with, the IoU of 1/3 is above its threshold.
      if (entry['name'] === 'iou_exactly_threshold') continue;
      const set = await resultsOf(fromCorners(table(entry['boxes_xyxy'])), numbers(entry['scores']));
      assert.deepEqual(keptByScore(set, { iou: Number(entry['iou_threshold']) }), numbers(entry['torchvision_keep']), String(entry['name']));
    }
    const rotated = record(document['rotated']);
    const turned = await rotatedResultsOf(table(rotated['boxes']), numbers(rotated['scores']), numbers(rotated['labels']));
    assert.deepEqual(keptByScore(turned, { iou: 0.5, measure: 'rotated', classAgnostic: true }), numbers(rotated['stated_keep_class_agnostic']));
    assert.deepEqual(keptByScore(turned, { iou: 0.5, measure: 'rotated' }), numbers(rotated['stated_keep_per_class']));
    const soft = record(document['soft']);
    const boxes = await resultsOf(fromCorners(table(soft['boxes_xyxy'])), numbers(soft['scores']));
    for (const kind of ['linear', 'gaussian'] as const) {
      const stated = record(record(soft['stated'])[kind]);
      const { scores } = suppress(boxes, { ...plain, iou: 0.3, score: 0.01, soft: kind, rank: boxes.scores ?? new Float64Array(4) });
      assert.deepEqual(keptByScore(boxes, { iou: 0.3, score: 0.01, soft: kind }), numbers(stated['keep']));
      numbers(stated['keep']).forEach((row, place) => near(scores?.[row] ?? null, numbers(stated['scores'])[place], 1e-6, kind));
    }
    for (const entry of list(record(json('reference', 'nms', 'onnx_nonmaxsuppression.json'))['cases']).map(record)) {
      const isCentred = record(entry['attrs'])['center_point_box'] === 1;
      const expected = table(entry['expected']);
      for (const [batch, rows] of list(entry['boxes']).entries()) {
        const flat = table(rows).map(([a, b, c, d]) => (isCentred ? [a - c / 2, b - d / 2, c, d] : [Math.min(b, d), Math.min(a, c), Math.abs(d - b), Math.abs(c - a)]));
        for (const [category, scores] of table(list(entry['scores'])[batch]).entries()) {
          const set = await resultsOf(flat, scores);
          const kept = keptByScore(set, { iou: numbers(entry['iou_threshold'])[0], score: numbers(entry['score_threshold'])[0] }).slice(0, numbers(entry['max_output_boxes_per_class'])[0]);
          assert.deepEqual(kept, expected.filter(([b, c]) => b === batch && c === category).map(([, , row]) => row), String(entry['name']));
        }
      }
    }
  });
});

(corpus ? describe : describe.skip)('hostile and odd files of detections', () => {
  for (const format of ['detection', 'bin']) {
    for (const { file, expect, what, facts } of corpus ? readMalformed(corpus, format) : []) {
      it(`${path.basename(file)}: ${what}`, async () => {
        const bytes = new Uint8Array(readFileSync(path.join(corpus ?? '', file)));
        const warnings: string[] = [];
        const memoryBefore = process.memoryUsage().arrayBuffers;
        const started = performance.now();
        const reading = Promise.resolve().then(() => chooseFormat(file, bytes.subarray(0, 4096)).read(new MemorySource(file, bytes), { options: {}, warn: (message) => warnings.push(message) }));
        const outcome = await reading.catch((error: unknown) => error);
        assert.ok(performance.now() - started < 2000 && process.memoryUsage().arrayBuffers - memoryBefore < 300e6);
        if (outcome instanceof FormatError) {
          assert.ok(expect === 'reject' || expect === 'nocrash', outcome.message);
          return;
        }
        assert.ok(isRecord(outcome) && expect !== 'reject', String(outcome));
        if (expect === 'warn') assert.ok(warnings.length > 0);
        if (expect === 'ok') assert.deepEqual(warnings, []);
        const stated = facts['boxes'] ?? facts['objects'] ?? facts['shapes'];
        if (stated !== undefined) assert.equal(outcome['count'], stated);
      });
    }
  }
});
