/** Coordinates as they are stored: a cloud in float32 keeps its bits at half the memory. */
export type Coordinates = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** Points in a leaf, at most. Measured on surfaces and sweeps: 6 to 16 differ by less than a tenth. */
export const leafSize = 10;

const version = 1;
const headerBytes = 32;

/** The parts of an index's one buffer. */
export interface PointIndexLayout {
  readonly buffer: ArrayBufferLike;
  /** Points in the index: the finite ones. */
  readonly count: number;
  /** Rows of the cloud that it was made from. */
  readonly rows: number;
  /** A power of two; leaf `i` holds the points `floor(i * count / leaves)` up to the next leaf's first. */
  readonly leaves: number;
  /** 3 a point, in the order of the leaves. */
  readonly coordinates: Coordinates;
  /** 6 a node (min x, y, z, max x, y, z): root 1, children of `k` at `2k` and `2k + 1`, leaf `i` at `leaves + i`. */
  readonly boxes: Coordinates;
  /** Row in the cloud of each point, in the order of the leaves. */
  readonly rowsOfPoints: Uint32Array<ArrayBufferLike>;
}

/** Bytes of an index of `count` points whose coordinates take 4 or 8 bytes. */
export function pointIndexBytes(count: number, bytesOfCoordinate: 4 | 8): number {
  return headerBytes + (count * 3 + leavesOf(count) * 12) * bytesOfCoordinate + count * 4;
}

function leavesOf(count: number): number {
  let leaves = 1;
  while (leaves * leafSize < count) leaves *= 2;
  return leaves;
}

/** Writes the header of a new index. */
export function createLayout(buffer: ArrayBufferLike, count: number, rows: number, bytesOfCoordinate: 4 | 8): PointIndexLayout {
  new Uint32Array(buffer, 0, 4).set([version, bytesOfCoordinate, count, rows]);
  return layoutOf(buffer);
}

/**
 * The parts of a buffer that an index was written to.
 * @throws RangeError when it is of another version or of another size than it says.
 */
export function layoutOf(buffer: ArrayBufferLike): PointIndexLayout {
  if (buffer.byteLength < headerBytes) throw new RangeError(`Got ${buffer.byteLength} bytes when a point index has at least ${headerBytes}.`);
  const [found, bytesOfCoordinate, count, rows] = new Uint32Array(buffer, 0, 4);
  if (found !== version) throw new RangeError(`Got a point index of version ${found} when expected ${version}.`);
  if (bytesOfCoordinate !== 4 && bytesOfCoordinate !== 8) throw new RangeError(`Got coordinates of ${bytesOfCoordinate} bytes when expected 4 or 8.`);
  const bytes = pointIndexBytes(count, bytesOfCoordinate);
  if (buffer.byteLength < bytes) throw new RangeError(`Got ${buffer.byteLength} bytes when an index of ${count} points has ${bytes}.`);
  const leaves = leavesOf(count);
  const numbers = (from: number, length: number): Coordinates =>
    bytesOfCoordinate === 4 ? new Float32Array(buffer, from, length) : new Float64Array(buffer, from, length);
  const boxesFrom = headerBytes;
  const coordinatesFrom = boxesFrom + leaves * 12 * bytesOfCoordinate;
  return {
    buffer,
    count,
    rows,
    leaves,
    coordinates: numbers(coordinatesFrom, count * 3),
    boxes: numbers(boxesFrom, leaves * 12),
    rowsOfPoints: new Uint32Array(buffer, coordinatesFrom + count * 3 * bytesOfCoordinate, count),
  };
}
