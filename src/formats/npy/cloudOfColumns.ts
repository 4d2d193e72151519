import type { Attribute } from '../../model/attribute';
import { isBigIntegerArray, type NumberArray } from '../../model/numericType';
import type { PointCloud } from '../../model/pointCloud';
import { BoundsBuilder } from '../boundsBuilder';
import type { NpyColumn } from './readArray';

/** One number a point. */
export interface CloudColumn extends NpyColumn {
  readonly name: string;
  readonly components: 1;
}

const colourNames: readonly (readonly string[])[] = [
  ['red', 'green', 'blue'],
  ['r', 'g', 'b'],
];
const normalNames: readonly (readonly string[])[] = [
  ['nx', 'ny', 'nz'],
  ['normal_x', 'normal_y', 'normal_z'],
];

/** A cloud of columns by their names, without regard to upper and lower case; null when x, y or z is not among them. */
export function cloudOfColumns(columns: readonly CloudColumn[], count: number): PointCloud | null {
  const left = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const take = (names: readonly string[]): CloudColumn[] | null => {
    const found = names.map((name) => left.get(name));
    if (!found.every((column) => column !== undefined)) return null;
    for (const name of names) left.delete(name);
    return found;
  };
  const takeFirst = (choices: readonly (readonly string[])[]): CloudColumn[] | null => choices.reduce<CloudColumn[] | null>((found, names) => found ?? take(names), null);
  const coordinates = take(['x', 'y', 'z']);
  if (!coordinates) return null;
  const normals = takeFirst(normalNames);
  const colours = takeFirst(colourNames);
  const data = interleaveCoordinates(coordinates, count);
  const bounds = new BoundsBuilder();
  bounds.extend(data, 0, count);
  return {
    kind: 'pointCloud',
    count,
    positions: { ...describe('position', coordinates), components: 3, data },
    ...(normals ? { normals: interleave('normal', normals, count) } : {}),
    ...(colours ? { colours: colourAttribute(colours, count) } : {}),
    attributes: columns.filter((column) => left.get(column.name.toLowerCase()) === column).map(({ name, type, data: values }) => ({ kind: 'values', name, type, components: 1, data: values })),
    elements: [],
    comments: [],
    bounds: bounds.bounds,
    notFinite: bounds.notFinite,
  };
}

function describe(name: string, columns: readonly CloudColumn[]) {
  const [{ type }] = columns;
  return { kind: 'values', name, type, components: columns.length, componentNames: columns.map((column) => column.name) } as const;
}

/** float32 stays what it is, everything else becomes float64. */
function interleaveCoordinates(columns: readonly CloudColumn[], count: number): Float32Array | Float64Array {
  const positions = columns.every(({ data }) => data instanceof Float32Array) ? new Float32Array(3 * count) : new Float64Array(3 * count);
  columns.forEach((column, axis) => copyInto(positions, column, axis, 3, count));
  return positions;
}

function copyInto(to: NumberArray, { data }: CloudColumn, component: number, components: number, count: number): void {
  for (let row = 0, at = component; row < count; row++, at += components) to[at] = Number(data[row]);
}

function interleave(name: string, columns: readonly CloudColumn[], count: number): Attribute {
  const isDouble = columns.some(({ data }) => data instanceof Float64Array || isBigIntegerArray(data));
  const data = isDouble ? new Float64Array(columns.length * count) : new Float32Array(columns.length * count);
  columns.forEach((column, component) => copyInto(data, column, component, columns.length, count));
  return { ...describe(name, columns), data };
}

/** Bytes stay bytes, and floats that are whole numbers up to 255 become some; other floats are fractions of 1. */
function colourAttribute(columns: readonly CloudColumn[], count: number): Attribute {
  const values = interleave('colour', columns, count);
  let isBytes = true;
  let largest = 0;
  for (let i = 0; i < values.data.length; i++) {
    const value = Number(values.data[i]);
    isBytes &&= Number.isInteger(value) && value >= 0 && value <= 255;
    if (value > largest) largest = value;
  }
  const isStoredAsBytes = columns.every(({ type }) => type === 'uint8');
  if (!isStoredAsBytes && !(isBytes && largest > 1)) {
    if (columns.every(({ type }) => type === 'uint16')) return { ...values, type: 'uint16', data: Uint16Array.from(values.data, Number) };
    return values;
  }
  return { ...values, type: 'uint8', data: Uint8Array.from(values.data, Number) };
}
