import { OperationError } from '../../model/errors';
import type { Axis } from '../../model/grid';
import { isGridModel, type GridModel, type Model } from '../../model/model';
import type { NumberArray, NumericType } from '../../model/numericType';
import type { WriteOptions } from '../format';
import { machineIsLittleEndian } from '../grids/cellTarget';

const encoder = new TextEncoder();
const chunkBytes = 1 << 20;

const typeWords: Readonly<Record<string, string>> = {
  Int8Array: 'int8', Uint8Array: 'uint8', Int16Array: 'int16', Uint16Array: 'uint16', Int32Array: 'int32', Uint32Array: 'uint32', Float32Array: 'float', Float64Array: 'double',
};

/**
 * Writes a grid in the order in which it is held, raw or as text; the directions of space tell which axis is which.
 *
 * @throws OperationError for a model that is no grid
 */
export function* writeNrrd(model: Model, options: WriteOptions): Generator<Uint8Array<ArrayBuffer>> {
  if (!isGridModel(model)) throw new OperationError('NRRD holds grids of cells alone. Choose another extension, or voxelize first.');
  const { data } = model.values;
  const isText = options.encoding === 'ascii';
  yield encoder.encode(headerOf(model, isText));
  if (isText) yield* textOf(data, model.values.type);
  else yield* bytesOf(data);
}

function headerOf(grid: GridModel, isText: boolean): string {
  const { values, axisOrder, dimensions, spacing, origin, directions, comments } = grid;
  const { components } = values;
  const step = (axis: Axis): string => {
    const unit = directions?.[axis] ?? [0, 1, 2].map((other) => (other === axis ? 1 : 0));
    return `(${unit.map((value) => value * spacing[axis]).join(',')})`;
  };
  const isVector = components > 1;
  return [
    'NRRD0004',
    ...comments.flatMap((comment) => comment.split(/\r\n|\r|\n/)).map((line) => `# ${line}`),
    `type: ${typeWords[values.data.constructor.name]}`,
    `dimension: ${isVector ? 4 : 3}`,
    'space dimension: 3',
    `sizes: ${[...(isVector ? [components] : []), ...axisOrder.map((axis) => dimensions[axis])].join(' ')}`,
    `space directions: ${[...(isVector ? ['none'] : []), ...axisOrder.map(step)].join(' ')}`,
    `space origin: (${origin.join(',')})`,
    ...(isText ? [] : [`endian: ${machineIsLittleEndian ? 'little' : 'big'}`]),
    `encoding: ${isText ? 'ascii' : 'raw'}`,
    '',
    '',
  ].join('\n');
}

function* bytesOf(data: NumberArray): Generator<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.slice(start, start + chunkBytes);
}

function* textOf(data: NumberArray, type: NumericType): Generator<Uint8Array<ArrayBuffer>> {
  const isSingle = data instanceof Float32Array && type !== 'float64';
  let lines: string[] = [];
  for (let i = 0; i < data.length; i++) {
    lines.push(isSingle ? singleText(data[i]) : String(data[i]));
    if (lines.length < 65_536) continue;
    yield encoder.encode(`${lines.join('\n')}\n`);
    lines = [];
  }
  yield encoder.encode(`${lines.join('\n')}\n`);
}

/** The shortest of texts with six to nine digits that reads back as the same float32. */
function singleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}
