import type { Vector3 } from '../model/bounds';

/** Eigenvalues of a symmetric 3 x 3 matrix, largest first, each with its unit vector. */
export interface SymmetricEigen {
  readonly values: Vector3;
  /** `vectors[i]` belongs to `values[i]`; together right-handed, each of the first two with its largest component positive. */
  readonly vectors: readonly [Vector3, Vector3, Vector3];
}

/**
 * The eigenvalues and eigenvectors of the symmetric matrix with the given entries, by Jacobi's rotations (Golub and
 * Van Loan, "Matrix Computations", 8.5): exact to rounding also where eigenvalues are equal.
 */
export function symmetricEigen(xx: number, xy: number, xz: number, yy: number, yz: number, zz: number): SymmetricEigen {
  const a = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  // Converges quadratically: four or five sweeps; the limit is for infinities.
  for (let sweep = 0; sweep < 32; sweep++) {
    const off = Math.abs(a[0][1]) + Math.abs(a[0][2]) + Math.abs(a[1][2]);
    if (!(off > 1e-300)) break;
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]]) {
      if (a[p][q] === 0) continue;
      const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const c = 1 / Math.sqrt(t * t + 1);
      const s = t * c;
      for (let k = 0; k < 3; k++) {
        const kp = a[k][p];
        const kq = a[k][q];
        a[k][p] = c * kp - s * kq;
        a[k][q] = s * kp + c * kq;
      }
      for (let k = 0; k < 3; k++) {
        const pk = a[p][k];
        const qk = a[q][k];
        a[p][k] = c * pk - s * qk;
        a[q][k] = s * pk + c * qk;
        const kp = v[k][p];
        const kq = v[k][q];
        v[k][p] = c * kp - s * kq;
        v[k][q] = s * kp + c * kq;
      }
      a[p][q] = 0;
      a[q][p] = 0;
    }
  }
  const order = [0, 1, 2].sort((i, j) => a[j][j] - a[i][i]);
  const first = pointed([v[0][order[0]], v[1][order[0]], v[2][order[0]]]);
  const second = pointed([v[0][order[1]], v[1][order[1]], v[2][order[1]]]);
  const third: Vector3 = [
    first[1] * second[2] - first[2] * second[1],
    first[2] * second[0] - first[0] * second[2],
    first[0] * second[1] - first[1] * second[0],
  ];
  return { values: [a[order[0]][order[0]], a[order[1]][order[1]], a[order[2]][order[2]]], vectors: [first, second, third] };
}

/** Of a vector and its opposite, the one whose largest component is positive. */
function pointed([x, y, z]: Vector3): Vector3 {
  const largest = Math.abs(x) >= Math.abs(y) && Math.abs(x) >= Math.abs(z) ? x : Math.abs(y) >= Math.abs(z) ? y : z;
  return largest < 0 ? [-x, -y, -z] : [x, y, z];
}
