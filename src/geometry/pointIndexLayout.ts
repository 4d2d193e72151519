/** Coordinates as they are stored: a cloud in float32 keeps its bits at half the memory. */
export type Coordinates = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

/** Points in a leaf, on average at most. Measured on surfaces and sweeps: half and twice as many are both slower. */
export const leafSize = 16;

const version = 1;
const headerBytes = 32;

/** The parts of an index's one buffer. */
export interface PointIndexLayout {
  readonly buffer: ArrayBufferLike;
  /** What the buffer is of, where kernels of all threads can search in it; otherwise null. */
  readonly memory: WebAssembly.Memory | null;
  /** Bytes of the buffer that the index takes. */
  readonly end: number;
  /** Points in the index: the finite ones. */
  readonly count: number;
  /** Rows of the cloud that it was made from. */
  readonly rows: number;
  /** A random number of 53 bits that tells this index from others, also after it went to another thread. */
  readonly identity: number;
  /** A power of two: the leaves of a perfect binary tree. */
  readonly leaves: number;
  /** leaves + 1 ascending positions: leaf `i` holds the points `starts[i] ... starts[i + 1] - 1`, none perhaps. */
  readonly starts: Uint32Array<ArrayBufferLike>;
  /** 8 a node (min x, y, z, 0, max x, y, z, 0): root 1, children of `k` at `2k` and `2k + 1`, leaf `i` at `leaves + i`. */
  readonly boxes: Coordinates;
  /** 4 a point, in the order of the leaves: x, y, z, and in the fourth place its row: see {@link PointIndexLayout.words}. */
  readonly points: Coordinates;
  /** Where points are float32: the same memory as integers, so that `words[4 * point + 3]` is the row. Otherwise null, and `points` has the row as a number. */
  readonly words: Uint32Array<ArrayBufferLike> | null;
}

/** The row in its cloud of a point of an index. */
export function rowOf(layout: PointIndexLayout, point: number): number {
  return layout.words ? layout.words[4 * point + 3] : layout.points[4 * point + 3];
}

function leavesOf(count: number): number {
  let leaves = 1;
  while (leaves * leafSize < count) leaves *= 2;
  return leaves;
}

const padded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

function placesOf(count: number, bytesOfNumber: 4 | 8) {
  const leaves = leavesOf(count);
  const boxes = headerBytes + padded((leaves + 1) * 4);
  const points = boxes + padded(leaves * 16 * bytesOfNumber);
  return { leaves, boxes, points, end: points + count * 4 * bytesOfNumber };
}

/** Bytes of an index of `count` points whose numbers take 4 or 8 bytes: about 25 or 50 a point. */
export function pointIndexBytes(count: number, bytesOfNumber: 4 | 8): number {
  return placesOf(count, bytesOfNumber).end;
}

function bufferOf(place: ArrayBufferLike | WebAssembly.Memory): ArrayBufferLike {
  return place instanceof WebAssembly.Memory ? place.buffer : place;
}

/** Writes the header of a new index; what the buffer held before does not matter. */
export function createLayout(place: ArrayBufferLike | WebAssembly.Memory, count: number, rows: number, bytesOfNumber: 4 | 8): PointIndexLayout {
  const buffer = bufferOf(place);
  new Uint32Array(buffer, 0, 4).set([version, bytesOfNumber, count, rows]);
  new Float64Array(buffer, 16, 1)[0] = Math.random();
  const layout = layoutOf(place);
  // The two numbers of a box that stand for nothing must be 0, and the memory may have been used before.
  layout.boxes.fill(0);
  return layout;
}

/**
 * The parts of a buffer that an index was written to.
 * @throws RangeError when it is of another version or of another size than it says.
 */
export function layoutOf(place: ArrayBufferLike | WebAssembly.Memory): PointIndexLayout {
  const buffer = bufferOf(place);
  if (buffer.byteLength < headerBytes) throw new RangeError(`Got ${buffer.byteLength} bytes when a point index has at least ${headerBytes}.`);
  const [found, bytesOfNumber, count, rows] = new Uint32Array(buffer, 0, 4);
  if (found !== version) throw new RangeError(`Got a point index of version ${found} when expected ${version}.`);
  if (bytesOfNumber !== 4 && bytesOfNumber !== 8) throw new RangeError(`Got numbers of ${bytesOfNumber} bytes when expected 4 or 8.`);
  const places = placesOf(count, bytesOfNumber);
  if (buffer.byteLength < places.end) throw new RangeError(`Got ${buffer.byteLength} bytes when an index of ${count} points has ${places.end}.`);
  const numbers = (from: number, length: number): Coordinates =>
    bytesOfNumber === 4 ? new Float32Array(buffer, from, length) : new Float64Array(buffer, from, length);
  return {
    buffer,
    memory: place instanceof WebAssembly.Memory ? place : null,
    end: places.end,
    count,
    rows,
    identity: new Float64Array(buffer, 16, 1)[0],
    leaves: places.leaves,
    starts: new Uint32Array(buffer, headerBytes, places.leaves + 1),
    boxes: numbers(places.boxes, places.leaves * 16),
    points: numbers(places.points, count * 4),
    words: bytesOfNumber === 4 ? new Uint32Array(buffer, places.points, count * 4) : null,
  };
}
