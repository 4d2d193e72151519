import type { CellKinds } from './cellKinds';

/**
 * Rows of the occupied cells that have an empty neighbour (outside is empty), in the array's order: all that can be seen.
 *
 * @param sizes cells along the array's axes, fastest first
 */
export function surfaceCells(kinds: CellKinds['kinds'], sizes: readonly [number, number, number]): Uint32Array<ArrayBuffer> {
  const [sizeA, sizeB, sizeC] = sizes;
  const plane = sizeA * sizeB;
  let rows = new Uint32Array(1 << 12);
  let count = 0;
  let row = 0;
  for (let c = 0; c < sizeC; c++) {
    for (let b = 0; b < sizeB; b++) {
      const isInner = b > 0 && b < sizeB - 1 && c > 0 && c < sizeC - 1;
      for (let a = 0; a < sizeA; a++, row++) {
        if (kinds[row] === 0) continue;
        const isDeep =
          isInner && a > 0 && a < sizeA - 1 && kinds[row - 1] !== 0 && kinds[row + 1] !== 0 &&
          kinds[row - sizeA] !== 0 && kinds[row + sizeA] !== 0 && kinds[row - plane] !== 0 && kinds[row + plane] !== 0;
        if (isDeep) continue;
        if (count === rows.length) {
          const larger = new Uint32Array(2 * count);
          larger.set(rows);
          rows = larger;
        }
        rows[count++] = row;
      }
    }
  }
  return rows.slice(0, count);
}
