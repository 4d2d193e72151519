import type { FeatureSet } from '../../model/featureSet';
import { xFastest, zFastest, type AxisOrder } from '../../model/grid';
import type { Vector3 } from '../../model/bounds';
import type { Model } from '../../model/model';
import { FormatError } from '../../model/errors';
import { isBigIntegerArray, type NumericArray } from '../../model/numericType';
import { axisOrderOf } from '../grids/axes';
import { buildGrid } from '../grids/buildGrid';
import type { ReadContext } from '../format';
import { cloudOfColumns, type CloudColumn } from './cloudOfColumns';
import { shapeText, type NpyArray, type NpyColumn } from './readArray';

/** Rows of so many numbers are points with attributes; longer ones are features. */
const mostPointColumns = 9;

/** What lies beside an array in its archive. */
export interface ArraySurroundings {
  readonly file: string;
  /** Of a grid, where the archive has arrays of these names. */
  readonly origin?: Vector3;
  readonly spacing?: Vector3;
}

/**
 * What an array becomes. Named fields with x, y, z, and rows of 3 to 9 floating-point numbers (or 3 integers): a point
 * cloud. Three rows of more than 9: a point cloud that lies on its side. Three axes: a grid of cells indexed [x][y][z],
 * or as `--axes` says. Everything else of up to two axes: a set of features, a row a sample.
 */
export function interpretArray(array: NpyArray, context: Pick<ReadContext, 'options' | 'warn'>, surroundings: ArraySurroundings): Model {
  const { file } = surroundings;
  const [first] = array.columns;
  if (first.name !== null) return interpretFields(array, file);
  const shape = withoutLeadingOnes(array.shape);
  if (shape.length < array.shape.length) context.warn(`${file}: the shape ${shapeText(array.shape)} was read as ${shapeText(shape)}.`);
  if (shape.length > 3) {
    throw new FormatError({
      file,
      expected: 'at most three axes besides leading ones of size 1',
      found: `the shape ${shapeText(array.shape)}`,
      advice: 'Save the part that is meant, as array[0].',
    });
  }
  if (shape.length === 3 && shape.every((size) => size > 0)) return interpretGrid(first, array.fortran, shape, context, surroundings);
  const [rows, columns] = shape.length === 3 ? [0, 1] : [shape[0] ?? 1, shape[1] ?? 1];
  if (shape.length === 2) {
    const cloud = interpretPoints(first, array.fortran, rows, columns, context, file);
    if (cloud) return cloud;
  }
  return featureSet(first, array.fortran, rows, columns);
}

function withoutLeadingOnes(shape: readonly number[]): readonly number[] {
  let first = 0;
  while (shape.length - first > 3 && shape[first] === 1) first++;
  return shape.slice(first);
}

function interpretFields({ columns, shape, fortran }: NpyArray, file: string): Model {
  const count = shape.reduce((product, size) => product * size, 1);
  const single = columns.flatMap((column) => (column.components === 1 ? [column] : splitField(column, count)));
  const named = single.map((column): CloudColumn => ({ ...column, name: column.name ?? '', components: 1 }));
  const cloud = fortran && shape.length > 1 ? null : cloudOfColumns(named, count);
  if (cloud) return cloud;
  throw new FormatError({
    file,
    expected: 'fields named x, y and z',
    found: columns.map(({ name }) => `"${name}"`).join(', '),
    advice: 'Save the coordinates as an array of their own.',
  });
}

const coordinateFields = new Set(['xyz', 'position', 'positions', 'point', 'points', 'pos', 'p']);

/** A field of several numbers as that many columns; coordinates, normals and colours by their usual names. */
function splitField(column: NpyColumn, count: number): NpyColumn[] {
  const name = column.name ?? '';
  const letters = coordinateFields.has(name.toLowerCase())
    ? ['x', 'y', 'z']
    : /^(normals?|n)$/i.test(name)
      ? ['nx', 'ny', 'nz']
      : /^(rgb|colou?rs?)$/i.test(name)
        ? ['red', 'green', 'blue']
        : [];
  return Array.from({ length: column.components }, (_, component) => ({
    name: column.components === 3 && letters.length === 3 ? letters[component] : `${name}[${component}]`,
    type: column.type,
    components: 1,
    data: everyNth(column.data, component, column.components, count),
  }));
}

/** `count` values, every `stride`-th from `first` on, in an array of the same type. */
function everyNth(data: NumericArray, first: number, stride: number, count: number): NumericArray {
  const part = data.slice(0, count);
  if (isBigIntegerArray(part)) {
    if (isBigIntegerArray(data)) for (let i = 0; i < count; i++) part[i] = data[first + i * stride];
    return part;
  }
  for (let i = 0; i < count; i++) part[i] = Number(data[first + i * stride]);
  return part;
}

