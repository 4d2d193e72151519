import type { Vector3 } from '../../../src/model/bounds';

/** What is to be found out about the level set 0 of the trilinear interpolant of samples, x fastest, all of whose border is above 0. */
export interface LevelSetTopology {
  readonly eulerCharacteristic: number;
  readonly components: number;
}

/** Steps from a node to the other corners of the tetrahedra about a cube's diagonal: all nested chains of them are simplices. */
const chains = { edges: [1, 2, 3, 4, 5, 6, 7].map((d) => [d]), triangles: [] as number[][], tetrahedra: [] as number[][] };
for (const [first] of chains.edges) {
  for (const [second] of chains.edges) {
    if (second === first || (first & second) !== first) continue;
    chains.triangles.push([first, second]);
    for (const [third] of chains.edges) if (third !== second && (second & third) === second) chains.tetrahedra.push([first, second, third]);
  }
}

/** The level set in one cell: its Euler characteristic, and which of the cell's edges (low corner * 3 + axis) it joins, by the same number. */
interface CellLevelSet {
  readonly eulerCharacteristic: number;
  readonly joined: ReadonlyMap<number, number>;
}

/** The level set of the piecewise linear interpolant on 6 n^3 tetrahedra, whose nodes have the trilinear values. */
function refinedCell(corners: readonly number[], n: number): CellLevelSet {
  const side = n + 1;
  const isInside = new Uint8Array(side ** 3);
  const node = (x: number, y: number, z: number): number => x + side * (y + side * z);
  const mix = (a: number, b: number, t: number): number => a * (1 - t) + b * t;
  for (let z = 0; z <= n; z++) {
    const atHeight = [0, 1, 2, 3].map((corner) => mix(corners[corner], corners[corner + 4], z / n));
    for (let y = 0; y <= n; y++) {
      const left = mix(atHeight[0], atHeight[2], y / n);
      const right = mix(atHeight[1], atHeight[3], y / n);
      for (let x = 0; x <= n; x++) isInside[node(x, y, z)] = mix(left, right, x / n) < 0 ? 1 : 0;
    }
  }
  const steps = Array.from({ length: 8 }, (_, d) => node(d & 1, (d >> 1) & 1, d >> 2));
  // 0 stands for an edge that is its own.
  const parents = new Int32Array(8 * side ** 3);
  const find = (edge: number): number => {
    while (parents[edge] !== 0) edge = parents[edge];
    return edge;
  };
  const unite = (a: number, b: number): void => {
    const [rootA, rootB] = [find(a), find(b)];
    if (rootA !== rootB) parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  };
  const stepsOf = (of: readonly number[][]): number[][] => of.map((chain) => chain.map((d) => steps[d]));
  const [edges, triangles] = [stepsOf(chains.edges), stepsOf(chains.triangles)];
  let eulerCharacteristic = 0;
  for (let z = 0; z <= n; z++) {
    for (let y = 0; y <= n; y++) {
      for (let x = 0; x <= n; x++) {
        const at = node(x, y, z);
        const xs = x < n ? steps[1] : 0;
        const ys = y < n ? steps[2] : 0;
        const zs = z < n ? steps[4] : 0;
        const sum =
          isInside[at] + isInside[at + xs] + isInside[at + ys] + isInside[at + ys + xs] + isInside[at + zs] + isInside[at + zs + xs] + isInside[at + zs + ys] + isInside[at + zs + ys + xs];
        if (sum === 0 || sum === 8) continue;
        const own = isInside[at];
        const beyond = (x === n ? 1 : 0) | (y === n ? 2 : 0) | (z === n ? 4 : 0);
        for (let i = 0; i < 7; i++) if ((chains.edges[i][0] & beyond) === 0 && isInside[at + edges[i][0]] !== own) eulerCharacteristic++;
        for (let i = 0; i < 12; i++) {
          const [first, second] = triangles[i];
          if ((chains.triangles[i][1] & beyond) === 0 && (isInside[at + first] !== own || isInside[at + second] !== own)) eulerCharacteristic--;
        }
        if (beyond !== 0) continue;
        for (const chain of chains.tetrahedra) {
          const ends = [at, at + steps[chain[0]], at + steps[chain[1]], at + steps[chain[2]]];
          // The cut edges of a tetrahedron belong together.
          let first = -1;
          for (let i = 0; i < 3; i++) {
            for (let j = i + 1; j < 4; j++) {
              if (isInside[ends[i]] === isInside[ends[j]]) continue;
              const edge = 8 * ends[i] + chain[j - 1] - (i === 0 ? 0 : chain[i - 1]);
              if (first < 0) first = edge;
              else unite(edge, first);
            }
          }
          if (first >= 0) eulerCharacteristic++;
        }
      }
    }
  }
  const joined = new Map<number, number>();
  for (let low = 0; low < 8; low++) {
    for (let axis = 0; axis < 3; axis++) {
      if ((low >> axis) & 1) continue;
      for (let i = 0; i < n; i++) {
        const place = [0, 1, 2].map((other) => (other === axis ? i : ((low >> other) & 1) * n));
        const at = node(place[0], place[1], place[2]);
        if (isInside[at] !== isInside[at + steps[1 << axis]]) joined.set(3 * low + axis, find(8 * at + (1 << axis)));
      }
    }
  }
  return { eulerCharacteristic, joined };
}

