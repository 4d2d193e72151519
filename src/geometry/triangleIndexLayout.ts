import type { Coordinates } from './pointIndexLayout';

/** Triangles in a leaf, at most, where they can be told apart. */
export const trianglesOfLeaf = 6;

const version = 1;
const headerBytes = 32;

/** The parts of a triangle index's one buffer. */
export interface TriangleIndexLayout {
  readonly buffer: ArrayBufferLike;
  /** Triangles in the index: those whose corners exist and are finite, degenerate ones included. */
  readonly count: number;
  readonly nodes: number;
  /** 6 a node: min x, y, z, max x, y, z. The root is node 0; children come after their parents. */
  readonly boxes: Coordinates;
  /** 2 a node: of a leaf its first triangle and how many it has; of others the first of two adjacent children and 0. */
  readonly links: Uint32Array<ArrayBufferLike>;
  /** 9 a triangle, in the order of the leaves: its corners. */
  readonly corners: Coordinates;
  /** The number that each triangle had in the mesh. */
  readonly numbers: Uint32Array<ArrayBufferLike>;
}

const padded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

function placesOf(count: number, nodes: number, bytesOfNumber: 4 | 8) {
  const boxes = headerBytes;
  const links = boxes + padded(nodes * 6 * bytesOfNumber);
  const corners = links + padded(nodes * 8);
  const numbers = corners + padded(count * 9 * bytesOfNumber);
  return { boxes, links, corners, numbers, end: numbers + count * 4 };
}

export function triangleIndexBytes(count: number, nodes: number, bytesOfNumber: 4 | 8): number {
  return placesOf(count, nodes, bytesOfNumber).end;
}

export function createTriangleLayout(buffer: ArrayBufferLike, count: number, nodes: number, bytesOfNumber: 4 | 8): TriangleIndexLayout {
  new Uint32Array(buffer, 0, 4).set([version, bytesOfNumber, count, nodes]);
  return triangleLayoutOf(buffer);
}

/**
 * The parts of a buffer that a triangle index was written to.
 * @throws RangeError when it is of another version or of another size than it says.
 */
export function triangleLayoutOf(buffer: ArrayBufferLike): TriangleIndexLayout {
  if (buffer.byteLength < headerBytes) throw new RangeError(`Got ${buffer.byteLength} bytes when a triangle index has at least ${headerBytes}.`);
  const [found, bytesOfNumber, count, nodes] = new Uint32Array(buffer, 0, 4);
  if (found !== version) throw new RangeError(`Got a triangle index of version ${found} when expected ${version}.`);
  if (bytesOfNumber !== 4 && bytesOfNumber !== 8) throw new RangeError(`Got numbers of ${bytesOfNumber} bytes when expected 4 or 8.`);
  const places = placesOf(count, nodes, bytesOfNumber);
  if (buffer.byteLength < places.end) throw new RangeError(`Got ${buffer.byteLength} bytes when an index of ${count} triangles has ${places.end}.`);
  const numbers = (from: number, length: number): Coordinates =>
    bytesOfNumber === 4 ? new Float32Array(buffer, from, length) : new Float64Array(buffer, from, length);
  return {
    buffer,
    count,
    nodes,
    boxes: numbers(places.boxes, nodes * 6),
    links: new Uint32Array(buffer, places.links, nodes * 2),
    corners: numbers(places.corners, count * 9),
    numbers: new Uint32Array(buffer, places.numbers, count),
  };
}
