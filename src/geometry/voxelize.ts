import type { Bounds, Vector3 } from '../model/bounds';
import type { Coordinates } from './pointIndexLayout';
import { TriangleIndex } from './triangleIndex';
import { windingMoments, windingNumber } from './windingNumber';

/** A grid of cubes over bounds, x fastest. */
export interface CubeGrid {
  readonly dimensions: Vector3;
  /** Side of a cell. */
  readonly size: number;
  /** The corner of the first cell: the least coordinates of the bounds. */
  readonly corner: Vector3;
}

/** Cubes of a side that cover bounds from their least corner on. */
export function cubesOfSize({ min, max }: Bounds, size: number): CubeGrid {
  // An extent that is a whole number of cells but for rounding takes no further cell.
  const cells = (axis: 0 | 1 | 2): number => Math.max(1, Math.ceil(((max[axis] - min[axis]) / size) * (1 - 1e-12)));
  return { dimensions: [cells(0), cells(1), cells(2)], size, corner: min };
}

/** Cubes of which `resolution` make the longest side of bounds; of side 1 where all is one point. */
export function cubesOfResolution(bounds: Bounds, resolution: number): CubeGrid {
  const longest = Math.max(...bounds.max.map((value, axis) => value - bounds.min[axis]));
  return cubesOfSize(bounds, longest > 0 ? longest / resolution : 1);
}

/** Marks the cells that points lie in; cells own their lower borders, the last ones also the upper. Points that are not finite are left out. */
export function markPoints(positions: Coordinates, { dimensions, size, corner }: CubeGrid, cells: Uint8Array<ArrayBufferLike>): void {
  const [width, height, depth] = dimensions;
  for (let i = 0; i + 2 < positions.length; i += 3) {
    const x = Math.min(width - 1, Math.floor((positions[i] - corner[0]) / size));
    const y = Math.min(height - 1, Math.floor((positions[i + 1] - corner[1]) / size));
    const z = Math.min(depth - 1, Math.floor((positions[i + 2] - corner[2]) / size));
    if (x >= 0 && y >= 0 && z >= 0) cells[x + width * (y + height * z)] = 1;
  }
}

/** Marks the cells, borders included, that triangles have a point in common with. `progress` gets the share done and may throw. */
export function markTriangles(
  positions: Coordinates,
  triangles: Uint32Array<ArrayBufferLike>,
  { dimensions, size, corner }: CubeGrid,
  cells: Uint8Array<ArrayBufferLike>,
  progress: (share: number) => void = () => undefined,
): void {
  const [width, height] = dimensions;
  // In units of cells, so that a cell is a box of half side 0.5.
  const triangle = new Float64Array(9);
  const low = new Int32Array(3);
  const high = new Int32Array(3);
  for (let first = 0; first < triangles.length; first += 3) {
    if (first % 49_152 === 0) progress(first / triangles.length);
    for (let vertex = 0; vertex < 3; vertex++) {
      for (let axis = 0; axis < 3; axis++) triangle[3 * vertex + axis] = (positions[3 * triangles[first + vertex] + axis] - corner[axis]) / size;
    }
    for (let axis = 0; axis < 3; axis++) {
      const least = Math.min(triangle[axis], triangle[3 + axis], triangle[6 + axis]);
      const most = Math.max(triangle[axis], triangle[3 + axis], triangle[6 + axis]);
      // A border belongs to the cells on both sides of it.
      low[axis] = Math.max(0, Math.ceil(least) - 1);
      high[axis] = Math.min(dimensions[axis] - 1, Math.floor(most));
    }
    for (let z = low[2]; z <= high[2]; z++) {
      for (let y = low[1]; y <= high[1]; y++) {
        for (let x = low[0]; x <= high[0]; x++) {
          const cell = x + width * (y + height * z);
          if (cells[cell] === 0 && touchesBox(triangle, x + 0.5, y + 0.5, z + 0.5, 0.5)) cells[cell] = 1;
        }
      }
    }
  }
}

