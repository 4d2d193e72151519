import { OperationError } from '../model/errors';
import type { GridModel } from '../model/model';
import type { NumberArray } from '../model/numericType';
import { figure } from './figures';

/** What is marched: samples and the value of the surface. */
export interface IsoChoice {
  readonly iso: number;
  readonly data: NumberArray;
  /** How the value was chosen, where the user did not: "0, the field has both signs". */
  readonly reason: string | null;
}

/** Occupied cells are above it, empty ones below. */
const occupancyIso = 0.5;

/**
 * The iso value: the one that was asked for, else 0.5 for voxels (labels become occupied or empty) and 0 for fields of both signs.
 *
 * @throws OperationError for other fields, naming --iso and the range of the values
 */
export function isoChoice(file: string, grid: GridModel, asked: number | null): IsoChoice {
  const { data, components } = grid.values;
  if (components > 1) throw new OperationError(`${file}: expected one value a cell, found ${components}. Choose a field of single values.`);
  if (asked !== null) return { iso: asked, data, reason: null };
  if (grid.kind === 'voxelGrid') {
    if (grid.content === 'occupancy' && isZeroOrOne(data)) return { iso: occupancyIso, data, reason: '0.5, between empty and occupied cells' };
    const occupied = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) occupied[i] = data[i] === 0 ? 0 : 1;
    return { iso: occupancyIso, data: occupied, reason: '0.5, between empty cells (0) and occupied ones (1)' };
  }
  if (hasBothSigns(data)) return { iso: 0, data, reason: '0, since the field has both signs' };
  const { min, max } = rangeOf(data);
  const found = min > max ? 'no finite value' : `values from ${figure(min)} to ${figure(max)}`;
  throw new OperationError(`${file}: expected --iso, since a field of one sign has no value of its own for the surface, found ${found}. Add --iso VALUE.`);
}

function isZeroOrOne(data: NumberArray): boolean {
  for (let i = 0; i < data.length; i++) if (data[i] !== 0 && data[i] !== 1) return false;
  return true;
}

/** A look at some values first: most fields with both signs have them everywhere. */
const stride = 997;

function hasBothSigns(data: NumberArray): boolean {
  return [stride, 1].some((step) => {
    let hasNegative = false;
    let hasPositive = false;
    for (let i = 0; i < data.length && !(hasNegative && hasPositive); i += step) {
      if (data[i] < 0) hasNegative = true;
      else if (data[i] > 0) hasPositive = true;
    }
    return hasNegative && hasPositive;
  });
}

/** Of the finite values; min is above max where there is none. */
export function rangeOf(data: NumberArray): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value - value !== 0) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
