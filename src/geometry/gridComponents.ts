import type { OccupiedCells } from './occupancy';

/**
 * How many connected parts occupied cells make, neighbours sharing a face. Runs of cells along the fastest axis are
 * joined by union-find with path halving, so the memory is that of the runs.
 */
export function countComponents({ sizes, cells }: OccupiedCells): number {
  const [width, height, depth] = sizes;
  const lines = height * depth;
  const firstRun = new Uint32Array(lines + 1);
  let runs = 0;
  for (let line = 0, row = 0; line < lines; line++) {
    firstRun[line] = runs;
    let former = 0;
    for (let a = 0; a < width; a++, row++) {
      if (cells[row] > former) runs++;
      former = cells[row];
    }
  }
  firstRun[lines] = runs;
  const starts = new Uint32Array(runs);
  const ends = new Uint32Array(runs);
  let run = -1;
  for (let line = 0, row = 0; line < lines; line++) {
    let former = 0;
    for (let a = 0; a < width; a++, row++) {
      if (cells[row] > former) starts[++run] = a;
      if (cells[row] !== 0) ends[run] = a;
      former = cells[row];
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
  let components = runs;
  for (let c = 0; c < depth; c++) {
    for (let b = 0; b < height; b++) {
      const line = c * height + b;
      if (b > 0) components -= join(line, line - 1);
      if (c > 0) components -= join(line, line - height);
    }
  }
  return components;
}

/** 1 when the two were apart. */
function unite(parents: Uint32Array, a: number, b: number): number {
  const rootA = find(parents, a);
  const rootB = find(parents, b);
  if (rootA === rootB) return 0;
  if (rootA < rootB) parents[rootB] = rootA;
  else parents[rootA] = rootB;
  return 1;
}

function find(parents: Uint32Array, index: number): number {
  let root = index;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]];
    root = parents[root];
  }
  return root;
}
