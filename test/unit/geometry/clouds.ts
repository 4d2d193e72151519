/** Seeded clouds for the tests of this folder: what people really have, and what breaks indexes. */

/** Numbers in [0, 1) from a linear congruential generator: independent of the generator under test. */
export function seededNumbers(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

type Generator = (next: () => number, row: number, count: number) => readonly [number, number, number];

const generators: Readonly<Record<string, Generator>> = {
  'a cube': (next) => [next(), next(), next()],
  'a sphere': (next) => {
    const z = 2 * next() - 1;
    const angle = 2 * Math.PI * next();
    const radius = Math.sqrt(1 - z * z);
    return [radius * Math.cos(angle), radius * Math.sin(angle), z];
  },
  'a plane': (next) => [next(), next(), 3],
  'a line': (next) => {
    const t = next();
    return [t, 2 * t, -t];
  },
  'one place': () => [1, 2, 3],
  'few places': (next) => [Math.floor(4 * next()), Math.floor(4 * next()), Math.floor(2 * next())],
  'half in one place': (next, row) => (row % 2 === 0 ? [0.25, 0.5, 0.75] : [next(), next(), next()]),
  'two clusters far apart': (next, row) => (row % 2 === 0 ? [next(), next(), next()] : [1e5 + next(), next(), next()]),
  'outliers far away': (next, row, count) => (row % Math.max(2, Math.floor(count / 5)) === 0 ? [1e6 * next(), -1e6 * next(), 1e6] : [next(), next(), 0]),
  'a sweep': (next) => {
    const range = 1 / (0.01 + next());
    const angle = 2 * Math.PI * next();
    return [range * Math.cos(angle), range * Math.sin(angle), 0.01 * next()];
  },
  'map coordinates': (next) => [5e6 + next(), 4e5 + next(), 100 + 0.1 * next()],
};

export const cloudNames = Object.keys(generators);

/** `count` points of a kind named in {@link cloudNames}, 3 numbers a row, in float64. */
export function makeCloud(name: string, count: number, seed: number): Float64Array {
  const next = seededNumbers(seed);
  const positions = new Float64Array(3 * count);
  for (let row = 0; row < count; row++) positions.set(generators[name](next, row, count), 3 * row);
  return positions;
}

/** Puts NaN or an infinity into one coordinate of about every eleventh row. */
export function sprinkle(positions: Float32Array | Float64Array, seed: number): void {
  const next = seededNumbers(seed);
  for (let row = 0; row < positions.length / 3; row++) {
    if (next() < 1 / 11) positions[3 * row + Math.floor(3 * next())] = [NaN, Infinity, -Infinity][Math.floor(3 * next())];
  }
}

/** Distances from each query to the nearest finite reference point, by comparing every pair; NaN for queries that are not finite. */
export function bruteForceDistances(queries: Float32Array | Float64Array, reference: Float32Array | Float64Array): Float64Array {
  const answers = new Float64Array(queries.length / 3);
  for (let row = 0; row < answers.length; row++) {
    let best = Infinity;
    for (let other = 0; other < reference.length; other += 3) {
      const x = reference[other] - queries[3 * row];
      const y = reference[other + 1] - queries[3 * row + 1];
      const z = reference[other + 2] - queries[3 * row + 2];
      const square = x * x + y * y + z * z;
      if (square < best) best = square;
    }
    const finite = [0, 1, 2].every((axis) => Number.isFinite(queries[3 * row + axis]));
    answers[row] = finite ? Math.sqrt(best) : NaN;
  }
  return answers;
}
