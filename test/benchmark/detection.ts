import assert from 'node:assert/strict';
import os from 'node:os';
import { evaluateCoco } from '../../src/detection/evaluation/cocoEvaluation';
import { boxOverlap } from '../../src/detection/iou/boxOverlap';
import { suppress } from '../../src/detection/suppression/suppress';
import { MemorySource } from '../../src/formats/byteSource';
import { cocoFormat } from '../../src/formats/coco/coco';
import { Random } from '../../src/geometry/random';
import type { DetectionSet } from '../../src/model/detectionSet';
import type { Benchmark } from './support/benchmark';

/** As many as COCO's val2017 has. */
const images = 5000;
const truths = 36_781;
const perImage = 100;
const classes = 80;

async function read(text: string): Promise<DetectionSet> {
  const model = await cocoFormat.read(new MemorySource('boxes.json', new TextEncoder().encode(text)), { options: {}, warn: () => undefined });
  assert.ok(model.kind === 'detections');
  return model;
}

/** Annotations and results of val2017's size: truths of all sizes, detections near most of them and strays besides. */
function makeFiles(): { truth: string; results: string } {
  const random = new Random(17);
  const whole = (below: number): number => Math.floor(below * random.uniform());
  const annotations: string[] = [];
  const results: string[] = [];
  const places: { image: number; category: number; bbox: number[] }[] = [];
  for (let row = 0; row < truths; row++) {
    const side = [16, 60, 200][whole(3)] * (0.5 + random.uniform());
    const bbox = [560 * random.uniform(), 400 * random.uniform(), side, side * (0.5 + random.uniform())].map((value) => Math.round(100 * value) / 100);
    const place = { image: whole(images), category: 1 + whole(classes), bbox };
    places.push(place);
    annotations.push(`{"area":${bbox[2] * bbox[3] * 0.7},"iscrowd":${whole(80) === 0 ? 1 : 0},"image_id":${place.image},"bbox":${JSON.stringify(bbox)},"category_id":${place.category},"id":${row + 1}}`);
  }
  const byImage: (typeof places)[] = Array.from({ length: images }, () => []);
  for (const place of places) byImage[place.image].push(place);
  for (let image = 0; image < images; image++) {
    for (let found = 0; found < perImage; found++) {
      const near = found < 40 && byImage[image].length > 0 ? byImage[image][found % byImage[image].length] : null;
      const bbox = near ? near.bbox.map((value) => value + 0.2 * near.bbox[2] * (random.uniform() - 0.5)) : [560 * random.uniform(), 400 * random.uniform(), 10 + 200 * random.uniform(), 10 + 200 * random.uniform()];
      // Float32 numbers as networks give them, with all the digits that Python prints.
      const digits = bbox.map((value) => Math.fround(value));
      results.push(`{"image_id": ${image}, "category_id": ${near && found < 30 ? near.category : 1 + whole(classes)}, "bbox": [${digits.join(', ')}], "score": ${Math.fround(random.uniform())}}`);
    }
  }
  const categories = Array.from({ length: classes }, (_, id) => `{"id":${id + 1},"name":"class ${id + 1}"}`);
  const pictures = Array.from({ length: images }, (_, id) => `{"id":${id},"width":640,"height":480,"file_name":"${String(id).padStart(12, '0')}.jpg"}`);
  return { truth: `{"images":[${pictures.join(',')}],"annotations":[${annotations.join(',')}],"categories":[${categories.join(',')}]}`, results: `[${results.join(', ')}]` };
}

function makeProposals(count: number, seed: number, perPicture: number): string {
  const random = new Random(seed);
  return JSON.stringify(
    Array.from({ length: count }, (_, row) => ({
      image_id: Math.floor(row / perPicture),
      category_id: 1,
      bbox: [600 * random.uniform(), 400 * random.uniform(), 20 + 100 * random.uniform(), 20 + 100 * random.uniform()],
      score: random.uniform(),
    })),
  );
}

/** Reading and evaluating at val2017's size, suppression, and the IoU of every pair. */
export const benchmark: Benchmark = {
  title: 'Detections',
  async run(context) {
    const files = makeFiles();
    const megabytes = (files.truth.length + files.results.length) / 1e6;
    context.note(`Annotations and results have ${megabytes.toFixed(1)} MB of JSON.`);
    const started = process.cpuUsage();
    let runs = 0;
    const evaluated = async (): Promise<void> => {
      runs++;
      const [truth, found] = [await read(files.truth), await read(files.results)];
      const { numbers } = evaluateCoco(truth, found, { type: 'bbox', details: false });
      assert.ok(numbers['AP'] !== null && numbers['AP'] > 0);
    };
    await context.measure(`COCO boxes, ${images} images, ${truths} truths, ${images * perImage} detections, reading included`, evaluated, { runs: 3 });
    const used = process.cpuUsage(started);
    context.record('processor time of one such run', 's', [(used.user + used.system) / 1e6 / runs]);
    await context.measure('reading alone', async () => [await read(files.truth), await read(files.results)], { runs: 3, amount: { count: megabytes, unit: 'MB' } });
    await context.measure('JSON.parse of the same', () => [JSON.parse(files.truth), JSON.parse(files.results)] as unknown[], { runs: 3, amount: { count: megabytes, unit: 'MB' } });
    for (const [count, perPicture] of [[5000, 5000], [100_000, 100]] as const) {
      const set = await read(makeProposals(count, 3, perPicture));
      const rank = set.scores ?? new Float64Array(0);
      for (const iou of [0.5, 0.95]) {
        let kept = 0;
        await context.measure(`NMS of ${count} boxes of ${count / perPicture} images, IoU ${iou}`, () => {
          kept = suppress(set, { iou, score: 0, classAgnostic: false, soft: 'none', sigma: 0.5, measure: 'axis', rank }).keptCount;
        }, { runs: 15, warmups: 5 });
        context.note(`${kept} of ${count} boxes are kept at IoU ${iou}.`);
      }
    }
    const pairs = await read(makeProposals(3000, 5, 3000));
    const { iou } = boxOverlap(pairs, pairs, 'axis');
    await context.measure('IoU of 3000 x 3000 boxes', () => {
      let sum = 0;
      for (let a = 0; a < pairs.count; a++) for (let b = 0; b < pairs.count; b++) sum += iou(a, b);
      assert.ok(sum > 0);
    }, { amount: { count: 9, unit: 'million pairs' } });
    context.note(`Load average over the last minute at the end: ${os.loadavg()[0].toFixed(2)}.`);
  },
};
