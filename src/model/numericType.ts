/** The number types a file may store. `bool` and `float16` have no array of their own and are widened (see {@link arrayTypeOf}). */
export type NumericType =
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64'
  | 'bool';

export type NumericArray =
  | Int8Array<ArrayBufferLike>
  | Uint8Array<ArrayBufferLike>
  | Int16Array<ArrayBufferLike>
  | Uint16Array<ArrayBufferLike>
  | Int32Array<ArrayBufferLike>
  | Uint32Array<ArrayBufferLike>
  | BigInt64Array<ArrayBufferLike>
  | BigUint64Array<ArrayBufferLike>
  | Float32Array<ArrayBufferLike>
  | Float64Array<ArrayBufferLike>;

/** Arrays whose values are plain numbers. */
export type NumberArray = Exclude<NumericArray, BigInt64Array<ArrayBufferLike> | BigUint64Array<ArrayBufferLike>>;

/** Bytes one stored value takes in a file. */
export const bytesOfType: Readonly<Record<NumericType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
  bool: 1,
};

/**
 * An array that holds `length` values of a type exactly. float16 is held as float32 and bool as bytes of 0 and 1,
 * because the oldest supported Node and VS Code have no arrays for them.
 *
 * @param allocate gives the memory, zeroed and at least so many bytes; ordinary memory when left out
 */
export function createNumericArray(type: NumericType, length: number, allocate?: (bytes: number) => ArrayBufferLike): NumericArray {
  const memory = (bytes: number): ArrayBufferLike => (allocate ?? ordinary)(bytes * length);
  switch (type) {
    case 'int8':
      return new Int8Array(memory(1), 0, length);
    case 'uint8':
    case 'bool':
      return new Uint8Array(memory(1), 0, length);
    case 'int16':
      return new Int16Array(memory(2), 0, length);
    case 'uint16':
      return new Uint16Array(memory(2), 0, length);
    case 'int32':
      return new Int32Array(memory(4), 0, length);
    case 'uint32':
      return new Uint32Array(memory(4), 0, length);
    case 'int64':
      return new BigInt64Array(memory(8), 0, length);
    case 'uint64':
      return new BigUint64Array(memory(8), 0, length);
    case 'float16':
    case 'float32':
      return new Float32Array(memory(4), 0, length);
    case 'float64':
      return new Float64Array(memory(8), 0, length);
  }
}

function ordinary(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes);
}

/** True when the array's values are bigints. */
export function isBigIntegerArray(
  array: NumericArray,
): array is BigInt64Array<ArrayBufferLike> | BigUint64Array<ArrayBufferLike> {
  return array instanceof BigInt64Array || array instanceof BigUint64Array;
}

/** A new array of the same kind as another. */
export function createArrayLike(array: NumberArray, length: number): NumberArray {
  if (array instanceof Uint8Array) return new Uint8Array(length);
  if (array instanceof Int8Array) return new Int8Array(length);
  if (array instanceof Int16Array) return new Int16Array(length);
  if (array instanceof Uint16Array) return new Uint16Array(length);
  if (array instanceof Int32Array) return new Int32Array(length);
  if (array instanceof Uint32Array) return new Uint32Array(length);
  return array instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
