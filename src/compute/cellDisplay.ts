import { arraySizes, cellKinds, halvedKinds, type CellKinds } from '../geometry/cellKinds';
import { labelCounts } from '../geometry/gridValues';
import { softCells, type SoftCells } from '../geometry/softCells';
import { surfaceCells } from '../geometry/surfaceCells';
import { voxelQuads } from '../geometry/voxelQuads';
import type { Vector3 } from '../model/bounds';
import { OperationError } from '../model/errors';
import { cellCentre } from '../model/grid';
import type { VoxelGrid } from '../model/voxelGrid';
import { cellValues } from './cellValues';
import { describeGrid } from './describeGrid';
import { displayOrder } from './displayOrder';
import type { ModelDisplay } from './modelDisplay';
import type { DisplayPiece, GridLabelCount, PickParams, PickResult, ScalarChoice, ScalarPiece, ScalarsResult } from './modelProtocol';
import { pointsPerPiece } from './modelProtocol';
import { histogramBins } from './scalars';

/** Of fewer faces than these no coarser picture is made: every graphics device draws them while the view turns. */
const facesDrawnWhole = 150_000;
/** The coarsest cells are of 2 to this power cells each way. */
const coarsest = 4;
const labelScalar = 'cell.label';

/** How a voxel grid is drawn: the faces between occupied and empty cells, finer and coarser. */
export class CellDisplay implements ModelDisplay {
  private hidden: ReadonlySet<number> = new Set();
  private known: CellKinds | null = null;
  private counted: readonly GridLabelCount[] | null = null;
  private rows: Uint32Array<ArrayBuffer> | null = null;

  constructor(private readonly grid: VoxelGrid) {}

  get hasColours(): boolean {
    return this.kinds.colours !== null;
  }

  get scalars(): readonly ScalarChoice[] {
    if (this.grid.content !== 'labels') return [];
    const { values } = this.kinds;
    const shown = values.subarray(1);
    if (shown.length === 0) return [];
    return [{ id: labelScalar, title: 'Label', min: shown.reduce((least, value) => Math.min(least, value)), max: shown.reduce((most, value) => Math.max(most, value)) }];
  }

  /** Every label with its cells, in ascending order; empty for mere occupancy. */
  get labels(): readonly GridLabelCount[] {
    if (this.grid.content !== 'labels') return [];
    const names = new Map(this.grid.labels?.map((label) => [label.value, label]));
    this.counted ??= labelCounts(this.grid)
      .filter(([value]) => value !== 0)
      .map(([value, cells]) => ({ value, cells, name: names.get(value)?.name ?? null, colour: names.get(value)?.colour ?? null }));
    return this.counted;
  }

  /** Cells with these labels are as empty from now on; all pieces are to be made again. */
  hide(labels: readonly number[]): void {
    this.hidden = new Set(labels);
    this.known = null;
    this.rows = null;
  }

  soft(): SoftCells {
    return softCells(this.grid, (value) => value !== 0 && !this.hidden.has(value));
  }

  pieces(listener: (piece: DisplayPiece) => void): void {
    const { kinds, values, colours } = this.kinds;
    const { dimensions, spacing, origin, directions } = describeGrid(this.grid);
    listener({ kind: 'grid', dimensions, spacing, origin, directions, colours: colours?.slice() ?? null, values: values.slice() });
    const order = this.grid.axisOrder;
    let level = { kinds, sizes: arraySizes(this.grid) };
    for (let number = 0; ; number++) {
      let faces = 0;
      for (const block of voxelQuads(level.kinds, level.sizes, order, values.length <= 2)) {
        faces += block.count;
        listener({ kind: 'cells', level: number, last: false, ...block });
      }
      const isLast = number === coarsest || faces <= facesDrawnWhole;
      listener({ kind: 'cells', level: number, last: isLast, first: [0, 0, 0], count: 0, words: new Uint32Array(0), from: [0, 0, 0], to: [0, 0, 0] });
      if (isLast) return;
      level = halvedKinds(level.kinds, level.sizes);
    }
  }

