import { OperationError } from '../../model/errors';
import { gridStrides } from '../../model/grid';
import { isGridModel, isVertexModel, type GridModel, type Model } from '../../model/model';
import type { NumericArray, NumericType } from '../../model/numericType';
import { machineIsLittleEndian } from '../grids/cellTarget';

const chunkBytes = 1 << 20;

const kinds: Readonly<Record<string, string>> = {
  Int8Array: 'i1', Uint8Array: 'u1', Int16Array: 'i2', Uint16Array: 'u2', Int32Array: 'i4', Uint32Array: 'u4', BigInt64Array: 'i8', BigUint64Array: 'u8', Float32Array: 'f4', Float64Array: 'f8',
};

/**
 * Writes one array as numpy.save does (format version 1.0, C order): of a grid its first values indexed [x][y][z], with a
 * last axis where a cell has several; of a cloud or mesh the positions, N x 3; of features a row a sample.
 */
export function* writeNpy(model: Model): Generator<Uint8Array<ArrayBuffer>> {
  if (isGridModel(model)) {
    const { data, components, type } = model.values;
    yield header(data, type, [...model.dimensions, ...(components > 1 ? [components] : [])]);
    yield* cellsOf(model);
  } else if (isVertexModel(model)) {
    const { data, type } = model.positions;
    yield header(data, type, [model.count, 3]);
    yield* bytesOf(data);
  } else if (model.kind === 'featureSet') {
    const { data, type } = model.values;
    yield header(data, type, [model.count, model.dimensions]);
    yield* bytesOf(data);
  } else throw new OperationError('NPY holds arrays of numbers. Choose another extension.');
}

/** What one array without names cannot keep. */
export function npyLosses(model: Model): readonly string[] {
  if (isGridModel(model)) {
    const isPlaced = model.spacing.some((step) => step !== 1) || model.origin.some((value) => value !== 0) || model.directions !== undefined;
    return [
      ...(isPlaced ? ['NPY holds no place: spacing and origin are left out.'] : []),
      ...(model.attributes.length > 0 ? ['Only the first array is written; further ones are left out.'] : []),
    ];
  }
  if (!isVertexModel(model)) return [];
  const hasMore = model.normals ?? model.colours ?? model.textureCoordinates ?? model.attributes[0] ?? model.elements[0];
  return hasMore || model.kind === 'mesh' ? ['NPY is written with the positions alone.'] : [];
}

/** The magic, the version, and the dictionary, padded so that the data begins at a multiple of 64 bytes. */
function header(data: NumericArray, type: NumericType, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const kind = kinds[data.constructor.name];
  const isByte = data.BYTES_PER_ELEMENT === 1;
  const description = type === 'bool' ? '|b1' : `${isByte ? '|' : machineIsLittleEndian ? '<' : '>'}${kind}`;
  const text = `{'descr': '${description}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length).fill(32);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  new TextEncoder().encodeInto(text, bytes.subarray(10));
  bytes[bytes.length - 1] = 10;
  return bytes;
}

function* bytesOf(data: NumericArray): Generator<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.slice(start, start + chunkBytes);
}

/** Cells with z fastest, plane by plane of x where they lie in another order. */
function* cellsOf(grid: GridModel): Generator<Uint8Array<ArrayBuffer>> {
  const { data, components } = grid.values;
  const [width, height, depth] = grid.dimensions;
  const [sx, sy, sz] = gridStrides(grid);
  if (sz === 1 && sy === depth) {
    yield* bytesOf(data);
    return;
  }
  const size = data.BYTES_PER_ELEMENT * components;
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let x = 0; x < width; x++) {
    const plane = new Uint8Array(height * depth * size);
    for (let y = 0, to = 0; y < height; y++) {
      for (let z = 0; z < depth; z++, to += size) {
        const at = (x * sx + y * sy + z * sz) * size;
        for (let byte = 0; byte < size; byte++) plane[to + byte] = from[at + byte];
      }
    }
    yield plane;
  }
}
