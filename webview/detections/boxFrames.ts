import type { Calibration } from '../../src/model/detectionSet';
import type { Vector3 } from '../../src/model/bounds';

/** 4 x 4, row by row. */
export type Frame = readonly number[];

export const identityFrame: Frame = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The way back of a transform; null where there is none. */
export function inverted(frame: Frame): Frame | null {
  const inverse = inverted3([frame[0], frame[1], frame[2], frame[4], frame[5], frame[6], frame[8], frame[9], frame[10]]);
  if (!inverse) return null;
  const [x, y, z] = [0, 1, 2].map((row) => -(inverse[3 * row] * frame[3] + inverse[3 * row + 1] * frame[7] + inverse[3 * row + 2] * frame[11]));
  return [...inverse.slice(0, 3), x, ...inverse.slice(3, 6), y, ...inverse.slice(6, 9), z, 0, 0, 0, 1];
}

/** The inverse of a 3 x 3 matrix by its cofactors; null for one without. */
function inverted3(m: readonly number[]): number[] | null {
  const [a, b, c, d, e, f, g, h, i] = m;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!(Math.abs(determinant) > 0) || !Number.isFinite(determinant)) return null;
  return [e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d].map((value) => value / determinant);
}

export function moved([x, y, z]: Vector3, frame: Frame): Vector3 {
  return [
    frame[0] * x + frame[1] * y + frame[2] * z + frame[3],
    frame[4] * x + frame[5] * y + frame[6] * z + frame[7],
    frame[8] * x + frame[9] * y + frame[10] * z + frame[11],
  ];
}

export function turned([x, y, z]: Vector3, frame: Frame): Vector3 {
  return [frame[0] * x + frame[1] * y + frame[2] * z, frame[4] * x + frame[5] * y + frame[6] * z, frame[8] * x + frame[9] * y + frame[10] * z];
}

/** Where the camera of a calibration stands and looks, in the frame of the boxes; null where its matrix has no inverse. */
export function cameraOf({ projection: p }: Calibration): { readonly position: Vector3; readonly forward: Vector3; readonly up: Vector3 } | null {
  const inverse = inverted3([p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]]);
  if (!inverse) return null;
  const place = (row: number): number => -(inverse[3 * row] * p[3] + inverse[3 * row + 1] * p[7] + inverse[3 * row + 2] * p[11]);
  const position: Vector3 = [place(0), place(1), place(2)];
  const length = Math.hypot(p[8], p[9], p[10]);
  const forward: Vector3 = [p[8] / length, p[9] / length, p[10] / length];
  // Rows of a picture go down: the camera's up is against its second row, freed of what looks forward.
  const along = p[4] * forward[0] + p[5] * forward[1] + p[6] * forward[2];
  const down: Vector3 = [p[4] - along * forward[0], p[5] - along * forward[1], p[6] - along * forward[2]];
  const size = Math.hypot(...down) || 1;
  return { position, forward, up: [-down[0] / size, -down[1] / size, -down[2] / size] };
}
