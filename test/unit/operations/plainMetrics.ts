import { bruteForceDistances } from '../geometry/clouds';

type Coordinates = Float32Array | Float64Array;

/** Distances from each finite point of one cloud to the other, by comparing every pair. */
const finiteDistances = (from: Coordinates, to: Coordinates): number[] => [...bruteForceDistances(from, to)].filter((distance) => !Number.isNaN(distance));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The Chamfer distance straight from its definition. */
export function plainChamfer(a: Coordinates, b: Coordinates, { mean = false, squared = false } = {}) {
  const half = (from: Coordinates, to: Coordinates): number => {
    const values = finiteDistances(from, to).map((distance) => (squared ? distance ** 2 : distance));
    return mean ? sum(values) / values.length : sum(values);
  };
  return { chamfer: half(a, b) + half(b, a), forward: half(a, b), backward: half(b, a) };
}

/** A percentile as numpy documents its default: at position p / 100 (n - 1) of the sorted values, between two linearly. */
export function plainPercentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** The Hausdorff distance and its percentiles straight from the definition. */
export function plainHausdorff(a: Coordinates, b: Coordinates) {
  const there = finiteDistances(a, b);
  const back = finiteDistances(b, a);
  const forward = Math.max(...there);
  const backward = Math.max(...back);
  const of = (percent: number): number => plainPercentile(there, percent);
  return {
    hausdorff: Math.max(forward, backward),
    forward,
    backward,
    hausdorff95: Math.max(of(95), plainPercentile(back, 95)),
    p50: of(50),
    p90: of(90),
    p95: of(95),
    p99: of(99),
  };
}

/** The F-score straight from its definition. */
export function plainFscore(a: Coordinates, b: Coordinates, threshold: number) {
  const share = (from: Coordinates, to: Coordinates): number => {
    const all = finiteDistances(from, to);
    return all.filter((distance) => distance < threshold).length / all.length;
  };
  const precision = share(a, b);
  const recall = share(b, a);
  return { fscore: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), precision, recall };
}
