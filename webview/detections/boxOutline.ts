import type { ImageBoxes } from '../../src/compute/detections/detectionProtocol';
import { cuboidCorners } from '../../src/detection/cuboidCorners';
import { boxShape } from '../../src/model/detectionSet';

/** A place in the picture, in its pixels. */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

/** Lines of a box in the picture: one closed outline of a rectangle, or the edges of a cuboid as a camera sees it. */
export interface BoxOutline {
  /** Corners in turn; the outline is closed. */
  readonly corners: readonly PicturePoint[];
  /** Further lines: the other edges of a cuboid, and the cross on the side that it heads to. */
  readonly lines: readonly (readonly [PicturePoint, PicturePoint])[];
}

/** What of a box is drawn in its picture; null where it has no place there. */
export function boxOutline(boxes: ImageBoxes, index: number): BoxOutline | null {
  const shape = boxes.shapes[index];
  if ((shape & boxShape.cuboid) !== 0 && boxes.calibration) {
    const seen = projectedCuboid(boxes, index, boxes.calibration.projection);
    if (seen) return seen;
  }
  if ((shape & boxShape.rectangle) === 0) return null;
  const [x, y, width, height] = boxes.rectangles.subarray(4 * index, 4 * index + 4);
  if (![x, y, width, height].every(Number.isFinite)) return null;
  const angle = (shape & boxShape.rotated) !== 0 && boxes.angles ? boxes.angles[index] : 0;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const corner = (u: number, v: number): PicturePoint => ({
    x: x + width / 2 + cos * u * (width / 2) - sin * v * (height / 2),
    y: y + height / 2 + sin * u * (width / 2) + cos * v * (height / 2),
  });
  if (angle === 0) {
    return { corners: [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }], lines: [] };
  }
  return { corners: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)], lines: [] };
}

/** Pairs of corners that an edge joins, as `cuboidCorners` numbers them; those of the side that a cuboid heads to are 1, 2, 6, 5. */
export const cuboidEdges = [
  [0, 1], [1, 2], [2, 3], [3, 0],
  [4, 5], [5, 6], [6, 7], [7, 4],
  [0, 4], [1, 5], [2, 6], [3, 7],
] as const;
const headingSide = [1, 2, 6, 5] as const;

/** A cuboid as the camera sees it; null where a corner lies behind the camera. */
function projectedCuboid(boxes: ImageBoxes, index: number, projection: readonly number[]): BoxOutline | null {
  if (!boxes.cuboids) return null;
  const corners = new Float64Array(24);
  cuboidCorners(boxes.cuboids, index, corners);
  const seen: PicturePoint[] = [];
  for (let corner = 0; corner < 8; corner++) {
    const [x, y, z] = corners.subarray(3 * corner, 3 * corner + 3);
    const along = (row: number): number => projection[4 * row] * x + projection[4 * row + 1] * y + projection[4 * row + 2] * z + projection[4 * row + 3];
    const depth = along(2);
    if (!(depth > 1e-3)) return null;
    seen.push({ x: along(0) / depth, y: along(1) / depth });
  }
  const line = (a: number, b: number): readonly [PicturePoint, PicturePoint] => [seen[a], seen[b]];
  return {
    corners: headingSide.map((corner) => seen[corner]),
    lines: [...cuboidEdges.map(([a, b]) => line(a, b)), line(1, 6), line(2, 5)],
  };
}

/** The area of an outline that a point is inside of or near to, in square pixels: a click means the smallest. Null elsewhere. */
export function hitArea({ corners, lines }: BoxOutline, { x, y }: PicturePoint, tolerance: number): number | null {
  const all = [...corners, ...lines.flat()];
  const xs = all.map((point) => point.x);
  const ys = all.map((point) => point.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (x < left - tolerance || x > right + tolerance || y < top - tolerance || y > bottom + tolerance) return null;
  if (lines.length === 0 && corners.length === 4 && !isInside(corners, x, y, tolerance)) return null;
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

/** True within a convex outline, or as near to it as the tolerance. */
function isInside(corners: readonly PicturePoint[], x: number, y: number, tolerance: number): boolean {
  let sign = 0;
  for (let i = 0; i < corners.length; i++) {
    const a = corners[i];
    const b = corners[(i + 1) % corners.length];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length === 0) continue;
    const distance = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / length;
    if (Math.abs(distance) <= tolerance) continue;
    if (sign === 0) sign = Math.sign(distance);
    else if (Math.sign(distance) !== sign) return false;
  }
  return true;
}
