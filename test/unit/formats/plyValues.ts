import fc from 'fast-check';
import { createNumericArray, isBigIntegerArray, type NumericArray, type NumericType } from '../../../src/model/numericType';

/** Every type that a PLY header can state. */
export const plyTypes: readonly NumericType[] = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'];

const integerRanges: Partial<Record<NumericType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
};

/** Any value of a type, not finite ones included. */
export function valueOf(type: NumericType): fc.Arbitrary<number | bigint> {
  if (type === 'int64') return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  if (type === 'uint64') return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  if (type === 'float32') return fc.float();
  if (type === 'float64') return fc.double();
  const [min, max] = integerRanges[type] ?? [0, 1];
  return fc.integer({ min, max });
}

/** An array of a type with the given values. */
export function arrayOf(type: NumericType, values: readonly (number | bigint)[]): NumericArray {
  const array = createNumericArray(type, values.length);
  values.forEach((value, index) => {
    if (isBigIntegerArray(array)) array[index] = BigInt(value);
    else array[index] = Number(value);
  });
  return array;
}
