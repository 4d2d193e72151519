import { cuboidStride } from '../../model/detectionSet';

/** What {@link pointsInside} finds. */
export interface InsideBoxes {
  /** Points inside each box; a point in several counts in each. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** For each point the place of the first box that it is in; -1 for none. */
  readonly boxOf: Int32Array<ArrayBuffer>;
}

/**
 * Which points lie inside which boxes, borders included.
 *
 * @param positions 3 a point, in the cloud's frame; those that are not finite are in none
 * @param cuboids as `DetectionSet.cuboids`, in the frame of the boxes
 * @param toBoxes 4 x 4, row by row: from the cloud's frame to that of the boxes; null where they are one
 */
export function pointsInside(positions: Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>, cuboids: Float64Array, toBoxes: readonly number[] | null): InsideBoxes {
  const boxes = cuboids.length / cuboidStride;
  const points = positions.length / 3;
  const counts = new Uint32Array(boxes);
  const boxOf = new Int32Array(points).fill(-1);
  const reach = Float64Array.from({ length: boxes }, (_, box) => {
    const at = cuboidStride * box;
    return (cuboids[at + 3] ** 2 + cuboids[at + 4] ** 2 + cuboids[at + 5] ** 2) / 4;
  });
  const t = toBoxes;
  for (let point = 0; point < points; point++) {
    const px = positions[3 * point];
    const py = positions[3 * point + 1];
    const pz = positions[3 * point + 2];
    const x = t ? t[0] * px + t[1] * py + t[2] * pz + t[3] : px;
    const y = t ? t[4] * px + t[5] * py + t[6] * pz + t[7] : py;
    const z = t ? t[8] * px + t[9] * py + t[10] * pz + t[11] : pz;
    for (let box = 0; box < boxes; box++) {
      const at = cuboidStride * box;
      const dx = x - cuboids[at];
      const dy = y - cuboids[at + 1];
      const dz = z - cuboids[at + 2];
      // Nearly all points are beyond the box's corners; not a number is beyond, too.
      if (!(dx * dx + dy * dy + dz * dz <= reach[box] * (1 + 1e-12))) continue;
      if (!isInside(cuboids, at, dx, dy, dz)) continue;
      counts[box]++;
      if (boxOf[point] < 0) boxOf[point] = box;
    }
  }
  return { counts, boxOf };
}

/** The offset from the centre, turned back into the box's own frame, against its half sizes. */
function isInside(cuboids: Float64Array, at: number, dx: number, dy: number, dz: number): boolean {
  const w = cuboids[at + 6];
  const i = cuboids[at + 7];
  const j = cuboids[at + 8];
  const k = cuboids[at + 9];
  const along = (1 - 2 * (j * j + k * k)) * dx + 2 * (i * j + w * k) * dy + 2 * (i * k - w * j) * dz;
  const across = 2 * (i * j - w * k) * dx + (1 - 2 * (i * i + k * k)) * dy + 2 * (j * k + w * i) * dz;
  const up = 2 * (i * k + w * j) * dx + 2 * (j * k - w * i) * dy + (1 - 2 * (i * i + j * j)) * dz;
  return 2 * Math.abs(along) <= cuboids[at + 3] && 2 * Math.abs(across) <= cuboids[at + 4] && 2 * Math.abs(up) <= cuboids[at + 5];
}
