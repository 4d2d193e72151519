import type { MeshLayer } from './meshLayer';

const trianglesPerSlice = 65_536;

/** Adds the normals of triangles `from` ... `to` - 1, weighted by their areas, to their corners. All triples. */
export function addTriangleNormals(positions: Float32Array, indices: Uint32Array, from: number, to: number, normals: Float32Array): void {
  for (let i = 3 * from; i < 3 * to; i += 3) {
    const a = 3 * indices[i];
    const b = 3 * indices[i + 1];
    const c = 3 * indices[i + 2];
    const abX = positions[b] - positions[a];
    const abY = positions[b + 1] - positions[a + 1];
    const abZ = positions[b + 2] - positions[a + 2];
    const acX = positions[c] - positions[a];
    const acY = positions[c + 1] - positions[a + 1];
    const acZ = positions[c + 2] - positions[a + 2];
    const x = abY * acZ - abZ * acY;
    const y = abZ * acX - abX * acZ;
    const z = abX * acY - abY * acX;
    // A corner that is not finite must not spoil the normals of its neighbours.
    if (!Number.isFinite(x + y + z)) continue;
    normals[a] += x;
    normals[a + 1] += y;
    normals[a + 2] += z;
    normals[b] += x;
    normals[b + 1] += y;
    normals[b + 2] += z;
    normals[c] += x;
    normals[c + 1] += y;
    normals[c + 2] += z;
  }
}

/** Unit normals as shorts -32767 ... 32767; zero where no triangle says anything. */
export function packNormals(normals: Float32Array, from: number, to: number, packed: Int16Array): void {
  for (let i = 3 * from; i < 3 * to; i += 3) {
    const magnitude = Math.hypot(normals[i], normals[i + 1], normals[i + 2]);
    const factor = magnitude > 0 ? 32767 / magnitude : 0;
    for (let axis = 0; axis < 3; axis++) packed[i + axis] = Math.round(normals[i + axis] * factor);
  }
}

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Vertex normals of a mesh on the GPU, 3 shorts a vertex. Read back and computed in slices of a few milliseconds, since
 * few ask for them and the page must stay quick. Null when `current` says that the mesh is gone.
 */
export async function computeNormals(layer: MeshLayer, current: () => boolean): Promise<Int16Array<ArrayBuffer> | null> {
  const positions = new Float32Array(3 * layer.total);
  const step = 3 * 4 * trianglesPerSlice;
  for (let start = 0; start < positions.length; start += step) {
    layer.positions.read(4 * start, positions.subarray(start, Math.min(positions.length, start + step)));
    await breathe();
    if (!current()) return null;
  }
  // Areas are squares of lengths: without a common scale, tiny and huge models would leave float32's range.
  let extent = 0;
  for (let i = 0; i < positions.length; i++) if (Math.abs(positions[i]) > extent) extent = Math.abs(positions[i]);
  if (extent > 0) for (let i = 0; i < positions.length; i++) positions[i] /= extent;
  const normals = new Float32Array(3 * layer.total);
  for (const { indices } of [...layer.triangles]) {
    const total = indices.byteLength / 12;
    const slice = new Uint32Array(3 * Math.min(total, trianglesPerSlice));
    for (let first = 0; first < total; first += trianglesPerSlice) {
      const count = Math.min(trianglesPerSlice, total - first);
      indices.read(12 * first, slice.subarray(0, 3 * count));
      addTriangleNormals(positions, slice, 0, count, normals);
      await breathe();
      if (!current()) return null;
    }
  }
  const packed = new Int16Array(3 * layer.total);
  for (let first = 0; first < layer.total; first += 4 * trianglesPerSlice) {
    packNormals(normals, first, Math.min(layer.total, first + 4 * trianglesPerSlice), packed);
    await breathe();
    if (!current()) return null;
  }
  return packed;
}
