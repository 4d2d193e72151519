import type { OccupiedCells } from './occupancy';

/** Connected cells of one number, neighbours sharing a face, by the runs that they make along the fastest axis. */
export interface CellRuns {
  /** First run of each line (b + sizes[1] c), and the number of runs at last. */
  readonly firstRun: Uint32Array<ArrayBuffer>;
  /** First and last cell of each run along its line. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** For each run one of the same part: following them leads to the part's own number. */
  readonly parents: Uint32Array<ArrayBuffer>;
  readonly parts: number;
}

/** Runs of the cells that are `wanted`, joined by union-find with path halving: the memory is that of the runs. */
export function joinRuns({ sizes, cells }: OccupiedCells, wanted: number): CellRuns {
  const [width, height, depth] = sizes;
  const lines = height * depth;
  const firstRun = new Uint32Array(lines + 1);
  let runs = 0;
  for (let line = 0, row = 0; line < lines; line++) {
    firstRun[line] = runs;
    let former = false;
    for (let a = 0; a < width; a++, row++) {
      const isWanted = cells[row] === wanted;
      if (isWanted && !former) runs++;
      former = isWanted;
    }
  }
  firstRun[lines] = runs;
  const starts = new Uint32Array(runs);
  const ends = new Uint32Array(runs);
  let run = -1;
  for (let line = 0, row = 0; line < lines; line++) {
    let former = false;
    for (let a = 0; a < width; a++, row++) {
      const isWanted = cells[row] === wanted;
      if (isWanted && !former) starts[++run] = a;
      if (isWanted) ends[run] = a;
      former = isWanted;
    }
  }
  const parents = Uint32Array.from({ length: runs }, (_, index) => index);
  const join = (lineA: number, lineB: number): number => {
    let joined = 0;
    let i = firstRun[lineA];
    let j = firstRun[lineB];
    while (i < firstRun[lineA + 1] && j < firstRun[lineB + 1]) {
      if (starts[i] <= ends[j] && starts[j] <= ends[i]) joined += unite(parents, i, j);
      if (ends[i] < ends[j]) i++;
      else j++;
    }
    return joined;
  };
  let parts = runs;
  for (let c = 0; c < depth; c++) {
    for (let b = 0; b < height; b++) {
      const line = c * height + b;
      if (b > 0) parts -= join(line, line - 1);
      if (c > 0) parts -= join(line, line - height);
    }
  }
  return { firstRun, starts, ends, parents, parts };
}

/** 1 when the two were apart. */
function unite(parents: Uint32Array, a: number, b: number): number {
  const rootA = findPart(parents, a);
  const rootB = findPart(parents, b);
  if (rootA === rootB) return 0;
  if (rootA < rootB) parents[rootB] = rootA;
  else parents[rootA] = rootB;
  return 1;
}

/** The number of the part that a run is of: that of its first run. */
export function findPart(parents: Uint32Array, run: number): number {
  let root = run;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]];
    root = parents[root];
  }
  return root;
}
