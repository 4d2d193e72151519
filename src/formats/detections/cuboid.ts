/**
 * Writes a cuboid as a model has it: centre, size, unit quaternion w x y z. A quaternion of any length but 0 is brought
 * to length 1; one of length 0 stands for no turn.
 */
export function setCuboid(target: Float64Array, centre: readonly number[], size: readonly number[], quaternion: readonly number[]): void {
  const length = Math.hypot(...quaternion);
  for (let at = 0; at < 3; at++) {
    target[at] = centre[at];
    target[3 + at] = size[at];
  }
  for (let at = 0; at < 4; at++) target[6 + at] = length === 0 ? (at === 0 ? 1 : 0) : quaternion[at] / length;
}
