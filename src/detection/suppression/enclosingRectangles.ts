import type { DetectionSet } from '../../model/detectionSet';
import type { BoxMeasure } from '../iou/boxOverlap';
import { cuboidCorners } from '../cuboidCorners';
import { groundBoxes, groundStride } from '../iou/groundBoxes';
import { rotatedCorners } from '../rotatedCorners';

/** A little larger than exact, so that rounding loses no overlap. */
const slack = 1e-9;

/** Rectangles along the axes that enclose boxes of another kind: turned ones, or upright ones as seen from above. NaN where there is no box. */
export function enclosingRectangles(set: DetectionSet, measure: BoxMeasure): Float64Array {
  const { count, rectangles, angles, cuboids } = set;
  const enclosing = new Float64Array(4 * count).fill(NaN);
  const corners = new Float64Array(24);
  const ground = measure === 'yaw3d' ? groundBoxes(set).values : null;
  for (let row = 0; row < count; row++) {
    const at = 4 * row;
    if (ground) {
      const from = groundStride * row;
      const reachX = (Math.abs(ground[from + 4]) * ground[from + 2] + Math.abs(ground[from + 5]) * ground[from + 3]) / 2;
      const reachY = (Math.abs(ground[from + 5]) * ground[from + 2] + Math.abs(ground[from + 4]) * ground[from + 3]) / 2;
      store(enclosing, at, ground[from] - reachX, ground[from + 1] - reachY, ground[from] + reachX, ground[from + 1] + reachY);
    } else if (measure === 'full3d') {
      if (!cuboids) continue;
      cuboidCorners(cuboids, row, corners);
      store(enclosing, at, ...spanOf(corners, 8, 3));
    } else {
      const angle = angles ? angles[row] : 0;
      rotatedCorners(rectangles[at], rectangles[at + 1], rectangles[at + 2], rectangles[at + 3], Number.isNaN(angle) ? 0 : angle, corners);
      store(enclosing, at, ...spanOf(corners, 4, 2));
    }
  }
  return enclosing;
}

function spanOf(corners: Float64Array, count: number, stride: number): [number, number, number, number] {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let corner = 0; corner < count; corner++) {
    minX = Math.min(minX, corners[stride * corner]);
    maxX = Math.max(maxX, corners[stride * corner]);
    minY = Math.min(minY, corners[stride * corner + 1]);
    maxY = Math.max(maxY, corners[stride * corner + 1]);
  }
  return [minX, minY, maxX, maxY];
}

function store(to: Float64Array, at: number, minX: number, minY: number, maxX: number, maxY: number): void {
  const moreX = slack * (Math.abs(minX) + Math.abs(maxX));
  const moreY = slack * (Math.abs(minY) + Math.abs(maxY));
  to[at] = minX - moreX;
  to[at + 1] = minY - moreY;
  to[at + 2] = maxX - minX + 2 * moreX;
  to[at + 3] = maxY - minY + 2 * moreY;
}
