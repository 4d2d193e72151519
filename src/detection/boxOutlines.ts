import { boxShape, type DetectionSet } from '../model/detectionSet';
import type { Bounds } from '../model/bounds';
import type { Mesh } from '../model/mesh';
import { cuboidCorners } from './cuboidCorners';
import { rotatedCorners } from './rotatedCorners';

const cuboidEdges = [0, 1, 1, 2, 2, 3, 3, 0, 4, 5, 5, 6, 6, 7, 7, 4, 0, 4, 1, 5, 2, 6, 3, 7];
const rectangleEdges = [0, 1, 1, 2, 2, 3, 3, 0];

/** The edges of all boxes as a mesh without faces: of cuboids where there are some, otherwise of rectangles in the plane z = 0. */
export function boxOutlines(set: DetectionSet): Mesh {
  const { count, shapes, cuboids, rectangles, angles } = set;
  const wanted = cuboids ? boxShape.cuboid : boxShape.rectangle;
  const edgesOfOne = cuboids ? cuboidEdges : rectangleEdges;
  const cornersOfOne = cuboids ? 8 : 4;
  let boxes = 0;
  for (const shape of shapes) if ((shape & wanted) !== 0) boxes++;
  const positions = new Float64Array(3 * cornersOfOne * boxes);
  const indices = new Uint32Array(edgesOfOne.length * boxes);
  const flat = new Float64Array(8);
  let box = 0;
  for (let row = 0; row < count; row++) {
    if ((shapes[row] & wanted) === 0) continue;
    const first = cornersOfOne * box;
    if (cuboids) {
      cuboidCorners(cuboids, row, positions, 3 * first);
    } else {
      const at = 4 * row;
      rotatedCorners(rectangles[at], rectangles[at + 1], rectangles[at + 2], rectangles[at + 3], angleOf(angles, row), flat);
      for (let corner = 0; corner < 4; corner++) {
        positions[3 * (first + corner)] = flat[2 * corner];
        positions[3 * (first + corner) + 1] = flat[2 * corner + 1];
      }
    }
    for (const [place, end] of edgesOfOne.entries()) indices[edgesOfOne.length * box + place] = first + end;
    box++;
  }
  const { bounds, notFinite } = boundsOf(positions);
  return {
    kind: 'mesh',
    count: positions.length / 3,
    positions: { kind: 'values', name: 'position', type: 'float64', components: 3, componentNames: ['x', 'y', 'z'], data: positions },
    attributes: [],
    elements: [],
    comments: [],
    bounds,
    notFinite,
    polygons: { count: 0, offsets: new Uint32Array(1), indices: new Uint32Array(0), attributes: [] },
    edges: { count: indices.length / 2, indices, attributes: [] },
  };
}

function angleOf(angles: Float64Array<ArrayBufferLike> | null, row: number): number {
  const angle = angles ? angles[row] : 0;
  return Number.isNaN(angle) ? 0 : angle;
}

function boundsOf(positions: Float64Array): { bounds: Bounds | null; notFinite: number } {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  let notFinite = 0;
  for (let at = 0; at < positions.length; at += 3) {
    if (!Number.isFinite(positions[at] + positions[at + 1] + positions[at + 2])) {
      notFinite++;
      continue;
    }
    for (const axis of [0, 1, 2] as const) {
      min[axis] = Math.min(min[axis], positions[at + axis]);
      max[axis] = Math.max(max[axis], positions[at + axis]);
    }
  }
  return { bounds: min[0] <= max[0] ? { min, max } : null, notFinite };
}
