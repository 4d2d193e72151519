import { seededNumbers } from './clouds';

export interface Surface {
  readonly positions: Float64Array<ArrayBuffer>;
  /** 3 vertex rows each. */
  readonly triangles: Uint32Array<ArrayBuffer>;
}

/** A closed ball of 2 * rings * around triangles about the origin, its normals pointing outward. */
export function makeBall(rings: number, around: number, radius = 1): Surface {
  const positions: number[] = [0, 0, radius];
  for (let ring = 1; ring < rings; ring++) {
    const down = (Math.PI * ring) / rings;
    for (let step = 0; step < around; step++) {
      const angle = (2 * Math.PI * step) / around;
      positions.push(radius * Math.sin(down) * Math.cos(angle), radius * Math.sin(down) * Math.sin(angle), radius * Math.cos(down));
    }
  }
  const last = positions.length / 3;
  positions.push(0, 0, -radius);
  const row = (ring: number, step: number) => 1 + (ring - 1) * around + (step % around);
  const triangles: number[] = [];
  for (let step = 0; step < around; step++) {
    triangles.push(0, row(1, step), row(1, step + 1));
    for (let ring = 1; ring < rings - 1; ring++) {
      triangles.push(row(ring, step), row(ring + 1, step), row(ring + 1, step + 1));
      triangles.push(row(ring, step), row(ring + 1, step + 1), row(ring, step + 1));
    }
    triangles.push(row(rings - 1, step), last, row(rings - 1, step + 1));
  }
  return { positions: new Float64Array(positions), triangles: new Uint32Array(triangles) };
}

/** Triangles here and there, of all sizes. */
export function makeSoup(count: number, seed: number): Surface {
  const next = seededNumbers(seed);
  const positions = new Float64Array(9 * count);
  for (let triangle = 0; triangle < count; triangle++) {
    const size = 0.01 / (0.02 + next());
    const centre = [next(), next(), next()];
    for (let i = 0; i < 9; i++) positions[9 * triangle + i] = centre[i % 3] + size * (next() - 0.5);
  }
  return { positions, triangles: new Uint32Array(3 * count).map((_, i) => i) };
}

/** Moves every vertex by the same vector. */
export function moved(surface: Surface, x: number, y: number, z: number): Surface {
  return { positions: surface.positions.map((value, i) => value + [x, y, z][i % 3]), triangles: surface.triangles };
}
