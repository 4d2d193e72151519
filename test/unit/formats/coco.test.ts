import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../src/formats/byteSource';
import { cocoFormat } from '../../../src/formats/coco/coco';
import { boxFlag, boxId, boxShape, maskKind, type DetectionSet } from '../../../src/model/detectionSet';
import { FormatError } from '../../../src/model/errors';

async function read(text: string | MemorySource, limit?: number): Promise<{ set: DetectionSet; warnings: string[] }> {
  const warnings: string[] = [];
  const source = typeof text === 'string' ? new MemorySource('boxes.json', new TextEncoder().encode(text)) : text;
  const model = await cocoFormat.read(source, { options: limit === undefined ? {} : { limit }, warn: (message) => warnings.push(message) });
  assert.ok(model.kind === 'detections');
  return { set: model, warnings };
}

async function refusal(text: string): Promise<FormatError> {
  try {
    await read(text);
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'was read' });
}

const dataset = {
  images: [{ id: 7, file_name: 'a.jpg', width: 100, height: 80 }, { id: 'b', file_name: 'b.jpg' }],
  annotations: [
    { id: 1, image_id: 7, category_id: 3, bbox: [10, 20, 30.5, 40], area: 400, iscrowd: 1, segmentation: { size: [2, 3], counts: [1, 2, 3] } },
    { id: 'x', image_id: 'b', category_id: 4, bbox: [0, 0, 1, 1], segmentation: [[0, 0, 1, 0, 1, 1], [2, 2, 3, 2, 3, 3, 2, 3]], difficult: true, kept: 2.5, note: 'not kept' },
    { image_id: 7, category_id: 3, bbox3d: { center: [1, 2, 3], size: [4, 5, 6], yaw: Math.PI / 2 } },
  ],
  categories: [{ id: 3, name: 'cat', supercategory: 'animal' }, { id: 4, name: '__proto__' }],
};

