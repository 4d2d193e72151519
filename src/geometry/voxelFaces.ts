import type { Attribute } from '../model/attribute';
import type { Vector3 } from '../model/bounds';
import { cellCentre, type Axis, type GridCells } from '../model/grid';
import type { Mesh } from '../model/mesh';
import type { VoxelGrid } from '../model/voxelGrid';
import { QuadBuilder } from './quadBuilder';

/** Corners that all faces share a table of; beyond, only the faces of one plane do. */
const sharedCorners = 1 << 25;
/** Beyond this many cells from the origin of coordinates, float32 would no longer tell corners apart exactly. */
const singleReach = 1 << 20;

/** The cells as small numbers in the array's order: 0 is empty, equal numbers may be drawn as one face. */
interface CellKinds {
  readonly kinds: Uint8Array<ArrayBufferLike> | Uint32Array<ArrayBufferLike>;
  /** The value that each kind stands for; null where there is no difference between occupied cells. */
  readonly values: readonly number[] | null;
}

/** One direction of planes: rows between cells along the plane's axes and across it, and how many cells there are. */
interface Sweep {
  readonly u: number;
  readonly v: number;
  readonly d: number;
  readonly sizeU: number;
  readonly sizeV: number;
  readonly sizeD: number;
}

/**
 * The faces between occupied and empty cells (outside is empty), turned outward, as quadrilaterals. Neighbouring faces
 * of one plane, one side and one label are merged greedily into rectangles, row by row (the idea is Mikola Lysenko's
 * "Meshing in a Minecraft Game", 2012), so their total area is that of the exposed faces. Where cells have labels,
 * corners carry `label`, and the label's colour if the grid has one; otherwise faces share corners.
 */
export function exposedFaces(grid: VoxelGrid): Mesh {
  const cells = kindsOf(grid);
  const sizes = grid.axisOrder.map((axis) => grid.dimensions[axis]);
  const corners = sizes.reduce((product, size) => product * (size + 1), 1);
  const isShared = cells.values === null;
  const isWhole = corners <= sharedCorners;
  const builder = new QuadBuilder(isShared ? (isWhole ? corners : largestPlane(sizes)) : 0, Math.max(...sizes));
  const beginPlane = (): void => {
    if (isShared && !isWhole) builder.forgetCorners();
  };
  const strides = [1, sizes[0], sizes[0] * sizes[1]];
  // From the slowest axis on, so that planes of neighbouring memory come first.
  for (const d of [2, 1, 0]) {
    const [u, v] = [0, 1, 2].filter((axis) => axis !== d);
    const sweep = { u: strides[u], v: strides[v], d: strides[d], sizeU: sizes[u], sizeV: sizes[v], sizeD: sizes[d] };
    const order: [number, number, number] = [u, v, d];
    const outward = orientation(grid, order);
    const place = cornerPlaces(sizes, order, isWhole);
    sweepPlanes(cells.kinds, sweep, beginPlane, (plane, fromU, fromV, toU, toV, kind, side) => {
      builder.add(order, plane, fromU, fromV, toU, toV, kind, side * outward > 0, place);
    });
  }
  return meshOf(grid, cells, builder);
}

function largestPlane([a, b, c]: readonly number[]): number {
  return Math.max((a + 1) * (b + 1), (a + 1) * (c + 1), (b + 1) * (c + 1));
}

/** What a corner's number in the table is made of: factors of u, v and the plane. */
function cornerPlaces(sizes: readonly number[], [u, v, d]: readonly [number, number, number], isWhole: boolean): Vector3 {
  if (!isWhole) return [1, sizes[u] + 1, 0];
  const strides = [1, sizes[0] + 1, (sizes[0] + 1) * (sizes[1] + 1)];
  return [strides[u], strides[v], strides[d]];
}

/** 1 where the array's axes u, v and d make a right-handed frame in space, otherwise -1. */
function orientation(grid: GridCells, order: readonly [number, number, number]): number {
  const [first, second, third] = order.map((place) => stepOf(grid, grid.axisOrder[place]));
  const determinant =
    first[0] * (second[1] * third[2] - second[2] * third[1]) -
    first[1] * (second[0] * third[2] - second[2] * third[0]) +
    first[2] * (second[0] * third[1] - second[1] * third[0]);
  return determinant > 0 ? 1 : -1;
}

function stepOf({ spacing, directions }: GridCells, axis: Axis): Vector3 {
  const unit = directions?.[axis] ?? [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0];
  return [unit[0] * spacing[axis], unit[1] * spacing[axis], unit[2] * spacing[axis]];
}

function kindsOf({ values, content, count }: VoxelGrid): CellKinds {
  const { data } = values;
  if (content === 'occupancy') {
    if (data instanceof Uint8Array) return { kinds: data, values: null };
    const kinds = new Uint8Array(count);
    for (let row = 0; row < count; row++) kinds[row] = data[row] !== 0 ? 1 : 0;
    return { kinds, values: null };
  }
  if (data instanceof Uint8Array) return { kinds: data, values: Array.from({ length: 256 }, (_, value) => value) };
  const kinds = new Uint32Array(count);
  const known = new Map<number, number>([[0, 0]]);
  let last = 0;
  let lastKind = 0;
  for (let row = 0; row < count; row++) {
    const value = data[row];
    if (value !== last) {
      last = value;
      lastKind = known.get(value) ?? known.size;
      known.set(value, lastKind);
    }
    kinds[row] = lastKind;
  }
  return { kinds, values: [...known.keys()] };
}

