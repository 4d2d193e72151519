/*
 * Blocks of samples that something else than the CPU looked at: 8 of a row, 4 rows, 4 planes. Their numbers run along the row
 * first, then over the rows, then over the planes.
 */

export const blockSamples = 8;
export const blockRows = 4;
export const blockPlanes = 4;

/** What is known of a block's samples: all outside, all inside, or that they are to be looked at. */
export const blockStates = { outside: 0, inside: 1, mixed: 2 } as const;

export interface BlockCounts {
  /** Along a row. */
  readonly columns: number;
  readonly rows: number;
  readonly planes: number;
  readonly all: number;
}

export function blockCounts([length, rows, planes]: readonly [number, number, number]): BlockCounts {
  const counts = { columns: Math.ceil(length / blockSamples), rows: Math.ceil(rows / blockRows), planes: Math.ceil(planes / blockPlanes) };
  return { ...counts, all: counts.columns * counts.rows * counts.planes };
}

/** The block of a column of a row. */
export function blockOf(counts: BlockCounts, column: number, row: number, plane: number): number {
  return column + counts.columns * (Math.floor(row / blockRows) + counts.rows * Math.floor(plane / blockPlanes));
}

/** The states of blocks by looking at every sample: the reference for what a GPU finds. */
export function findBlockStates(data: ArrayLike<number>, sizes: readonly [number, number, number], iso: number): Uint8Array<ArrayBuffer> {
  const counts = blockCounts(sizes);
  const [length, rows, planes] = sizes;
  const states = new Uint8Array(counts.all).fill(255);
  for (let plane = 0, at = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      for (let a = 0; a < length; a++, at++) {
        const block = blockOf(counts, Math.floor(a / blockSamples), row, plane);
        const state = data[at] < iso ? blockStates.inside : blockStates.outside;
        if (states[block] === 255) states[block] = state;
        else if (states[block] !== state) states[block] = blockStates.mixed;
      }
    }
  }
  return states;
}

/** Blocks whose samples' values may matter: those that are mixed, or beside (across corners too) one of another state. */
export function activeBlocks(states: Uint8Array<ArrayBufferLike>, counts: BlockCounts): Uint32Array<ArrayBuffer> {
  const { columns, rows, planes } = counts;
  const active: number[] = [];
  const isOther = (state: number, column: number, row: number, plane: number): boolean => {
    for (let c = Math.max(0, plane - 1); c <= Math.min(planes - 1, plane + 1); c++) {
      for (let b = Math.max(0, row - 1); b <= Math.min(rows - 1, row + 1); b++) {
        for (let a = Math.max(0, column - 1); a <= Math.min(columns - 1, column + 1); a++) if (states[a + columns * (b + rows * c)] !== state) return true;
      }
    }
    return false;
  };
  for (let plane = 0, block = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, block++) {
        const state = states[block];
        if (state === blockStates.mixed || isOther(state, column, row, plane)) active.push(block);
      }
    }
  }
  return Uint32Array.from(active);
}
