import assert from 'node:assert/strict';
import { setOf } from '../detection/detectionSets';
import { writeCoco } from '../../../src/formats/coco/write';
import { selectBoxes } from '../../../src/detection/selectBoxes';
import type { DetectionSet } from '../../../src/model/detectionSet';
import type { Model } from '../../../src/model/model';
import { operations } from '../../../src/operations/registry';
import { checkRequest } from '../../../src/operations/request';
import type { OperationContext, OperationResult } from '../../../src/operations/operation';
import { OperationError } from '../../../src/model/errors';
import { cloud, context } from './pointModels';

async function run(id: string, models: readonly Model[], options: Readonly<Record<string, unknown>> = {}, more: Partial<OperationContext> = {}): Promise<OperationResult> {
  const operation = operations.find(({ descriptor }) => descriptor.id === id);
  assert.ok(operation, id);
  const inputs = models.map((model, place) => ({ file: `${place}.json`, model }));
  const values = checkRequest({ files: inputs, options, keepModels: true }, operation.descriptor);
  return (await operation.load()).run(inputs, values, context(more));
}

const refused = async (id: string, models: readonly Model[], options: Readonly<Record<string, unknown>>, pattern: RegExp): Promise<void> => {
  await assert.rejects(run(id, models, options), (error) => error instanceof OperationError && pattern.test(error.message));
};

const truthOf = (): Promise<DetectionSet> =>
  setOf({
    images: [{ id: 1, width: 64, height: 64 }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], area: 100 }, { id: 2, image_id: 1, category_id: 1, bbox: [30, 30, 16, 16], area: 256 }],
    categories: [{ id: 1, name: 'cat' }, { id: 2, name: 'dog' }],
  });
const foundOf = (): Promise<DetectionSet> =>
  setOf([
    { image_id: 1, category_id: 1, bbox: [0, 0, 10, 9], score: 0.5, quality: 2 },
    { image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], score: 0.4, quality: 3 },
    { image_id: 1, category_id: 1, bbox: [50, 50, 10, 10], score: 0.3, quality: 1 },
  ]);

