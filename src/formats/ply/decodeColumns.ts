import { bytesOfType, isBigIntegerArray, type NumberArray, type NumericArray, type NumericType } from '../../model/numericType';
import type { Column, ElementPlan } from './columns';

/**
 * One property of many fixed-size records into one component of an array, a tight loop a type: engines compile each for
 * the one kind of array it meets.
 */
interface Run {
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Of the property in the first record. */
  readonly offset: number;
  /** Bytes from one record to the next. */
  readonly stride: number;
  readonly count: number;
  /** Index of the first value in the target, and the distance to the next. */
  readonly start: number;
  readonly step: number;
}

function runFloat32(run: Run, data: NumberArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getFloat32(offset, littleEndian);
}

function runFloat64(run: Run, data: NumberArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getFloat64(offset, littleEndian);
}

function runInt8(run: Run, data: NumberArray): void {
  const { view, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getInt8(offset);
}

function runUint8(run: Run, data: NumberArray): void {
  const { view, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getUint8(offset);
}

function runInt16(run: Run, data: NumberArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getInt16(offset, littleEndian);
}

function runUint16(run: Run, data: NumberArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getUint16(offset, littleEndian);
}

function runInt32(run: Run, data: NumberArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getInt32(offset, littleEndian);
}

function runUint32(run: Run, data: NumberArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) data[start] = view.getUint32(offset, littleEndian);
}

function runBigInteger(run: Run, signed: boolean, data: NumericArray): void {
  const { view, littleEndian, stride, count, step } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += step) {
    const value = signed ? view.getBigInt64(offset, littleEndian) : view.getBigUint64(offset, littleEndian);
    if (isBigIntegerArray(data)) data[start] = value;
    else data[start] = Number(value);
  }
}

/** Three neighbouring float32 into three neighbouring values: the coordinates of most files. */
function runFloat32Triples(run: Run, data: Float32Array): void {
  const { view, littleEndian, stride, count } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += 3) {
    data[start] = view.getFloat32(offset, littleEndian);
    data[start + 1] = view.getFloat32(offset + 4, littleEndian);
    data[start + 2] = view.getFloat32(offset + 8, littleEndian);
  }
}

/** Three neighbouring bytes into three neighbouring ones: colours. */
function runUint8Triples(run: Run, data: Uint8Array): void {
  const { view, stride, count } = run;
  let { offset, start } = run;
  for (let i = 0; i < count; i++, offset += stride, start += 3) {
    data[start] = view.getUint8(offset);
    data[start + 1] = view.getUint8(offset + 1);
    data[start + 2] = view.getUint8(offset + 2);
  }
}

/** True when this column and the next two are the whole of a group, in order. */
function beginsTriple(columns: readonly Column[], index: number): boolean {
  const first = columns[index];
  if (first.kind !== 'scalar' || first.group?.components !== 3) return false;
  for (let i = 0; i < 3; i++) {
    const column = columns[index + i];
    if (column?.kind !== 'scalar' || column.group !== first.group || column.component !== i || column.property.type !== first.property.type) return false;
  }
  return true;
}

function decodeTriple(type: NumericType, run: Run, data: NumericArray): boolean {
  if (type === 'float32' && data instanceof Float32Array) runFloat32Triples(run, data);
  else if (type === 'uint8' && data instanceof Uint8Array) runUint8Triples(run, data);
  else return false;
  return true;
}

function decodeRun(type: NumericType, run: Run, data: NumericArray): void {
  if (type === 'int64' || type === 'uint64') {
    runBigInteger(run, type === 'int64', data);
    return;
  }
  if (isBigIntegerArray(data)) throw new TypeError(`Got an array of 64-bit integers for values of type ${type}.`);
  switch (type) {
    case 'int8':
      runInt8(run, data);
      return;
    case 'uint8':
    case 'bool':
      runUint8(run, data);
      return;
    case 'int16':
      runInt16(run, data);
      return;
    case 'uint16':
      runUint16(run, data);
      return;
    case 'int32':
      runInt32(run, data);
      return;
    case 'uint32':
      runUint32(run, data);
      return;
    case 'float64':
      runFloat64(run, data);
      return;
    case 'float32':
      runFloat32(run, data);
      return;
    case 'float16':
      throw new TypeError('PLY has no 16-bit floats.');
  }
}

/** Bytes of a block of records that stay in a core's own cache while each property is taken out in turn. */
const blockBytes = 64 * 1024;

/**
 * Decodes `count` fixed-size records that begin at `offset` of the view into rows `row ...` of a plan without lists.
 * `blockDone(from, to)` is called as rows become final, while they are still in the cache.
 */
export function decodeFixedRows(
  plan: ElementPlan,
  view: DataView,
  offset: number,
  stride: number,
  littleEndian: boolean,
  row: number,
  count: number,
  blockDone: (from: number, to: number) => void,
): void {
  const blockRows = Math.max(16, Math.floor(blockBytes / stride));
  for (let done = 0; done < count; done += blockRows) {
    const rows = Math.min(blockRows, count - done);
    let place = offset + done * stride;
    for (let index = 0; index < plan.columns.length; index++) {
      const column = plan.columns[index];
      const { type } = column.property;
      const bytes = bytesOfType[type];
      if (column.kind === 'scalar' && column.group) {
        const { group, component } = column;
        const start = (row + done) * group.components + component;
        const run = { view, littleEndian, offset: place, stride, count: rows, start, step: group.components };
        if (beginsTriple(plan.columns, index) && decodeTriple(type, run, group.data)) {
          place += 2 * bytes;
          index += 2;
        } else {
          decodeRun(type, run, group.data);
        }
      }
      place += bytes;
    }
    blockDone(row + done, row + done + rows);
  }
}