  /** Edges of cells are drawn from their faces. */
  lines(): void {
    return;
  }

  /** The centres of the cells that can be seen. */
  points(listener: (piece: DisplayPiece) => void): void {
    const rows = this.surface;
    const { colours, kinds } = this.kinds;
    const centre = this.middle;
    for (let piece = 0, first = 0; piece === 0 || first < rows.length; piece++, first += pointsPerPiece) {
      const count = Math.min(pointsPerPiece, rows.length - first);
      const order = displayOrder(count);
      const positions = new Float32Array(3 * count);
      const painted = colours ? new Uint8Array(4 * count) : null;
      for (let slot = 0; slot < count; slot++) {
        const row = rows[first + order[slot]];
        const position = cellCentre(this.grid, ...this.cellOf(row));
        for (let axis = 0; axis < 3; axis++) positions[3 * slot + axis] = position[axis] - centre[axis];
        if (painted && colours) painted.set(colours.subarray(4 * kinds[row], 4 * kinds[row] + 4), 4 * slot);
      }
      listener({ kind: 'points', piece, first, count, centre, positions, colours: painted, last: first + count >= rows.length });
    }
  }

  /** Labels by kind for faces (piece -1), and by point for the points that were told. */
  scalarValues(id: string, listener: (piece: ScalarPiece) => void): ScalarsResult {
    const [choice] = this.scalars;
    if (id !== labelScalar || choice?.min === null || choice?.max === undefined) throw new OperationError(`The file has no attribute "${id}".`);
    const { min, max } = choice;
    const { kinds, values } = this.kinds;
    listener({ piece: -1, base: 0, values: Float32Array.from(values) });
    if (this.rows) {
      for (let piece = 0, first = 0; first < this.rows.length; piece++, first += pointsPerPiece) {
        const order = displayOrder(Math.min(pointsPerPiece, this.rows.length - first));
        const { rows } = this;
        listener({ piece, base: 0, values: Float32Array.from(order, (slot) => values[kinds[rows[first + slot]]]) });
      }
    }
    const histogram = new Array<number>(histogramBins).fill(0);
    if (min === null || max === null) return { min, max, histogram };
    const scale = max > min ? histogramBins / (max - min) : 0;
    for (const { value, cells } of this.labels) {
      if (this.hidden.has(value)) continue;
      histogram[Math.min(histogramBins - 1, Math.floor((value - min) * scale))] += cells;
    }
    return { min, max, histogram };
  }

  pick({ piece, slot }: PickParams): PickResult {
    const { rows } = this;
    const first = piece * pointsPerPiece;
    const count = rows ? Math.min(pointsPerPiece, rows.length - first) : 0;
    if (!rows || !(piece >= 0 && slot >= 0 && slot < count)) throw new OperationError(`No point was drawn at ${piece}, ${slot}.`);
    return cellValues(this.grid, this.cellOf(rows[first + displayOrder(count)[slot]]));
  }

  private get kinds(): CellKinds {
    this.known ??= cellKinds(this.grid, this.hidden);
    return this.known;
  }

  private get surface(): Uint32Array<ArrayBuffer> {
    this.rows ??= surfaceCells(this.kinds.kinds, arraySizes(this.grid));
    return this.rows;
  }

  private get middle(): Vector3 {
    const [x, y, z] = this.grid.dimensions;
    return cellCentre(this.grid, (x - 1) / 2, (y - 1) / 2, (z - 1) / 2);
  }

  private cellOf(row: number): [number, number, number] {
    const [first, second, third] = this.grid.axisOrder;
    const [sizeA, sizeB] = arraySizes(this.grid);
    const cell: [number, number, number] = [0, 0, 0];
    const line = Math.floor(row / sizeA);
    cell[first] = row - line * sizeA;
    cell[third] = Math.floor(line / sizeB);
    cell[second] = line - cell[third] * sizeB;
    return cell;
  }
}