/**
 * Whether a triangle (9 coordinates) and a closed cube about a centre have a point in common: no axis of thirteen parts
 * them, the cube's three, the triangle's normal and the products of their edges (T. Akenine-Möller, "Fast 3D
 * Triangle-Box Overlap Testing", 2001).
 */
export function touchesBox(triangle: Float64Array, cx: number, cy: number, cz: number, half: number): boolean {
  const ax = triangle[0] - cx;
  const ay = triangle[1] - cy;
  const az = triangle[2] - cz;
  const bx = triangle[3] - cx;
  const by = triangle[4] - cy;
  const bz = triangle[5] - cz;
  const dx = triangle[6] - cx;
  const dy = triangle[7] - cy;
  const dz = triangle[8] - cz;
  if (Math.min(ax, bx, dx) > half || Math.max(ax, bx, dx) < -half) return false;
  if (Math.min(ay, by, dy) > half || Math.max(ay, by, dy) < -half) return false;
  if (Math.min(az, bz, dz) > half || Math.max(az, bz, dz) < -half) return false;
  const ux = bx - ax;
  const uy = by - ay;
  const uz = bz - az;
  const vx = dx - bx;
  const vy = dy - by;
  const vz = dz - bz;
  const wx = ax - dx;
  const wy = ay - dy;
  const wz = az - dz;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  if (Math.abs(nx * ax + ny * ay + nz * az) > half * (Math.abs(nx) + Math.abs(ny) + Math.abs(nz)) * (1 + 1e-14)) return false;
  return (
    !edgeParts(ux, uy, uz, ax, ay, az, dx, dy, dz, half) &&
    !edgeParts(vx, vy, vz, bx, by, bz, ax, ay, az, half) &&
    !edgeParts(wx, wy, wz, dx, dy, dz, bx, by, bz, half)
  );
}

/** Whether one of the three products of an edge e and the cube's axes parts them; a lies on the edge, c is the third corner. */
function edgeParts(ex: number, ey: number, ez: number, ax: number, ay: number, az: number, cx: number, cy: number, cz: number, half: number): boolean {
  const lx = Math.abs(ex);
  const ly = Math.abs(ey);
  const lz = Math.abs(ez);
  return parts(az * ey - ay * ez, cz * ey - cy * ez, half * (ly + lz)) || parts(ax * ez - az * ex, cx * ez - cz * ex, half * (lx + lz)) || parts(ay * ex - ax * ey, cy * ex - cx * ey, half * (lx + ly));
}

function parts(a: number, b: number, radius: number): boolean {
  return Math.min(a, b) > radius || Math.max(a, b) < -radius;
}

/** Marks the cells whose centre is inside: the winding number of the triangles about it is above a half, in either direction. */
export function markInside(
  positions: Coordinates,
  triangles: Uint32Array<ArrayBufferLike>,
  { dimensions, size, corner }: CubeGrid,
  cells: Uint8Array<ArrayBufferLike>,
  progress: (share: number) => void = () => undefined,
): void {
  const { layout } = TriangleIndex.build(positions, triangles);
  const moments = windingMoments(layout);
  const [width, height, depth] = dimensions;
  for (let z = 0, cell = 0; z < depth; z++) {
    progress(z / depth);
    for (let y = 0; y < height; y++) {
      // Inside and outside change at the surface alone, whose cells are marked already.
      let inside: number | null = null;
      for (let x = 0; x < width; x++, cell++) {
        if (cells[cell] === 1) {
          inside = null;
          continue;
        }
        inside ??= Math.abs(windingNumber(layout, moments, corner[0] + (x + 0.5) * size, corner[1] + (y + 0.5) * size, corner[2] + (z + 0.5) * size)) > 0.5 ? 2 : 0;
        if (inside !== 0) cells[cell] = inside;
      }
    }
  }
  for (let cell = 0; cell < cells.length; cell++) if (cells[cell] === 2) cells[cell] = 1;
}