function describe({ eulerCharacteristic, joined }: CellLevelSet): string {
  const names = new Map<number, number>();
  return `${eulerCharacteristic}: ${[...joined].map(([edge, part]) => `${edge} ${names.get(part) ?? (names.set(part, edge), edge)}`).join()}`;
}

/** Refines until two more doublings change nothing. */
export function cellLevelSet(corners: readonly number[], coarsest = 4, finest = 128): CellLevelSet {
  let former = refinedCell(corners, coarsest);
  let unchanged = 0;
  for (let n = 2 * coarsest; n <= finest; n *= 2) {
    const found = refinedCell(corners, n);
    unchanged = describe(found) === describe(former) ? unchanged + 1 : 0;
    former = found;
    if (unchanged === 2) break;
  }
  return former;
}

/**
 * The topology of the trilinear interpolant's level set 0, by refining each cell: parts of cells are put together at the
 * edges of the grid that they pass. Shares no code and no idea with marching cubes; O(cells * 64^3).
 */
export function refinedLevelSet(dimensions: Vector3, values: ArrayLike<number>): LevelSetTopology {
  const [nx, ny, nz] = dimensions;
  const sample = (x: number, y: number, z: number): number => x + nx * (y + ny * z);
  const parents = new Map<number, number>();
  const find = (edge: number): number => {
    let root = edge;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    return root;
  };
  let eulerCharacteristic = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const at = sample(x, y, z);
        const passes = (a: number, b: number): boolean => values[a] < 0 !== values[b] < 0;
        const fits = [x + 1 < nx, y + 1 < ny, z + 1 < nz];
        const steps = [1, nx, nx * ny];
        // Points on edges belong to four cells and four faces, arcs on faces to two cells.
        for (let axis = 0; axis < 3; axis++) if (fits[axis] && passes(at, at + steps[axis])) eulerCharacteristic++;
        for (const [u, v] of [[0, 1], [1, 2], [2, 0]]) {
          if (!fits[u] || !fits[v]) continue;
          const round = [at, at + steps[u], at + steps[u] + steps[v], at + steps[v]];
          eulerCharacteristic -= round.filter((corner, i) => passes(corner, round[(i + 1) % 4])).length / 2;
        }
        if (!fits.every(Boolean)) continue;
        const corners = Array.from({ length: 8 }, (_, d) => at + (d & 1) + ((d >> 1) & 1) * nx + (d >> 2) * nx * ny);
        if (corners.every((corner) => !passes(corner, at))) continue;
        const cell = cellLevelSet(corners.map((corner) => values[corner]));
        eulerCharacteristic += cell.eulerCharacteristic;
        const firsts = new Map<number, number>();
        for (const [edge, part] of cell.joined) {
          const gridEdge = 3 * corners[Math.floor(edge / 3)] + (edge % 3);
          if (!parents.has(gridEdge)) parents.set(gridEdge, gridEdge);
          const first = firsts.get(part);
          if (first === undefined) firsts.set(part, gridEdge);
          else parents.set(find(gridEdge), find(first));
        }
      }
    }
  }
  return { eulerCharacteristic, components: [...parents].filter(([edge, up]) => edge === up).length };
}
