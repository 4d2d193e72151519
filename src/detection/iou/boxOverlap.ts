import { boxShape, type DetectionSet } from '../../model/detectionSet';
import { axisIou } from './axisIou';
import { cuboidIou } from './cuboidIou';
import { groundBoxes } from './groundBoxes';
import { groundIou } from './groundIou';
import { rotatedIou } from './rotatedIou';

/** Which boxes of a set are compared, and how. */
export const boxMeasures = ['axis', 'rotated', 'yaw3d', 'full3d'] as const;
export type BoxMeasure = (typeof boxMeasures)[number];
export type Coordinates = 'continuous' | 'inclusive';

/** Boxes of two sets, made ready for comparing. */
export interface BoxOverlap {
  /** IoU of box `a` of the first set and box `b` of the second; 0 where one of them has no such box. */
  readonly iou: (a: number, b: number) => number;
  /** What was odd: a sentence each. */
  readonly remarks: readonly string[];
}

/** The bit that a box must have to be compared. */
export function shapeOf(measure: BoxMeasure): number {
  return measure === 'axis' || measure === 'rotated' ? boxShape.rectangle : boxShape.cuboid;
}

/** @param coordinates only rectangles along the axes have a choice */
export function boxOverlap(a: DetectionSet, b: DetectionSet, measure: BoxMeasure, coordinates: Coordinates = 'continuous'): BoxOverlap {
  switch (measure) {
    case 'axis': {
      const extra = coordinates === 'inclusive' ? 1 : 0;
      const rectanglesA = a.rectangles;
      const rectanglesB = b.rectangles;
      const turned = (a.angles ? 1 : 0) + (b.angles ? 1 : 0);
      return {
        iou: (rowA, rowB) => axisIou(rectanglesA, 4 * rowA, rectanglesB, 4 * rowB, extra),
        remarks: turned > 0 ? ['Boxes are turned; they were compared as if they were not. --boxes rotated heeds it.'] : [],
      };
    }
    case 'rotated': {
      const turnsA = directions(a);
      const turnsB = a === b ? turnsA : directions(b);
      const rectanglesA = a.rectangles;
      const rectanglesB = b.rectangles;
      return {
        iou: (rowA, rowB) => {
          const i = 4 * rowA;
          const j = 4 * rowB;
          const dx = rectanglesB[j] - rectanglesA[i] + (rectanglesB[j + 2] - rectanglesA[i + 2]) / 2;
          const dy = rectanglesB[j + 1] - rectanglesA[i + 1] + (rectanglesB[j + 3] - rectanglesA[i + 3]) / 2;
          return rotatedIou(dx, dy, rectanglesA[i + 2], rectanglesA[i + 3], turnsA[2 * rowA], turnsA[2 * rowA + 1], rectanglesB[j + 2], rectanglesB[j + 3], turnsB[2 * rowB], turnsB[2 * rowB + 1]);
        },
        remarks: [],
      };
    }
    case 'yaw3d': {
      const groundA = groundBoxes(a);
      const groundB = a === b ? groundA : groundBoxes(b);
      const leaning = groundA.leaning + (a === b ? 0 : groundB.leaning);
      return {
        iou: (rowA, rowB) => groundIou(groundA.values, rowA, groundB.values, rowB),
        remarks: leaning > 0 ? [`${leaning} boxes lean; of their turn only the heading was used. --boxes full3d heeds all of it.`] : [],
      };
    }
    case 'full3d': {
      const cuboidsA = a.cuboids;
      const cuboidsB = b.cuboids;
      return { iou: (rowA, rowB) => (cuboidsA && cuboidsB ? cuboidIou(cuboidsA, rowA, cuboidsB, rowB) : 0), remarks: [] };
    }
  }
}

/** Cosine and sine of each box's angle. */
function directions({ angles, count }: DetectionSet): Float64Array {
  const turns = new Float64Array(2 * count);
  for (let row = 0; row < count; row++) {
    const angle = angles ? angles[row] : 0;
    const isTurned = angle === angle;
    turns[2 * row] = isTurned ? Math.cos(angle) : 1;
    turns[2 * row + 1] = isTurned ? Math.sin(angle) : 0;
  }
  return turns;
}
