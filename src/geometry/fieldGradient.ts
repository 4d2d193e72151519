import { gridStrides } from '../model/grid';
import type { ScalarGrid } from '../model/scalarGrid';

/**
 * |gradient| by central differences, in values a unit of length, of every cell that has both neighbours along each axis
 * of more than one cell and finite values there. Along an axis of one cell the difference is 0.
 *
 * @returns the magnitudes, in the array's order, those of other cells left out
 */
export function gradientMagnitudes(grid: ScalarGrid): Float64Array<ArrayBuffer> {
  const result = new Float64Array(grid.dimensions.reduce((cells, size) => cells * innerCells(size), 1));
  let count = 0;
  visitGradients(grid, (_row, magnitude) => {
    result[count++] = magnitude;
  });
  return result.subarray(0, count);
}

/** Cells along an axis that have both neighbours, or all where there is but one. */
function innerCells(size: number): number {
  return size === 1 ? 1 : Math.max(0, size - 2);
}

/** Calls `visit` for every cell that has a gradient, with its row and the gradient's length, in the array's order. */
function visitGradients(grid: ScalarGrid, visit: (row: number, magnitude: number) => void): void {
  const { dimensions, axisOrder, spacing } = grid;
  const { data, components } = grid.values;
  const strides = gridStrides(grid);
  const sizes = axisOrder.map((axis) => dimensions[axis]);
  const steps = axisOrder.map((axis) => strides[axis] * components);
  const scales = axisOrder.map((axis) => 1 / (2 * spacing[axis]));
  const inner = sizes.map(innerCells);
  const firsts = sizes.map((size) => (size === 1 ? 0 : 1));
  const along = (at: number, axis: number): number => (sizes[axis] === 1 ? 0 : (data[at + steps[axis]] - data[at - steps[axis]]) * scales[axis]);
  for (let c = firsts[2]; c < firsts[2] + inner[2]; c++) {
    for (let b = firsts[1]; b < firsts[1] + inner[1]; b++) {
      for (let a = firsts[0]; a < firsts[0] + inner[0]; a++) {
        const at = a * steps[0] + b * steps[1] + c * steps[2];
        const magnitude = Math.hypot(along(at, 0), along(at, 1), along(at, 2));
        if (magnitude - magnitude === 0) visit(at / components, magnitude);
      }
    }
  }
}

/** Cells that are not of a distance field. */
export interface OffCells {
  /** Rows of at most as many as were asked for, spread evenly over all of them. */
  readonly rows: Uint32Array;
  readonly off: number;
  /** Cells that have a gradient. */
  readonly measured: number;
}

/** Cells whose |gradient| is farther from 1 than a tolerance. Two passes over the field. */
export function cellsOffGradient(grid: ScalarGrid, tolerance: number, most: number): OffCells {
  let off = 0;
  let measured = 0;
  visitGradients(grid, (_row, magnitude) => {
    measured++;
    if (Math.abs(magnitude - 1) > tolerance) off++;
  });
  const rows = new Uint32Array(Math.min(off, most));
  let seen = 0;
  let taken = 0;
  visitGradients(grid, (row, magnitude) => {
    if (Math.abs(magnitude - 1) <= tolerance) return;
    // The k-th of the n wanted is the first past k / n of all.
    if (taken < rows.length && seen++ * rows.length >= taken * off) rows[taken++] = row;
  });
  return { rows, off, measured };
}

/** What a field's values show of where it was cut. */
export interface Truncation {
  /** The value beyond which a distance field was cut; null when it was not. */
  readonly distance: number | null;
  /** Share of the finite values that are negative; null when there is none. */
  readonly negativeShare: number | null;
}

/** A field counts as cut when its largest magnitude is that of at least this share of its values. */
const truncatedShare = 0.01;

/** Share of negative values, and the magnitude at which many values stop. */
export function truncationOf({ values }: ScalarGrid): Truncation {
  const { data, components } = values;
  let finite = 0;
  let negative = 0;
  let largest = 0;
  for (let i = 0; i < data.length; i += components) {
    const value = data[i];
    if (value - value !== 0) continue;
    finite++;
    if (value < 0) negative++;
    if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  let atLargest = 0;
  for (let i = 0; i < data.length; i += components) if (Math.abs(data[i]) === largest) atLargest++;
  const isCut = finite > 0 && largest > 0 && atLargest >= 2 && atLargest / finite >= truncatedShare;
  return { distance: isCut ? largest : null, negativeShare: finite > 0 ? negative / finite : null };
}

/** How much more than their distance two values of a distance field may differ by rounding. */
const slack = 1.01;

/** Pairs of neighbours with one value below 0 and the other not, and those of them that no distance field can have. */
export function countSignChanges({ dimensions, axisOrder, spacing, values }: ScalarGrid): { readonly changes: number; readonly implausible: number } {
  const { data, components } = values;
  const strides = gridStrides({ dimensions, axisOrder });
  const [first, second, third] = axisOrder;
  let changes = 0;
  let implausible = 0;
  for (const [place, axis] of axisOrder.entries()) {
    const step = strides[axis] * components;
    const most = slack * spacing[axis];
    for (let c = 0; c < dimensions[third] - Number(place === 2); c++) {
      for (let b = 0; b < dimensions[second] - Number(place === 1); b++) {
        let at = (b * strides[second] + c * strides[third]) * components;
        for (let a = 0; a < dimensions[first] - Number(place === 0); a++, at += components) {
          const difference = data[at + step] - data[at];
          // What is not finite on either side has no sign to change.
          if (difference - difference !== 0 || data[at] < 0 === data[at + step] < 0) continue;
          changes++;
          if (Math.abs(difference) > most) implausible++;
        }
      }
    }
  }
  return { changes, implausible };
}