describe('COCO and our own JSON', () => {
  it('reads images, categories, boxes, masks, flags, ids and numbers of the file\'s own', async () => {
    const { set, warnings } = await read(JSON.stringify(dataset));
    assert.deepEqual(warnings, []);
    assert.deepEqual(set.images.map(({ id, picture, width, height, declared }) => [id, picture, width, height, declared]), [[7, 'a.jpg', 100, 80, true], ['b', 'b.jpg', null, null, true]]);
    assert.deepEqual(set.categories.map(({ name }) => name), ['cat', '__proto__']);
    assert.deepEqual([...set.image], [0, 1, 0]);
    assert.deepEqual([...set.category], [0, 1, 0]);
    assert.deepEqual([...set.rectangles.subarray(0, 8)], [10, 20, 30.5, 40, 0, 0, 1, 1]);
    assert.deepEqual([...set.shapes], [boxShape.rectangle | boxShape.mask, boxShape.rectangle | boxShape.mask, boxShape.cuboid]);
    assert.deepEqual([...set.flags], [boxFlag.crowd, boxFlag.difficult, 0]);
    assert.deepEqual([0, 1, 2].map((row) => boxId(set, row)), [1, 'x', null]);
    assert.ok(set.masks && set.cuboids && set.areas);
    assert.deepEqual([...set.masks.kinds], [maskKind.runs, maskKind.polygons, maskKind.none]);
    assert.deepEqual([...set.masks.runs], [1, 2, 3]);
    assert.deepEqual([...set.masks.rings], [0, 0, 2, 2]);
    assert.deepEqual([...set.masks.ringOffsets], [0, 6, 14]);
    assert.deepEqual([...set.areas], [400, NaN, NaN]);
    assert.deepEqual([...set.cuboids.subarray(20, 26)], [1, 2, 3, 4, 5, 6]);
    assert.ok(Math.abs(set.cuboids[29] - Math.SQRT1_2) < 1e-15);
    assert.deepEqual(set.attributes.map(({ name, data }) => [name, Number(data[1])]), [['kept', 2.5]]);
    assert.deepEqual([...set.unread], [['note', 1]]);
    assert.equal(set.role, 'truth');
    assert.ok(set.bounds && Math.abs(set.bounds.max[0] - 3.5) < 1e-12 && Math.abs(set.bounds.max[1] - 4) < 1e-12);
  });

  it('reads the lists in any order, with declared images first', async () => {
    const { images, annotations, categories } = dataset;
    const { set } = await read(JSON.stringify({ annotations: [...annotations].reverse(), categories, images }));
    assert.deepEqual(set.images.map(({ id }) => id), [7, 'b']);
    assert.deepEqual([...set.image], [0, 1, 0]);
  });

  it('takes a number and its text for one id, and says so', async () => {
    const { set, warnings } = await read('[{"image_id":1,"category_id":"2","bbox":[0,0,1,1],"score":0.5},{"image_id":3,"category_id":2,"bbox":[0,0,1,1],"score":0.5},{"image_id":"1","category_id":2,"bbox":[0,0,1,1],"score":0.5}]');
    assert.deepEqual([...set.image], [0, 1, 0]);
    assert.equal(set.categories.length, 1);
    assert.equal(warnings.length, 2);
    assert.equal(set.role, 'detections');
  });

  it('reads turned boxes of five numbers as Detectron2 writes them', async () => {
    const { set } = await read('[{"image_id":1,"category_id":1,"bbox":[50,40,20,10,90],"score":1}]');
    assert.deepEqual([...set.rectangles], [40, 35, 20, 10]);
    assert.ok(set.angles);
    assert.equal(set.angles[0], -Math.PI / 2);
  });

  it('counts what it cannot use, with the place of the first', async () => {
    const { set, warnings } = await read('[{"image_id":1,"category_id":1,"bbox":[1,2,3],"score":1},{"bbox":[0,0,0,5],"score":null},{"image_id":1,"category_id":1,"bbox":["1","2","3","4"]}]');
    assert.equal(set.count, 3);
    const text = warnings.join('\n');
    for (const part of ['1 box is not made of 4 numbers', 'at [0].bbox', '1 box names no image', '1 box has no area (at [1])', '4 numbers are written as texts', '2 of 3 boxes have no score']) assert.ok(text.includes(part), `${part}: ${text}`);
  });

  it('refuses with the path inside the document', async () => {
    const nan = await refusal('{"annotations":[{"id":1,"bbox":[NaN,1,2,3]}],"images":[],"categories":[]}');
    assert.match(nan.message, /annotations\[0\]\.bbox \(byte 32\).*NaN, which Python writes/);
    assert.match((await refusal('{"annotations":[{"bbox":[1,2')).message, /cut off/);
    assert.match((await refusal('{"a":1}')).message, /not a detection file/);
    assert.match((await refusal('[1]')).message, /a box as an object/);
    assert.match((await refusal(`{"annotations":${'['.repeat(1000)}`)).message, /expected/);
    assert.match((await refusal(`{"x":${'['.repeat(1000)}`)).message, /within each other/);
    assert.match((await refusal('[{"image_id":1,"segmentation":{"size":[2,2],"counts":[3,3]}}]')).message, /add up to 2 x 2/);
    assert.match((await refusal('{"images":[]}{}')).message, /end of the file/);
  });

  it('reads the same wherever a slice of the file ends', async () => {
    const rest = JSON.stringify({ ...dataset, info: { text: 'ü"\\' } }).slice(1);
    const bytes = new TextEncoder().encode(rest);
    const whole = (await read(`{${rest}`)).set;
    const firstSlice = 2 * 1024 * 1024;
    for (let within = 0; within < bytes.length; within += 5) {
      const padded = new Uint8Array(firstSlice - within + bytes.length).fill(32);
      padded[0] = 123;
      padded.set(bytes, firstSlice - within);
      const { set, warnings } = await read(new MemorySource('boxes.json', padded));
      assert.deepEqual({ set, warnings }, { set: whole, warnings: [] }, `cut after ${within} bytes`);
    }
  });

  it('reads every number as JSON.parse does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }), async (bbox) => {
        const { set } = await read(JSON.stringify([{ image_id: 1, category_id: 1, bbox, score: 0.1 }]));
        const expected = JSON.parse(JSON.stringify(bbox)) as number[];
        assert.ok(expected.every((value, at) => set.rectangles[at] === value), JSON.stringify(bbox));
      }),
    );
    for (const text of ['0', '-0', '0.1', '1e5', '1E-5', '123456789012345678', '0.12345678901234567', '412.79998779296875', '5e-324', '1.7976931348623157e308', '0.000000000000000000001', '100000000000000000000000', '9007199254740993', '0e0']) {
      const { set } = await read(`[{"image_id":1,"category_id":1,"bbox":[${text},0,1,1],"score":0.1}]`);
      assert.equal(set.rectangles[0], Number(text), text);
    }
  });

  it('heeds the limit', async () => {
    await assert.rejects(read(JSON.stringify(dataset), 1000), FormatError);
  });
});
