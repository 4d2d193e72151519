import { cuboidStride } from '../model/detectionSet';

/**
 * The 8 corners of a cuboid, x y z each: 0-3 around its lower face (smallest own z), anticlockwise as seen from its
 * upper side and beginning where its own x and y are smallest; 4-7 above them.
 */
export function cuboidCorners(cuboids: Float64Array<ArrayBufferLike>, row: number, corners: Float64Array, at = 0): void {
  const from = cuboidStride * row;
  const w = cuboids[from + 6];
  const i = cuboids[from + 7];
  const j = cuboids[from + 8];
  const k = cuboids[from + 9];
  const halfLength = cuboids[from + 3] / 2;
  const halfWidth = cuboids[from + 4] / 2;
  const halfHeight = cuboids[from + 5] / 2;
  // Columns of the rotation, each as long as the half size along it.
  const lengthX = (1 - 2 * (j * j + k * k)) * halfLength;
  const lengthY = 2 * (i * j + w * k) * halfLength;
  const lengthZ = 2 * (i * k - w * j) * halfLength;
  const widthX = 2 * (i * j - w * k) * halfWidth;
  const widthY = (1 - 2 * (i * i + k * k)) * halfWidth;
  const widthZ = 2 * (j * k + w * i) * halfWidth;
  const heightX = 2 * (i * k + w * j) * halfHeight;
  const heightY = 2 * (j * k - w * i) * halfHeight;
  const heightZ = (1 - 2 * (i * i + j * j)) * halfHeight;
  for (let corner = 0; corner < 8; corner++) {
    const alongX = corner % 4 === 1 || corner % 4 === 2 ? 1 : -1;
    const alongY = corner % 4 >= 2 ? 1 : -1;
    const alongZ = corner >= 4 ? 1 : -1;
    const to = at + 3 * corner;
    corners[to] = cuboids[from] + alongX * lengthX + alongY * widthX + alongZ * heightX;
    corners[to + 1] = cuboids[from + 1] + alongX * lengthY + alongY * widthY + alongZ * heightY;
    corners[to + 2] = cuboids[from + 2] + alongX * lengthZ + alongY * widthZ + alongZ * heightZ;
  }
}
