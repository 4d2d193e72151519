const bits = new DataView(new ArrayBuffer(8));

/** Whole numbers in the same proportions as finite float64 values, exactly: each times one power of two. */
export function wholeNumbers(values: ArrayLike<number>): bigint[] {
  const parts = Array.from(values, (value) => {
    bits.setFloat64(0, value);
    const word = bits.getBigUint64(0);
    const exponent = Number((word >> 52n) & 0x7ffn);
    const fraction = word & 0xfffffffffffffn;
    const mantissa = exponent === 0 ? fraction : fraction | 0x10000000000000n;
    return { mantissa: word >> 63n === 1n ? -mantissa : mantissa, exponent: Math.max(1, exponent) };
  });
  const least = Math.min(...parts.map(({ mantissa, exponent }) => (mantissa === 0n ? Infinity : exponent)));
  return parts.map(({ mantissa, exponent }) => (mantissa === 0n ? 0n : mantissa << BigInt(exponent - least)));
}
