import type { ImageBoxes } from '../../src/compute/detections/detectionProtocol';
import { cuboidCorners } from '../../src/detection/cuboidCorners';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { boxShape } from '../../src/model/detectionSet';
import { moved, type Frame } from './boxFrames';

/** How far the arrow of the heading reaches beyond the box, in lengths of the box. */
const arrow = 0.35;

export function hasCuboid(boxes: ImageBoxes, index: number): boolean {
  return boxes.cuboids !== null && (boxes.shapes[index] & boxShape.cuboid) !== 0 && Number.isFinite(boxes.cuboids[10 * index] + boxes.cuboids[10 * index + 3]);
}

/** The eight corners of a cuboid in a frame. */
export function cornersIn(boxes: ImageBoxes, index: number, frame: Frame): Vector3[] {
  const corners = new Float64Array(24);
  if (boxes.cuboids) cuboidCorners(boxes.cuboids, index, corners);
  return Array.from({ length: 8 }, (_, corner) => moved([corners[3 * corner], corners[3 * corner + 1], corners[3 * corner + 2]], frame));
}

const middle = (points: readonly Vector3[]): Vector3 => {
  const sum = (axis: 0 | 1 | 2): number => points.reduce((total, point) => total + point[axis], 0) / points.length;
  return [sum(0), sum(1), sum(2)];
};

/** Where the arrow of a heading begins and ends, of the corners of a cuboid. */
export function headingOf(corners: readonly Vector3[]): readonly [Vector3, Vector3] {
  const centre = middle(corners);
  const front = middle([corners[1], corners[2], corners[6], corners[5]]);
  const beyond = (axis: 0 | 1 | 2): number => front[axis] + 2 * arrow * (front[axis] - centre[axis]);
  return [front, [beyond(0), beyond(1), beyond(2)]];
}

/** Bounds of points; null when there is none. */
export function boundsOfPoints(points: readonly Vector3[]): Bounds | null {
  if (points.length === 0) return null;
  const least = (axis: 0 | 1 | 2): number => points.reduce((min, point) => Math.min(min, point[axis]), Infinity);
  const most = (axis: 0 | 1 | 2): number => points.reduce((max, point) => Math.max(max, point[axis]), -Infinity);
  return { min: [least(0), least(1), least(2)], max: [most(0), most(1), most(2)] };
}
