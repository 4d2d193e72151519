import assert from 'node:assert/strict';
import { MemorySource } from '../../../src/formats/byteSource';
import { cocoFormat } from '../../../src/formats/coco/coco';
import type { DetectionSet } from '../../../src/model/detectionSet';

/** A set as the reader makes it of a JSON value. */
export async function setOf(value: unknown, name = 'boxes.json'): Promise<DetectionSet> {
  const model = await cocoFormat.read(new MemorySource(name, new TextEncoder().encode(JSON.stringify(value))), { options: {}, warn: () => undefined });
  assert.ok(model.kind === 'detections');
  return model;
}

/** Results on one image: x, y, width, height each. */
export function resultsOf(boxes: readonly (readonly number[])[], scores: readonly number[], categories?: readonly number[]): Promise<DetectionSet> {
  return setOf(boxes.map((bbox, row) => ({ image_id: 1, category_id: categories?.[row] ?? 1, bbox, score: scores[row] })));
}

/** Centre x, y, width, height, angle in radians from x toward y. */
export function rotatedResultsOf(boxes: readonly (readonly number[])[], scores: readonly number[], categories?: readonly number[]): Promise<DetectionSet> {
  return setOf(boxes.map(([x, y, w, h, angle], row) => ({ image_id: 1, category_id: categories?.[row] ?? 1, bbox: [x - w / 2, y - h / 2, w, h], angle, score: scores[row] })));
}

/** Centre x, y, z, sizes dx, dy, dz, yaw. */
export function uprightResultsOf(boxes: readonly (readonly number[])[], scores: readonly number[]): Promise<DetectionSet> {
  return setOf(boxes.map((bbox3d, row) => ({ image_id: 1, category_id: 1, bbox3d, score: scores[row] })));
}

/** From two corners each. */
export function fromCorners(boxes: readonly (readonly number[])[]): number[][] {
  return boxes.map(([left, top, right, bottom]) => [left, top, right - left, bottom - top]);
}
