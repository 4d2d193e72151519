/** A square matrix that is zero but near its diagonal. */
export interface Band {
  readonly size: number;
  /** Diagonals above the first that may not be zero, at least 1. */
  readonly width: number;
  /** Numbers of a row: `width` before the diagonal, the diagonal, and twice `width` after it. */
  readonly stride: number;
  readonly data: Float64Array<ArrayBuffer>;
  set(row: number, column: number, value: number): void;
}

export function emptyBand(size: number, width: number): Band {
  const stride = 3 * width + 1;
  const data = new Float64Array(size * stride);
  return { size, width, stride, data, set: (row, column, value) => void (data[row * stride + column - row + width] = value) };
}