describe('operations on detections', () => {
  it('iou: a row a box of A, a column a box of B', async () => {
    const { numbers, tables } = await run('iou', [await foundOf(), await truthOf()], { above: 0.5 });
    assert.deepEqual(tables?.[0].rows, [[0.9, 0], [1, 0], [0, 0]]);
    assert.deepEqual(numbers, { pairs: 6, overlapping: 2, above: 2, largest: 1 });
    await refused('iou', [await foundOf(), await truthOf()], { boxes: 'yaw3d' }, /expected boxes in space/);
    await refused('iou', [await foundOf(), await truthOf()], { boxes: 'rotated', coordinates: 'inclusive' }, /--boxes axis alone/);
  });

  it('nms: counts, keeps the shape of the input, ranks by another number', async () => {
    const { numbers, models } = await run('nms', [await foundOf()]);
    assert.deepEqual(numbers, { kept: 2, removed: 1 });
    const kept = models?.[0].model;
    assert.ok(kept?.kind === 'detections');
    const text = [...writeCoco(kept)].map((chunk) => new TextDecoder().decode(chunk)).join('');
    assert.deepEqual(JSON.parse(text), [{ image_id: 1, category_id: 1, bbox: [0, 0, 10, 9], score: 0.5, quality: 2 }, { image_id: 1, category_id: 1, bbox: [50, 50, 10, 10], score: 0.3, quality: 1 }]);
    const ranked = (await run('nms', [await foundOf()], { 'rank-by': 'quality' })).models?.[0].model;
    assert.ok(ranked?.kind === 'detections');
    assert.deepEqual([...ranked.rectangles], [0, 0, 10, 10, 50, 50, 10, 10]);
    await refused('nms', [await foundOf()], { 'rank-by': 'beauty' }, /score, quality/);
    await refused('nms', [await truthOf()], {}, /expected boxes with scores/);
  });

  it('evaluate: the names of the contract, and what a protocol does not have is refused', async () => {
    const models = [await truthOf(), await foundOf()];
    const voc = await run('evaluate', models);
    assert.deepEqual(Object.keys(voc.numbers), ['mAP']);
    assert.deepEqual(voc.tables?.[0].columns, ['class', 'ap', 'truths', 'detections', 'truePositives', 'falsePositives']);
    assert.deepEqual(voc.tables?.[0].rows, [['cat', 6 / 11, 2, 3, 1, 2], ['dog', null, 0, 0, 0, 0]]);
    assert.ok(voc.warnings?.some((warning) => warning.includes('dog')));
    assert.equal(voc.evaluation, undefined);
    const coco = await run('evaluate', models, { protocol: 'coco' }, { keepEvaluation: true });
    assert.deepEqual(Object.keys(coco.numbers), ['AP', 'AP50', 'AP75', 'APs', 'APm', 'APl', 'AR1', 'AR10', 'AR100', 'ARs', 'ARm', 'ARl']);
    assert.equal(coco.evaluation?.evaluation.verdicts.length, 10);
    await refused('evaluate', models, { protocol: 'coco', iou: 0.5 }, /--iou has no meaning for coco/);
    await refused('evaluate', models, { protocol: 'kitti' }, /kitti/);
    await refused('evaluate', [...models].reverse(), {}, /exchanged/);
    await refused('evaluate', models, { protocol: 'coco', type: 'segm' }, /expected masks/);
  });

  it('proposals: recall against their number', async () => {
    const { numbers, tables } = await run('proposals', [await truthOf(), await foundOf()], { iou: 0.95 });
    assert.deepEqual(numbers, { recall100: 0.5, recall300: 0.5, recall1000: 0.5, recall2000: 0.5 });
    assert.deepEqual(tables?.[0].rows.slice(0, 2), [[1, 0], [2, 0.5]]);
  });

  it('anchors: positive, negative, ignored and recall', async () => {
    // Cells of 16 have their centres at 8, 24, 40, 56; the second truth is the anchor at 40 but for 2 pixels each way.
    const { numbers } = await run('anchors', [await truthOf()], { scales: '16', ratios: '1', positive: 0.6 });
    assert.deepEqual([numbers['anchors'], numbers['recall']], [16, 0.5]);
    assert.equal(Number(numbers['positive']) + Number(numbers['negative']) + Number(numbers['ignored']), 16);
    assert.equal(numbers['positive'], 2);
    await refused('anchors', [await truthOf()], { scales: '16,x' }, /numbers above 0/);
  });

  it('label-iou: per label, mean, accuracy and confusion', async () => {
    const labelled = (labels: readonly number[]): Model => cloud(labels.flatMap(() => [0, 0, 0]), [{ kind: 'values', name: 'label', type: 'int32', components: 1, data: Int32Array.from(labels) }]);
    const { numbers, tables } = await run('label-iou', [labelled([1, 1, 2, 2]), labelled([1, 2, 2, 5])]);
    assert.deepEqual(numbers, { meanIoU: (1 / 2 + 1 / 3 + 0) / 3, accuracy: 0.5 });
    assert.deepEqual(tables?.[1].rows, [[1, 1, 0, 0], [2, 1, 1, 0], [5, 0, 1, 0]]);
    await refused('label-iou', [labelled([1]), labelled([1, 2])], {}, /same points/);
    await refused('label-iou', [labelled([1]), labelled([1])], { label: 'class' }, /found label/);
  });

  it('frustum: what a camera sees through a rectangle', async () => {
    const points = cloud([0, 0, 5, 1, 0, 5, 0, 0, -5, 0, 0, 50, 2, 0, 5, NaN, 0, 5]);
    const camera = { fx: 100, cx: 50, cy: 50 };
    const { numbers, models } = await run('frustum', [points], { box: '40,40,70,60', ...camera, far: 20 });
    assert.deepEqual(numbers, { points: 2 });
    const inside = models?.[0].model;
    assert.ok(inside?.kind === 'pointCloud');
    assert.deepEqual([...inside.positions.data], [0, 0, 5, 1, 0, 5]);
    await refused('frustum', [points], { box: '70,40,40,60', ...camera }, /x1 <= x2/);
    await refused('frustum', [points], { box: '1,2,3,4' }, /needs a camera/);
    // KITTI's scanner looks along x, its camera along z.
    const readText = (): Promise<string> => Promise.resolve('P2: 100 0 50 0 0 100 50 0 0 0 1 0\nR0_rect: 1 0 0 0 1 0 0 0 1\nTr_velo_to_cam: 0 -1 0 0 0 0 -1 0 1 0 0 0\n');
    assert.deepEqual((await run('frustum', [cloud([5, 0, 0, 0, 0, 5])], { box: '40,40,70,60', calibration: 'calib.txt' }, { readText })).numbers, { points: 1 });
    // The same camera as one matrix: P2 times the way from the scanner to the camera.
    const projection = '50,-100,0,0,50,0,-100,0,1,0,0,0';
    const byMatrix = await run('frustum', [cloud([5, 0, 0, 0, 0, 5])], { box: '40,40,70,60', projection });
    assert.deepEqual(byMatrix.numbers, { points: 1 });
    await refused('frustum', [points], { box: '1,2,3,4', projection: '1,2,3' }, /12 numbers/);
    await refused('frustum', [points], { box: '1,2,3,4', projection, fx: 100 }, /leave --calibration/);
  });

  it('selects boxes with their masks, ids and numbers', async () => {
    const set = await setOf({
      images: [{ id: 1, width: 4, height: 4 }],
      annotations: [
        { id: 'a', image_id: 1, category_id: 1, bbox: [0, 0, 1, 1], segmentation: { size: [4, 4], counts: [4, 12] } },
        { id: 7, image_id: 1, category_id: 1, segmentation: [[0, 0, 1, 0, 1, 1], [2, 2, 3, 2, 3, 3]], bbox3d: { center: [1, 2, 3], size: [1, 1, 1] } },
        { id: 'c', image_id: 1, category_id: 1, bbox: [1, 1, 1, 1], angle: 0.5, score: 0.25, iscrowd: 1 },
      ],
      categories: [{ id: 1, name: 'x' }],
    });
    const text = (chosen: DetectionSet): unknown => JSON.parse([...writeCoco(chosen)].map((chunk) => new TextDecoder().decode(chunk)).join(''));
    const whole = text(set);
    const again = text(await setOf(whole));
    assert.deepEqual(again, whole);
    const turned = text(selectBoxes(selectBoxes(set, Uint32Array.of(2, 1, 0)), Uint32Array.of(2, 1, 0)));
    assert.deepEqual(turned, whole);
  });
});
