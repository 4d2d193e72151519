import type { Coordinates } from './pointIndexLayout';
import type { TriangleIndexLayout } from './triangleIndexLayout';

/** Numbers a node: how far its triangles reach, their area-weighted centre, normal, and first moments of the normal. */
const perNode = 16;
/** A node this many of its own radii away is taken for its moments. Errors are then below 0.05, and 0.5 decides what is inside. */
const farAway = 3;

/**
 * Moments of all nodes of an index, for {@link windingNumber}: 16 a node, in one buffer that can be shared. O(n log n).
 */
export function windingMoments(
  layout: TriangleIndexLayout,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): Float64Array<ArrayBufferLike> {
  const { corners, links, nodes } = layout;
  const moments = new Float64Array(allocate(8 * perNode * nodes));
  const normal = new Float64Array(3);
  const middle = new Float64Array(3);
  const areas = new Float64Array(nodes);
  // Children come after their parents: backwards, so that they are known first.
  for (let node = nodes - 1; node >= 0; node--) {
    const at = perNode * node;
    const first = links[2 * node];
    const inLeaf = links[2 * node + 1];
    let area = 0;
    if (inLeaf > 0 || layout.count === 0) {
      for (let triangle = first; triangle < first + inLeaf; triangle++) {
        const size = measureTriangle(corners, 9 * triangle, normal, middle);
        area += size;
        for (let k = 0; k < 3; k++) {
          moments[at + 1 + k] += size * middle[k];
          moments[at + 4 + k] += normal[k];
        }
      }
    } else {
      for (const child of [first, first + 1]) {
        area += areas[child];
        for (let k = 0; k < 3; k++) {
          moments[at + 1 + k] += areas[child] * moments[perNode * child + 1 + k];
          moments[at + 4 + k] += moments[perNode * child + 4 + k];
        }
      }
    }
    areas[node] = area;
    for (let k = 0; k < 3; k++) {
      // Without area there is no weighted centre, and nothing to see from afar either.
      const box = layout.boxes[6 * node + k] / 2 + layout.boxes[6 * node + 3 + k] / 2;
      moments[at + 1 + k] = area > 0 ? moments[at + 1 + k] / area : box;
    }
    reach(layout, moments, node, at);
    // First moments: sum of (centre of the part - centre of the node) times the part's normal.
    if (inLeaf > 0) {
      for (let triangle = first; triangle < first + inLeaf; triangle++) {
        measureTriangle(corners, 9 * triangle, normal, middle);
        for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) moments[at + 7 + 3 * i + j] += (middle[i] - moments[at + 1 + i]) * normal[j];
      }
    } else if (layout.count > 0) {
      for (const child of [perNode * first, perNode * (first + 1)]) {
        for (let i = 0; i < 3; i++) {
          const shift = moments[child + 1 + i] - moments[at + 1 + i];
          for (let j = 0; j < 3; j++) moments[at + 7 + 3 * i + j] += moments[child + 7 + 3 * i + j] + shift * moments[child + 4 + j];
        }
      }
    }
  }
  return moments;
}

/** The radius about the weighted centre of what a node holds: to the farthest corner of its box. */
function reach(layout: TriangleIndexLayout, moments: Float64Array<ArrayBufferLike>, node: number, at: number): void {
  let square = 0;
  for (let k = 0; k < 3; k++) {
    const centre = moments[at + 1 + k];
    square += Math.max(centre - layout.boxes[6 * node + k], layout.boxes[6 * node + 3 + k] - centre) ** 2;
  }
  moments[at] = Math.sqrt(square);
}

/** Writes a triangle's normal, as long as its area, and its middle; answers the area. */
function measureTriangle(corners: Coordinates, at: number, normal: Float64Array<ArrayBuffer>, middle: Float64Array<ArrayBuffer>): number {
  for (let k = 0; k < 3; k++) {
    const i = at + ((k + 1) % 3);
    const j = at + ((k + 2) % 3);
    normal[k] = ((corners[i + 3] - corners[i]) * (corners[j + 6] - corners[j]) - (corners[j + 3] - corners[j]) * (corners[i + 6] - corners[i])) / 2;
    middle[k] = corners[at + k] + (corners[at + 3 + k] - corners[at + k] + (corners[at + 6 + k] - corners[at + k])) / 3;
  }
  return Math.hypot(normal[0], normal[1], normal[2]);
}

