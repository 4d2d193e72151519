import { Random } from '../../../src/geometry/random';

/** A number of the standard normal distribution, by Box and Muller. */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

/** An even sampling of a bumpy ball of radius 1 with noise of 0.003 about its surface. */
export function makeBumpyBall(points: number, seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const positions = new Float32Array(3 * points);
  for (let point = 0; point < points; point++) {
    const height = 2 * random.uniform() - 1;
    const angle = 2 * Math.PI * random.uniform();
    const ring = Math.sqrt(1 - height * height);
    const radius = 1 + 0.2 * Math.sin(5 * angle) * ring + 0.1 * Math.sin(21 * height);
    positions[3 * point] = ring * Math.cos(angle) * radius + 0.003 * normal(random);
    positions[3 * point + 1] = ring * Math.sin(angle) * radius + 0.003 * normal(random);
    positions[3 * point + 2] = height * radius + 0.003 * normal(random);
  }
  return positions;
}

/** A spinning scanner of 64 rings over ground and walls, in metres: density falls with range; one point in 2,000 is far out. */
export function makeSweep(points: number, seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const positions = new Float32Array(3 * points);
  for (let point = 0; point < points; point++) {
    const ring = random.integer(64);
    const azimuth = 2 * Math.PI * random.uniform();
    const elevation = ((-24.9 + ring * (26.9 / 63)) * Math.PI) / 180 + 2e-4 * normal(random);
    const ground = elevation < 0 ? 1.73 / Math.max(Math.sin(-elevation), 1e-3) : 80;
    const wall = 20 + 25 * (1 + Math.sin(3 * azimuth)) + 10 * Math.sin(17 * azimuth);
    const range = Math.min(ground, wall, 120) + 0.02 * normal(random);
    positions[3 * point] = range * Math.cos(elevation) * Math.cos(azimuth);
    positions[3 * point + 1] = range * Math.cos(elevation) * Math.sin(azimuth);
    positions[3 * point + 2] = range * Math.sin(elevation);
    if (point < points / 2000) for (let axis = 0; axis < 3; axis++) positions[3 * point + axis] += 500 * normal(random);
  }
  return positions;
}