function interpretPoints(column: NpyColumn, fortran: boolean, rows: number, columns: number, context: Pick<ReadContext, 'options' | 'warn'>, file: string): Model | null {
  const isFloat = column.type.startsWith('float');
  const isPoints = (size: number): boolean => size === 3 ? column.type !== 'bool' : size > 3 && size <= mostPointColumns && isFloat;
  if (context.options.columns === undefined && !isPoints(columns)) {
    if (rows !== 3 || columns <= mostPointColumns || !isFloat) return null;
    context.warn(`${file}: the shape (3, ${columns}) was read as ${columns} points that lie on their side.`);
    return cloudOfColumns(splitMatrix(column, !fortran, columns, ['x', 'y', 'z']), columns);
  }
  const names = context.options.columns ?? defaultNames(column.data, fortran, rows, columns);
  if (names.length !== columns) {
    throw new FormatError({ file, expected: `${columns} names of columns`, found: `${names.length} (${names.join(', ')})`, advice: 'Name every column with --columns.' });
  }
  return cloudOfColumns(splitMatrix(column, fortran, rows, names), rows);
}

/** The columns of a matrix; `byColumn`: a column's values lie side by side. */
function splitMatrix(column: NpyColumn, byColumn: boolean, rows: number, names: readonly string[]): CloudColumn[] {
  return names.map((name, index) => ({
    name,
    type: column.type,
    components: 1,
    data: byColumn ? column.data.slice(index * rows, (index + 1) * rows) : everyNth(column.data, index, names.length, rows),
  }));
}

/** x, y, z; then normals where each has the length 1, or colours where none is below 0 or above 255; then numbers. */
function defaultNames(data: NumericArray, fortran: boolean, rows: number, columns: number): string[] {
  const value = (row: number, index: number): number => Number(fortran ? data[index * rows + row] : data[row * columns + index]);
  const isTriple = (from: number, fits: (a: number, b: number, c: number) => boolean): boolean => {
    if (from + 3 > columns || rows === 0) return false;
    for (let row = 0; row < rows; row++) if (!fits(value(row, from), value(row, from + 1), value(row, from + 2))) return false;
    return true;
  };
  const isUnit = (a: number, b: number, c: number): boolean => Math.abs(Math.hypot(a, b, c) - 1) < 0.01;
  const isColour = (a: number, b: number, c: number): boolean => Math.min(a, b, c) >= 0 && Math.max(a, b, c) <= 255;
  const names = ['x', 'y', 'z'];
  while (names.length < columns) {
    const from = names.length;
    if (!names.includes('nx') && isTriple(from, isUnit)) names.push('nx', 'ny', 'nz');
    else if (!names.includes('red') && isTriple(from, isColour)) names.push('red', 'green', 'blue');
    else names.push(`column ${from}`);
  }
  return names;
}

function interpretGrid(column: NpyColumn, fortran: boolean, shape: readonly number[], context: Pick<ReadContext, 'options' | 'warn'>, surroundings: ArraySurroundings): Model {
  const { axes } = context.options;
  const named = axes === undefined ? zFastest : axisOrderOf(axes);
  if (!named) {
    throw new FormatError({ file: surroundings.file, expected: '--axes that are x, y and z in some order', found: JSON.stringify(axes), advice: 'xyz is the default.' });
  }
  // `named` is the order of the axes in memory, fastest first, of a C array; a Fortran array has its first axis fastest.
  const axisOrder: AxisOrder = fortran ? [named[2], named[1], named[0]] : named;
  const dimensions: [number, number, number] = [1, 1, 1];
  named.forEach((axis, place) => (dimensions[axis] = shape[2 - place]));
  const { origin, spacing } = surroundings;
  return buildGrid(
    {
      dimensions,
      axisOrder: axisOrder.every((axis, place) => axis === xFastest[place]) ? xFastest : axisOrder,
      ...(origin ? { origin } : {}),
      ...(spacing ? { spacing } : {}),
      values: { kind: 'values', name: 'value', type: column.type, components: 1, data: column.data },
      axesAreNamed: true,
      file: surroundings.file,
    },
    context,
  );
}

function featureSet(column: NpyColumn, fortran: boolean, rows: number, columns: number): FeatureSet {
  const data = fortran && columns > 1 && rows > 1 ? transposed(column.data, rows, columns) : column.data;
  let notFinite = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      if (Number.isFinite(Number(data[at]))) continue;
      notFinite++;
      break;
    }
  }
  return { kind: 'featureSet', count: rows, dimensions: columns, values: { kind: 'values', name: 'feature', type: column.type, components: columns, data }, notFinite, comments: [] };
}

/** Row by row, of what lies column by column. */
function transposed(data: NumericArray, rows: number, columns: number): NumericArray {
  const to = data.slice();
  for (let column = 0, from = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) to[row * columns + column] = data[from++];
  }
  return to;
}
