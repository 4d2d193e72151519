import { BoundsBuilder } from '../../../src/formats/boundsBuilder';
import type { PointCloud } from '../../../src/model/pointCloud';
import { createRandom } from '../../fuzz/random';

/** A bumpy sphere with colours; six decimals, as most programs write text. */
export function bumpySphere(points: number): PointCloud {
  const random = createRandom(points);
  const unit = (): number => random.below(2 ** 31) / 2 ** 31;
  const positions = new Float32Array(3 * points);
  const colours = new Uint8Array(3 * points);
  const bounds = new BoundsBuilder();
  for (let i = 0; i < points; i++) {
    const height = 2 * unit() - 1;
    const angle = 2 * Math.PI * unit();
    const ring = Math.sqrt(1 - height * height);
    const radius = 1 + 0.2 * Math.sin(5 * angle) * ring;
    [ring * Math.cos(angle), ring * Math.sin(angle), height].forEach((direction, axis) => {
      positions[3 * i + axis] = Math.round(direction * radius * 1e6) / 1e6;
      colours[3 * i + axis] = 127.5 * (1 + direction);
    });
  }
  bounds.extend(positions, 0, points);
  return {
    kind: 'pointCloud',
    count: points,
    positions: { kind: 'values', name: 'position', type: 'float32', components: 3, data: positions },
    colours: { kind: 'values', name: 'colour', type: 'uint8', components: 3, data: colours },
    attributes: [],
    elements: [],
    comments: [],
    bounds: bounds.bounds,
    notFinite: 0,
  };
}
