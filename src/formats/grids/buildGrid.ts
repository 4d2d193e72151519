import type { Attribute } from '../../model/attribute';
import type { Vector3 } from '../../model/bounds';
import { gridBounds, type AxisDirections, type AxisOrder, type CellValues } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { isBigIntegerArray, type NumberArray } from '../../model/numericType';
import type { GridLabel } from '../../model/voxelGrid';
import type { ReadContext } from '../format';
import { placedAs } from './placing';
import { tellContent, type GridContent } from './content';

/** What a reader knows of a grid. */
export interface GridParts {
  /** Cells in x, y, z. */
  readonly dimensions: Vector3;
  /** In which order the values lie. */
  readonly axisOrder: AxisOrder;
  /** 1 where the file does not say. */
  readonly spacing?: Vector3;
  /** Centre of the first cell; 0 where the file does not say. */
  readonly origin?: Vector3;
  readonly directions?: AxisDirections;
  /** One row a cell. */
  readonly values: Attribute;
  readonly attributes?: readonly Attribute[];
  readonly comments?: readonly string[];
  /** Where the format itself says what the values mean. */
  readonly content?: GridContent;
  readonly labels?: readonly GridLabel[];
  /** The order of axes already follows the user's `axes`. */
  readonly axesAreNamed?: boolean;
  /** For errors. */
  readonly file?: string;
}

const occupiedFrom = 0.5;

/**
 * A grid of what was read: a voxel grid where the values are occupancy or labels, a scalar grid otherwise. What they are
 * is the user's choice (`options.content`), else the format's word, else told by {@link tellContent}.
 */
export function buildGrid(parts: GridParts, context: Pick<ReadContext, 'options' | 'warn'>): GridModel {
  const { comments = [], labels } = parts;
  const { dimensions, axisOrder, spacing, origin, directions } = placedAs({ spacing: [1, 1, 1], origin: [0, 0, 0], ...parts }, parts.axesAreNamed ? { ...context.options, axes: undefined } : context.options, parts.file ?? 'The grid');
  const values = narrow(parts.values, context);
  const attributes = (parts.attributes ?? []).map((attribute) => narrow(attribute, context));
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  const placed = { dimensions, spacing, origin, ...(directions ? { directions } : {}) };
  const shared = { ...placed, axisOrder, count, attributes, comments, bounds: gridBounds(placed) };
  const { content, guess } = chooseContent(values, parts, context);
  if (content === 'field') {
    return { kind: 'scalarGrid', ...shared, values, notFinite: countNotFinite(values.data), ...(guess === undefined ? {} : { guess }) };
  }
  const occupancy = content === 'occupancy' ? asOccupancy(values) : values;
  return {
    kind: 'voxelGrid',
    ...shared,
    values: occupancy,
    content,
    occupied: countOccupied(occupancy.data),
    ...(labels ? { labels } : {}),
    ...(guess === undefined ? {} : { guess }),
  };
}

function chooseContent(values: CellValues, { content }: GridParts, { options, warn }: Pick<ReadContext, 'options' | 'warn'>): { content: GridContent; guess?: string } {
  if (options.content !== undefined) {
    if (values.components === 1) return { content: options.content };
    if (options.content !== 'field') warn(`The cells have ${values.components} values each and can only be a field.`);
    return { content: 'field' };
  }
  if (content) return { content };
  if (values.components > 1) return { content: 'field', guess: `field: ${values.components} values a cell` };
  const told = tellContent(values.data, values.type);
  return { content: told.content, guess: `${told.content}: ${told.reason}` };
}

/** 64-bit integers as float64. */
function narrow(attribute: Attribute, { warn }: Pick<ReadContext, 'warn'>): CellValues {
  const { data } = attribute;
  if (!isBigIntegerArray(data)) return { ...attribute, data };
  const numbers = new Float64Array(data.length);
  let rounded = 0;
  for (let i = 0; i < data.length; i++) {
    numbers[i] = Number(data[i]);
    if (!Number.isSafeInteger(numbers[i])) rounded++;
  }
  if (rounded > 0) warn(`${rounded} 64-bit values of "${attribute.name}" are beyond 2^53 and were rounded.`);
  return { ...attribute, data: numbers };
}

/** Probabilities asked to be occupancy are occupied above a half; whole numbers stay as they are. */
function asOccupancy(values: CellValues): CellValues {
  const { data } = values;
  if (!(data instanceof Float32Array || data instanceof Float64Array) || values.type === 'int64' || values.type === 'uint64') return values;
  const occupied = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) occupied[i] = data[i] > occupiedFrom ? 1 : 0;
  return { ...values, data: occupied };
}

/** How many values are not 0. */
export function countOccupied(data: NumberArray): number {
  if (data instanceof Uint8Array) return countBytes(data);
  let occupied = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) occupied++;
  return occupied;
}

function countBytes(data: Uint8Array<ArrayBufferLike>): number {
  let occupied = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) occupied++;
  return occupied;
}

function countNotFinite(data: NumberArray): number {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return 0;
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] - data[i] !== 0) count++;
  return count;
}
