import { boxFlag, boxId, boxShape, cuboidStride, maskKind, type DetectionImage, type DetectionSet } from '../../model/detectionSet';
import { OperationError } from '../../model/errors';
import type { Model } from '../../model/model';

const encoder = new TextEncoder();
const rowsPerChunk = 2000;
const flagKeys: readonly (readonly [number, string])[] = [
  [boxFlag.difficult, 'difficult'],
  [boxFlag.ignore, 'ignore'],
  [boxFlag.truncated, 'truncated'],
  [boxFlag.occluded, 'occluded'],
];

/**
 * Writes detections as JSON: a list of results where they were read from one, otherwise images, annotations and
 * categories as COCO has them, with `bbox3d` and `angle` where there are such boxes. Numbers are written so that they
 * read back as the same.
 *
 * @throws OperationError for a model that holds no detections
 */
export function* writeCoco(model: Model): Generator<Uint8Array<ArrayBuffer>> {
  if (model.kind !== 'detections') throw new OperationError('This JSON holds detections alone. Choose another extension.');
  if (model.layout === 'results') {
    yield* writeBoxes(model, '[', ']\n');
    return;
  }
  const images = model.images.map((image) => JSON.stringify(imageOf(image)));
  const categories = model.categories.map(({ id, name, supercategory }) => JSON.stringify({ id, name, ...(supercategory === null ? {} : { supercategory }) }));
  const up = model.up === 'z' ? '' : `"up":"${model.up}",\n`;
  yield encoder.encode(`{${up}"images":[${images.join(',\n')}],\n`);
  yield* writeBoxes(model, '"annotations":[', '],\n');
  yield encoder.encode(`"categories":[${categories.join(',\n')}]}\n`);
}

/** What a file loses that was read from another format or holds keys that nobody knows. */
export function cocoLosses(model: Model): readonly string[] {
  if (model.kind !== 'detections') return [];
  const names = [...model.unread.keys()];
  return names.length === 0 ? [] : [`Not kept of the boxes: ${names.slice(0, 8).map((name) => JSON.stringify(name)).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}.`];
}

function imageOf({ id, picture, cloud, width, height, calibration }: DetectionImage): object {
  return {
    id,
    ...(picture === null ? {} : { file_name: picture }),
    ...(cloud === null ? {} : { cloud }),
    ...(width === null ? {} : { width }),
    ...(height === null ? {} : { height }),
    ...(calibration ? { calibration } : {}),
  };
}

function* writeBoxes(set: DetectionSet, opening: string, closing: string): Generator<Uint8Array<ArrayBuffer>> {
  let text = opening;
  for (let row = 0; row < set.count; row++) {
    if (row > 0) text += ',\n';
    text += JSON.stringify(boxOf(set, row));
    if (row % rowsPerChunk === rowsPerChunk - 1) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(text + closing);
}

function boxOf(set: DetectionSet, row: number): Record<string, unknown> {
  const box = new Map<string, unknown>();
  const id = boxId(set, row);
  if (id !== null) box.set('id', id);
  box.set('image_id', set.images[set.image[row]].id);
  box.set('category_id', set.categories[set.category[row]].id);
  const shape = set.shapes[row];
  if ((shape & boxShape.rectangle) !== 0) box.set('bbox', [...set.rectangles.subarray(4 * row, 4 * row + 4)]);
  if ((shape & boxShape.rotated) !== 0 && set.angles) box.set('angle', set.angles[row]);
  if ((shape & boxShape.cuboid) !== 0 && set.cuboids) {
    const values = [...set.cuboids.subarray(cuboidStride * row, cuboidStride * (row + 1))];
    box.set('bbox3d', { center: values.slice(0, 3), size: values.slice(3, 6), quaternion: values.slice(6) });
  }
  if ((shape & boxShape.mask) !== 0) box.set('segmentation', maskOf(set, row));
  if (set.areas && !Number.isNaN(set.areas[row])) box.set('area', set.areas[row]);
  if (set.layout === 'dataset') box.set('iscrowd', (set.flags[row] & boxFlag.crowd) === 0 ? 0 : 1);
  for (const [flag, key] of flagKeys) if ((set.flags[row] & flag) !== 0) box.set(key, 1);
  if (set.scores && !Number.isNaN(set.scores[row])) box.set('score', set.scores[row]);
  for (const { name, components, data } of set.attributes) {
    const values = Array.from(data.subarray(components * row, components * (row + 1)), Number);
    if (!values.every(Number.isFinite)) continue;
    box.set(name, components === 1 ? values[0] : values);
  }
  return Object.fromEntries(box);
}

function maskOf({ masks }: DetectionSet, row: number): unknown {
  if (!masks) return [];
  if (masks.kinds[row] === maskKind.runs) {
    return { size: [masks.sizes[2 * row], masks.sizes[2 * row + 1]], counts: [...masks.runs.subarray(masks.runOffsets[row], masks.runOffsets[row + 1])] };
  }
  const rings: number[][] = [];
  for (let ring = masks.rings[row]; ring < masks.rings[row + 1]; ring++) rings.push([...masks.coordinates.subarray(masks.ringOffsets[ring], masks.ringOffsets[ring + 1])]);
  return rings;
}
