/** A least-cost pairing of rows with columns, and the prices that prove it. */
export interface Assignment {
  /** The column of each row. */
  readonly partners: Uint32Array<ArrayBuffer>;
  /** Of each column; cost + price of a row's own column is the least over all columns. */
  readonly prices: Float64Array<ArrayBuffer>;
}

/**
 * The pairing of n rows with n columns of least total cost, by shortest augmenting paths: Jonker and Volgenant, "A
 * shortest augmenting path algorithm for dense and sparse linear assignment problems" (1987), without their
 * initialisation. O(n^3) time, O(n) memory besides the matrix.
 * @param costs n x n finite numbers, row by row
 */
export function assignDense(costs: Float64Array<ArrayBufferLike>, n: number): Assignment {
  const rowPotentials = new Float64Array(n);
  const columnPotentials = new Float64Array(n);
  const rowOfColumn = new Int32Array(n).fill(-1);
  const before = new Int32Array(n);
  const least = new Float64Array(n);
  const done = new Uint8Array(n);
  for (let start = 0; start < n; start++) {
    least.fill(Infinity);
    done.fill(0);
    let row = start;
    let column = -1;
    // Grows the tree of shortest alternating paths from `start` until it meets a column without a row.
    for (;;) {
      let next = -1;
      let step = Infinity;
      for (let other = 0; other < n; other++) {
        if (done[other] === 1) continue;
        const reduced = costs[row * n + other] - rowPotentials[row] - columnPotentials[other];
        if (reduced < least[other]) {
          least[other] = reduced;
          before[other] = column;
        }
        if (least[other] < step) {
          step = least[other];
          next = other;
        }
      }
      rowPotentials[start] += step;
      for (let other = 0; other < n; other++) {
        if (done[other] === 1) {
          rowPotentials[rowOfColumn[other]] += step;
          columnPotentials[other] -= step;
        } else {
          least[other] -= step;
        }
      }
      column = next;
      done[column] = 1;
      if (rowOfColumn[column] < 0) break;
      row = rowOfColumn[column];
    }
    while (column >= 0) {
      const previous = before[column];
      rowOfColumn[column] = previous < 0 ? start : rowOfColumn[previous];
      column = previous;
    }
  }
  const partners = new Uint32Array(n);
  for (let column = 0; column < n; column++) partners[rowOfColumn[column]] = column;
  return { partners, prices: columnPotentials.map((potential) => -potential) };
}
