import { OperationError } from '../../model/errors';
import type { Mesh } from '../../model/mesh';
import type { Model } from '../../model/model';
import type { WriteOptions } from '../format';
import { float32Text } from '../numberText';

const encoder = new TextEncoder();
const facetsAtOnce = 16_384;

/**
 * Writes the triangles of a mesh, binary or as text, each with the normal of its plane (0 where it has no area).
 * Coordinates are float32 in binary files, and their shortest text otherwise.
 *
 * @throws OperationError for anything but a mesh, and for a mesh that is not of triangles alone
 */
export function* writeStl(model: Model, options: WriteOptions): Generator<Uint8Array<ArrayBuffer>> {
  if (model.kind !== 'mesh') throw new OperationError('STL holds triangles alone. Choose another extension.');
  const { indices, count } = model.polygons;
  if (indices.length !== 3 * count) throw new OperationError('STL holds triangles alone: the faces have to be cut first.');
  const kept = wholeTriangles(model);
  if (options.encoding === 'ascii') yield* writeText(model, kept);
  else yield* writeBinary(model, kept);
}

/** What STL cannot keep of a mesh. */
export function stlLosses(model: Model): readonly string[] {
  if (model.kind !== 'mesh') return [];
  const { positions, colours, attributes, edges, elements, textureCoordinates } = model;
  const dropped = [...(colours ? ['colours'] : []), ...(textureCoordinates ? ['texture coordinates'] : []), ...(attributes.length > 0 ? ['attributes of vertices'] : []), ...(edges ? ['edges'] : []), ...(elements.length > 0 ? ['further tables'] : [])];
  const isRounded = positions.type === 'float64' && positions.data.some((value) => value - value === 0 && Math.fround(value) !== value);
  return [
    ...(dropped.length > 0 ? [`STL holds triangles alone: ${dropped.join(', ')} are left out.`] : []),
    ...(isRounded ? ['STL holds float32: coordinates are rounded to it.'] : []),
  ];
}

/** Rows of the triangles whose corners exist and are finite: others have no place in a file without vertex numbers. */
function wholeTriangles({ positions, polygons, count }: Mesh): Uint32Array {
  const { indices } = polygons;
  const rows = new Uint32Array(polygons.count);
  let kept = 0;
  for (let triangle = 0; triangle < polygons.count; triangle++) {
    let isWhole = true;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3 && isWhole; corner++) {
      const at = 3 * indices[corner];
      const sum = indices[corner] < count ? positions.data[at] + positions.data[at + 1] + positions.data[at + 2] : NaN;
      isWhole = sum - sum === 0;
    }
    if (isWhole) rows[kept++] = triangle;
  }
  return rows.subarray(0, kept);
}

const corners = new Float64Array(9);
const normal = new Float64Array(3);

/** Loads the corners of a triangle, and its normal. */
function load({ positions, polygons }: Mesh, triangle: number): void {
  for (let corner = 0; corner < 3; corner++) {
    const at = 3 * polygons.indices[3 * triangle + corner];
    for (let axis = 0; axis < 3; axis++) corners[3 * corner + axis] = positions.data[at + axis];
  }
  for (let axis = 0; axis < 3; axis++) {
    const i = (axis + 1) % 3;
    const j = (axis + 2) % 3;
    normal[axis] = (corners[3 + i] - corners[i]) * (corners[6 + j] - corners[j]) - (corners[3 + j] - corners[j]) * (corners[6 + i] - corners[i]);
  }
  const length = Math.hypot(normal[0], normal[1], normal[2]);
  for (let axis = 0; axis < 3; axis++) normal[axis] = length > 0 ? normal[axis] / length : 0;
}

function* writeBinary(mesh: Mesh, rows: Uint32Array): Generator<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(84);
  // Must not begin with "solid", which some readers take for text.
  encoder.encodeInto('binary STL', header);
  new DataView(header.buffer).setUint32(80, rows.length, true);
  yield header;
  for (let first = 0; first < rows.length; first += facetsAtOnce) {
    const end = Math.min(rows.length, first + facetsAtOnce);
    const view = new DataView(new ArrayBuffer(50 * (end - first)));
    for (let row = first, at = 0; row < end; row++, at += 50) {
      load(mesh, rows[row]);
      for (let i = 0; i < 3; i++) view.setFloat32(at + 4 * i, normal[i], true);
      for (let i = 0; i < 9; i++) view.setFloat32(at + 12 + 4 * i, corners[i], true);
    }
    yield new Uint8Array(view.buffer);
  }
}

function* writeText(mesh: Mesh, rows: Uint32Array): Generator<Uint8Array<ArrayBuffer>> {
  const text = (values: Float64Array, from: number): string => [0, 1, 2].map((axis) => float32Text(Math.fround(values[from + axis]))).join(' ');
  yield encoder.encode('solid\n');
  for (let first = 0; first < rows.length; first += facetsAtOnce) {
    const lines: string[] = [];
    for (let row = first; row < Math.min(rows.length, first + facetsAtOnce); row++) {
      load(mesh, rows[row]);
      lines.push(`facet normal ${text(normal, 0)}\nouter loop\nvertex ${text(corners, 0)}\nvertex ${text(corners, 3)}\nvertex ${text(corners, 6)}\nendloop\nendfacet\n`);
    }
    yield encoder.encode(lines.join(''));
  }
  yield encoder.encode('endsolid\n');
}
