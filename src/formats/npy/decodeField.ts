import { bytesOfType, type NumericArray } from '../../model/numericType';
import type { NpyField } from './dataType';

const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Writes one field of `count` items to `data`, from place `first` on. `bytes` holds the items whole. */
export function decodeField(bytes: Uint8Array<ArrayBuffer>, field: NpyField, itemBytes: number, count: number, data: NumericArray, first: number): void {
  const { type, offset, components } = field;
  const size = bytesOfType[type];
  const packed = size * components === itemBytes ? bytes : gather(bytes, offset, size * components, itemBytes, count);
  orderBytes(packed, field);
  const length = count * components;
  if (type === 'float16') {
    const even = packed.byteOffset % 2 === 0 ? packed : packed.slice();
    const halves = new Uint16Array(even.buffer, even.byteOffset, length);
    for (let i = 0; i < length; i++) data[first + i] = halfValues[halves[i]];
  } else if (type === 'bool') {
    for (let i = 0; i < length; i++) data[first + i] = packed[i] === 0 ? 0 : 1;
  } else {
    new Uint8Array(data.buffer, data.byteOffset + first * size, length * size).set(packed.subarray(0, length * size));
  }
}

/** Whether numbers of a field are kept in memory as they lie in the file, but for the order of their bytes. */
export function isStoredAsRead({ type, components }: NpyField, itemBytes: number): boolean {
  return type !== 'float16' && type !== 'bool' && bytesOfType[type] * components === itemBytes;
}

/** Turns the bytes of each number of a field around where the machine has the other order. */
export function orderBytes(bytes: Uint8Array<ArrayBufferLike>, { type, littleEndian }: NpyField): void {
  const size = bytesOfType[type];
  if (size > 1 && littleEndian !== machineIsLittleEndian) swap(bytes, size);
}

/** One field's bytes side by side. */
function gather(bytes: Uint8Array<ArrayBuffer>, offset: number, size: number, itemBytes: number, count: number): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(count * size);
  for (let item = 0, to = 0; item < count; item++) {
    const from = item * itemBytes + offset;
    for (let byte = 0; byte < size; byte++) packed[to++] = bytes[from + byte];
  }
  return packed;
}

function swap(bytes: Uint8Array<ArrayBufferLike>, size: number): void {
  for (let start = 0; start + size <= bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

/** The value of each half-precision number of IEEE 754. */
const halfValues = Float32Array.from({ length: 1 << 16 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
});