let stack = new Int32Array(64);

/**
 * The generalised winding number of the triangles about (x, y, z): 1 inside a closed surface whose normals point
 * outward, -1 where they point inward, 0 outside, between them near holes. Nodes that are far away count by their
 * moments up to the first order: Barill et al., "Fast winding numbers for soups and clouds" (2018).
 */
export function windingNumber(layout: TriangleIndexLayout, moments: Float64Array<ArrayBufferLike>, x: number, y: number, z: number): number {
  const { corners, links, count } = layout;
  if (count === 0) return 0;
  let sum = 0;
  let waiting = 1;
  stack[0] = 0;
  while (waiting > 0) {
    const node = stack[--waiting];
    const at = perNode * node;
    const rx = moments[at + 1] - x;
    const ry = moments[at + 2] - y;
    const rz = moments[at + 3] - z;
    const square = rx * rx + ry * ry + rz * rz;
    const radius = farAway * moments[at];
    if (square > radius * radius) {
      const inverse = 1 / Math.sqrt(square);
      const cube = inverse * inverse * inverse;
      const nx = moments[at + 4];
      const ny = moments[at + 5];
      const nz = moments[at + 6];
      const trace = moments[at + 7] + moments[at + 11] + moments[at + 15];
      const form =
        rx * (moments[at + 7] * rx + moments[at + 8] * ry + moments[at + 9] * rz) +
        ry * (moments[at + 10] * rx + moments[at + 11] * ry + moments[at + 12] * rz) +
        rz * (moments[at + 13] * rx + moments[at + 14] * ry + moments[at + 15] * rz);
      sum += cube * (nx * rx + ny * ry + nz * rz + trace - 3 * inverse * inverse * form);
      continue;
    }
    const first = links[2 * node];
    const inLeaf = links[2 * node + 1];
    if (inLeaf > 0) {
      for (let triangle = first; triangle < first + inLeaf; triangle++) sum += solidAngle(corners, 9 * triangle, x, y, z);
      continue;
    }
    if (waiting + 2 > stack.length) {
      const larger = new Int32Array(2 * stack.length);
      larger.set(stack);
      stack = larger;
    }
    stack[waiting++] = first;
    stack[waiting++] = first + 1;
  }
  return sum / (4 * Math.PI);
}

/** {@link windingNumber} by adding up all triangles: the definition, O(n). */
export function exactWindingNumber(layout: TriangleIndexLayout, x: number, y: number, z: number): number {
  let sum = 0;
  for (let triangle = 0; triangle < layout.count; triangle++) sum += solidAngle(layout.corners, 9 * triangle, x, y, z);
  return sum / (4 * Math.PI);
}

/** Signed solid angle of a triangle: van Oosterom and Strackee, "The solid angle of a plane triangle" (1983). */
function solidAngle(corners: Coordinates, at: number, x: number, y: number, z: number): number {
  const ax = corners[at] - x;
  const ay = corners[at + 1] - y;
  const az = corners[at + 2] - z;
  const bx = corners[at + 3] - x;
  const by = corners[at + 4] - y;
  const bz = corners[at + 5] - z;
  const cx = corners[at + 6] - x;
  const cy = corners[at + 7] - y;
  const cz = corners[at + 8] - z;
  const a = Math.sqrt(ax * ax + ay * ay + az * az);
  const b = Math.sqrt(bx * bx + by * by + bz * bz);
  const c = Math.sqrt(cx * cx + cy * cy + cz * cz);
  const determinant = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  // In the plane of the triangle the angle is 0 or, inside it, half of everything with either sign: none is taken.
  if (determinant === 0) return 0;
  const divisor = a * b * c + (ax * bx + ay * by + az * bz) * c + (bx * cx + by * cy + bz * cz) * a + (cx * ax + cy * ay + cz * az) * b;
  return 2 * Math.atan2(determinant, divisor);
}
