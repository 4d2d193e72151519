export interface MeasurePartsArgument {
  readonly positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;
  readonly corners: Uint32Array<ArrayBufferLike>;
  readonly firstTriangle: number;
  readonly lastTriangle: number;
  /** The part of every vertex on an edge, from 0. */
  readonly partOf: Uint32Array<ArrayBufferLike>;
  readonly parts: number;
  /** What volumes are summed about. */
  readonly centre: readonly [number, number, number];
}

export interface PartArrays {
  readonly triangles: Uint32Array<ArrayBuffer>;
  readonly area: Float64Array<ArrayBuffer>;
  readonly volume: Float64Array<ArrayBuffer>;
}

/** Sums of some triangles, a place a part. A triangle always has a vertex on an edge. */
export function measurePartsTask({ positions, corners, firstTriangle, lastTriangle, partOf, parts, centre }: MeasurePartsArgument): PartArrays {
  const triangles = new Uint32Array(parts);
  const area = new Float64Array(parts);
  const volume = new Float64Array(parts);
  const edgeVertices = partOf.length;
  const [cx, cy, cz] = centre;
  for (let i = 3 * firstTriangle; i < 3 * lastTriangle; i += 3) {
    const p = corners[i];
    const q = corners[i + 1];
    const r = corners[i + 2];
    const part = partOf[p < edgeVertices ? p : q < edgeVertices ? q : r];
    const px = positions[3 * p] - cx;
    const py = positions[3 * p + 1] - cy;
    const pz = positions[3 * p + 2] - cz;
    const ux = positions[3 * q] - cx - px;
    const uy = positions[3 * q + 1] - cy - py;
    const uz = positions[3 * q + 2] - cz - pz;
    const vx = positions[3 * r] - cx - px;
    const vy = positions[3 * r + 1] - cy - py;
    const vz = positions[3 * r + 2] - cz - pz;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    triangles[part]++;
    area[part] += Math.sqrt(nx * nx + ny * ny + nz * nz) / 2;
    volume[part] += (px * nx + py * ny + pz * nz) / 6;
  }
  return { triangles, area, volume };
}
