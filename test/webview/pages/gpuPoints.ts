import type { PointSet } from './gpuProtocol';

/** A small generator of numbers in 0...1 (mulberry32, public domain by Tommy Ettinger). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Point = [number, number, number];

/** A seeded set of points; another seed gives another sample of the same shape. */
export function makePoints(set: PointSet, count: number, seed: number): Float64Array {
  const random = generator(seed * 7919 + set.length);
  const onSphere = (radius: number): Point => {
    const z = 2 * random() - 1;
    const angle = 2 * Math.PI * random();
    const r = Math.sqrt(1 - z * z);
    return [radius * r * Math.cos(angle), radius * r * Math.sin(angle), radius * z];
  };
  const make: Record<PointSet, (index: number) => Point> = {
    sphere: () => onSphere(1),
    volume: () => [random(), random(), random()],
    one: () => [1, 2, 3],
    empty: () => [0, 0, 0],
    allEqual: () => [0.25, -7, 1e-3],
    collinear: () => {
      const t = random();
      return [t, 2 * t, -t];
    },
    plane: () => [random(), 5, random()],
    duplicates: () => [Math.floor(random() * 4), Math.floor(random() * 4), Math.floor(random() * 4)],
    notFinite: (index) => {
      const [x, y, z] = onSphere(1);
      return index % 7 === 0 ? [NaN, y, z] : index % 11 === 0 ? [x, Infinity, z] : index % 13 === 0 ? [x, y, -Infinity] : [x, y, z];
    },
    farFromOrigin: () => {
      const [x, y, z] = onSphere(1);
      return [x + 5e6, y - 5e6, z + 300];
    },
    outliers: (index) => {
      const [x, y, z] = onSphere(1);
      return index % 100 === 3 ? [1e6 * x, 1e6 * y, 1e6 * z] : [x, y, z];
    },
    twoClusters: (index) => {
      const [x, y, z] = onSphere(1);
      return index % 2 === 0 ? [x, y, z] : [x + 1e6, y + 2e5, z];
    },
    sweep: () => {
      const range = 2 * Math.exp(4 * random());
      const angle = 2 * Math.PI * random();
      return [range * Math.cos(angle), range * Math.sin(angle), range * 0.1 * Math.floor(random() * 8)];
    },
    hugeValues: (index) => {
      const [x, y, z] = onSphere(1);
      return index % 50 === 1 ? [1e200 * x, y, z] : [x, y, z];
    },
  };
  const size = set === 'empty' ? 0 : set === 'one' ? 1 : count;
  const points = new Float64Array(3 * size);
  for (let index = 0; index < size; index++) points.set(make[set](index), 3 * index);
  return points;
}
