import type { Bounds, Vector3 } from '../../src/model/bounds';
import { figure } from '../../src/operations/figures';

export { byteSize, count, counted, figure, fullFigure, ticks } from '../../src/operations/figures';

/**
 * Coordinates of one box, each to six significant digits *of the box's size*: a scan in map coordinates differs only in
 * digits that six digits of the coordinate itself would not reach.
 */
export function boundsFigure(value: number, bounds: Bounds): string {
  const extent = Math.max(...sizeOf(bounds));
  if (!Number.isFinite(value) || !(extent > 0) || !Number.isFinite(extent)) return figure(value);
  const magnitude = Math.abs(value) > 0 ? Math.floor(Math.log10(Math.abs(value))) : 0;
  const digits = 6 + Math.max(0, magnitude - Math.floor(Math.log10(extent)));
  // A double has no more than 17 digits to show.
  return String(Number(value.toPrecision(Math.min(digits, 17))));
}

export function sizeOf(bounds: Bounds): Vector3 {
  return [bounds.max[0] - bounds.min[0], bounds.max[1] - bounds.min[1], bounds.max[2] - bounds.min[2]];
}

/** Reads what a person typed as a number; a decimal comma is taken for a point. Null when it is none. */
export function readFigure(text: string): number | null {
  const trimmed = text.trim().replace(/^([+-]?\d*),(\d+)$/, '$1.$2');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}