type Emit = (plane: number, fromU: number, fromV: number, toU: number, toV: number, kind: number, side: number) => void;

/** Finds the rectangles of every plane across one axis; plane k lies before cell k. */
function sweepPlanes(kinds: CellKinds['kinds'], sweep: Sweep, beginPlane: () => void, emit: Emit): void {
  const { sizeU, sizeV, sizeD } = sweep;
  const mask = new Int32Array(sizeU * sizeV);
  for (let plane = 0; plane <= sizeD; plane++) {
    beginPlane();
    if (fillMask(kinds, sweep, plane, mask)) mergeMask(mask, sizeU, sizeV, plane, emit);
  }
}

/** The kind of the cell that each face of a plane belongs to, negative where it looks back; false when there is none. */
function fillMask(kinds: CellKinds['kinds'], { u, v, d, sizeU, sizeV, sizeD }: Sweep, plane: number, mask: Int32Array): boolean {
  const hasBefore = plane > 0;
  const hasAfter = plane < sizeD;
  let found = 0;
  for (let line = 0, at = 0; line < sizeV; line++) {
    let row = line * v + plane * d;
    for (let place = 0; place < sizeU; place++, row += u, at++) {
      const before = hasBefore ? kinds[row - d] : 0;
      const after = hasAfter ? kinds[row] : 0;
      const kind = before !== 0 ? (after !== 0 ? 0 : before) : -after;
      mask[at] = kind;
      found |= kind;
    }
  }
  return found !== 0;
}

function mergeMask(mask: Int32Array, sizeU: number, sizeV: number, plane: number, emit: Emit): void {
  const area = mask.length;
  for (let at = 0; at < area; at++) {
    const kind = mask[at];
    if (kind === 0) continue;
    const line = Math.floor(at / sizeU);
    const from = at - line * sizeU;
    let to = from + 1;
    while (to < sizeU && mask[line * sizeU + to] === kind) to++;
    const width = to - from;
    let end = line + 1;
    while (end < sizeV && isRun(mask, end * sizeU + from, width, kind)) end++;
    for (let row = line; row < end; row++) mask.fill(0, row * sizeU + from, row * sizeU + to);
    emit(plane, from, line, to, end, Math.abs(kind), Math.sign(kind));
    at = line * sizeU + to - 1;
  }
}

function isRun(mask: Int32Array, start: number, width: number, kind: number): boolean {
  for (let i = start; i < start + width; i++) if (mask[i] !== kind) return false;
  return true;
}

function meshOf(grid: VoxelGrid, { values }: CellKinds, builder: QuadBuilder): Mesh {
  const { corners, kinds, quads } = builder.finish();
  const count = corners.length / 3;
  const reach = Math.max(...[...grid.bounds.min, ...grid.bounds.max].map((value) => Math.abs(value))) / Math.min(...grid.spacing);
  const positions = reach < singleReach ? new Float32Array(3 * count) : new Float64Array(3 * count);
  const [x, y, z] = ([0, 1, 2] as const).map((axis) => grid.axisOrder.indexOf(axis));
  // Corners lie half a cell before the centres.
  const [first, alongX, alongY, alongZ] = [cellCentre(grid, -0.5, -0.5, -0.5), stepOf(grid, 0), stepOf(grid, 1), stepOf(grid, 2)];
  for (let corner = 0; corner < 3 * count; corner += 3) {
    const a = corners[corner + x];
    const b = corners[corner + y];
    const c = corners[corner + z];
    for (let axis = 0; axis < 3; axis++) positions[corner + axis] = first[axis] + a * alongX[axis] + b * alongY[axis] + c * alongZ[axis];
  }
  const offsets = new Uint32Array(quads.length / 4 + 1);
  for (let quad = 0; quad < offsets.length; quad++) offsets[quad] = 4 * quad;
  return {
    kind: 'mesh',
    count,
    positions: { kind: 'values', name: 'position', type: positions instanceof Float32Array ? 'float32' : 'float64', components: 3, componentNames: ['x', 'y', 'z'], data: positions },
    ...(values === null ? { attributes: [] } : labelAttributes(grid, values, kinds)),
    polygons: { count: quads.length / 4, offsets, indices: quads, attributes: [] },
    elements: [],
    comments: [],
    bounds: boundsOf(positions),
    notFinite: 0,
  };
}

/** The label of every corner, and its colour where the grid has colours. */
function labelAttributes({ labels }: VoxelGrid, values: readonly number[], kinds: Uint32Array): Pick<Mesh, 'attributes' | 'colours'> {
  const data = Float64Array.from(kinds, (kind) => values[kind]);
  const attribute: Attribute = { kind: 'values', name: 'label', type: 'float64', components: 1, data };
  const colourOf = new Map(labels?.map(({ value, colour }) => [value, colour]));
  if (![...colourOf.values()].some((colour) => colour !== undefined)) return { attributes: [attribute] };
  const colours = new Uint8Array(4 * kinds.length).fill(255);
  for (let corner = 0; corner < kinds.length; corner++) {
    const colour = colourOf.get(data[corner]);
    if (colour) colours.set(colour, 4 * corner);
  }
  return { attributes: [attribute], colours: { kind: 'values', name: 'colour', type: 'uint8', components: 4, componentNames: ['red', 'green', 'blue', 'alpha'], data: colours } };
}

function boundsOf(positions: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>): Mesh['bounds'] {
  if (positions.length === 0) return null;
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[i + axis];
      if (value < min[axis]) min[axis] = value;
      if (value > max[axis]) max[axis] = value;
    }
  }
  return { min, max };
}
