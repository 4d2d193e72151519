export type Vector3 = readonly [number, number, number];

/** An axis-aligned box in the file's own coordinates, float64. */
export interface Bounds {
  readonly min: Vector3;
  readonly max: Vector3;
}
