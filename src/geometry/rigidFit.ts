import type { AffineTransform } from './affineTransform';
import type { Vector3 } from '../model/bounds';

/** Sums over pairs of points, from which the best rotation and translation follow; pairs are added one at a time. */
export class RigidFit {
  private count = 0;
  private readonly source = new Float64Array(3);
  private readonly target = new Float64Array(3);
  /** Row s, column t: the sum of source coordinate s times target coordinate t. */
  private readonly products = new Float64Array(9);

  /** @param origin subtracted from all coordinates, so that large ones lose no digits in products: any point near the clouds. */
  constructor(private readonly origin: Vector3) {}

  add(sourceX: number, sourceY: number, sourceZ: number, targetX: number, targetY: number, targetZ: number): void {
    const [ox, oy, oz] = this.origin;
    const sx = sourceX - ox;
    const sy = sourceY - oy;
    const sz = sourceZ - oz;
    const tx = targetX - ox;
    const ty = targetY - oy;
    const tz = targetZ - oz;
    this.count++;
    const { source, target, products } = this;
    source[0] += sx;
    source[1] += sy;
    source[2] += sz;
    target[0] += tx;
    target[1] += ty;
    target[2] += tz;
    products[0] += sx * tx;
    products[1] += sx * ty;
    products[2] += sx * tz;
    products[3] += sy * tx;
    products[4] += sy * ty;
    products[5] += sy * tz;
    products[6] += sz * tx;
    products[7] += sz * ty;
    products[8] += sz * tz;
  }

  /**
   * The rotation and translation, without scale, that bring the source points nearest to their targets in the sense of
   * least squares, by the unit quaternion of Horn, "Closed-Form Solution of Absolute Orientation Using Unit
   * Quaternions", 1987. Where several rotations are equally good (points on a line, one point), the one that turns
   * least; the identity when no pair was added.
   */
  solve(): AffineTransform {
    const { count, origin } = this;
    const n = Math.max(1, count);
    const source = Array.from(this.source, (sum) => sum / n);
    const target = Array.from(this.target, (sum) => sum / n);
    const s = Array.from(this.products, (sum, place) => sum - n * source[Math.floor(place / 3)] * target[place % 3]);
    const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = count > 0 ? s : new Float64Array(9);
    const quaternion = leastTurn([
      [xx + yy + zz, yz - zy, zx - xz, xy - yx],
      [yz - zy, xx - yy - zz, xy + yx, zx + xz],
      [zx - xz, xy + yx, yy - xx - zz, yz + zy],
      [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ]);
    const r = rotationOf(quaternion);
    const from = source.map((mean, axis) => mean + origin[axis]);
    const to = target.map((mean, axis) => mean + origin[axis]);
    const shift = [0, 1, 2].map((row) => to[row] - (r[3 * row] * from[0] + r[3 * row + 1] * from[1] + r[3 * row + 2] * from[2]));
    return [r[0], r[1], r[2], shift[0], r[3], r[4], r[5], shift[1], r[6], r[7], r[8], shift[2], 0, 0, 0, 1];
  }
}

type Quaternion = readonly number[];

function rotationOf([w, x, y, z]: Quaternion): number[] {
  return [
    w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z,
  ];
}

/** Eigenvalues nearer to the largest than this share of the whole belong to it. */
const sameEigenvalue = 1e-12;

/** Of the unit vectors in the space of the largest eigenvalue, the one nearest to "no turn" (1, 0, 0, 0). */
function leastTurn(matrix: number[][]): Quaternion {
  const { values, vectors } = symmetricEigenvectors(matrix);
  const largest = Math.max(...values);
  const extent = Math.max(...values.map(Math.abs));
  const space = values.flatMap((value, i) => (largest - value <= sameEigenvalue * extent ? [vectors[i]] : []));
  const projected = [0, 1, 2, 3].map((part) => space.reduce((sum, vector) => sum + vector[0] * vector[part], 0));
  const size = Math.hypot(...projected);
  // A half turn about a known axis has no part of "no turn"; any vector of the space is as good then.
  const chosen = size > 1e-9 ? projected : space[0];
  const scale = 1 / Math.hypot(...chosen);
  return chosen.map((part) => part * scale);
}

/** Eigenvalues of a symmetric matrix with their unit vectors, by Jacobi's rotations (Golub and Van Loan, "Matrix Computations", 8.5). The matrix is written over. */
function symmetricEigenvectors(a: number[][]): { readonly values: number[]; readonly vectors: number[][] } {
  const size = a.length;
  const vectors: number[][] = a.map((_, i) => a.map((__, j) => Number(i === j)));
  // Converges quadratically: about six sweeps; the limit is for infinities.
  for (let sweep = 0; sweep < 32; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) off += Math.abs(a[p][q]);
    if (!(off > 1e-300)) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (a[p][q] === 0) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < size; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
        for (let k = 0; k < size; k++) {
          [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
          [vectors[p][k], vectors[q][k]] = [c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]];
        }
        a[p][q] = 0;
        a[q][p] = 0;
      }
    }
  }
  return { values: a.map((row, i) => row[i]), vectors };
}
