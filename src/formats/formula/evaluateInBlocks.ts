import type { Vector3 } from '../../model/bounds';
import type { FieldProgram } from '../../model/fieldProgram';
import { FieldEvaluator } from './evaluate';
import { canSpecialise, specialise } from './specialise';

/** Rows and planes of a block, which is as wide as the grid or as {@link columnsOfPart}. */
const rowsOfBlock = 12;
const planesOfBlock = 12;
const columnsOfPart = 48;
/** A step of a row costs as much as so many of its values. */
const costOfStep = 50;

/** Places of samples along each axis. */
export interface SamplePlaces {
  readonly dimensions: Vector3;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly zs: Float64Array;
}

/**
 * Samples a program, x fastest, as `FieldEvaluator` does, bit for bit; of each block only what matters in it is computed.
 * Yields the share that is done, some milliseconds apart.
 */
export function* evaluateInBlocks(program: FieldProgram, places: SamplePlaces, out: Float32Array | Float64Array): Generator<number, void> {
  const [width, height, depth] = places.dimensions;
  const whole = new FieldEvaluator(program, width);
  const isWhole = !canSpecialise(program);
  for (let z = 0; z < depth; z += planesOfBlock) {
    const lastZ = Math.min(depth, z + planesOfBlock);
    for (let y = 0; y < height; y += rowsOfBlock) {
      const lastY = Math.min(height, y + rowsOfBlock);
      for (const { first, last, of } of isWhole ? [{ first: 0, last: width, of: program }] : partsOf(program, places, y, lastY, z, lastZ)) {
        const evaluator = of === program && last - first === width ? whole : new FieldEvaluator(of, last - first);
        const xs = places.xs.subarray(first, last);
        for (let plane = z; plane < lastZ; plane++) {
          for (let row = y; row < lastY; row++) evaluator.run(xs, places.ys[row], places.zs[plane], out, (plane * height + row) * width + first);
        }
      }
      yield (z + ((lastZ - z) * lastY) / height) / depth;
    }
  }
}

interface BlockPart {
  readonly first: number;
  readonly last: number;
  readonly of: FieldProgram;
}

/** The block in one, or in parts where those have so much less to do that shorter rows pay. */
function partsOf(program: FieldProgram, { dimensions: [width], xs, ys, zs }: SamplePlaces, y: number, lastY: number, z: number, lastZ: number): readonly BlockPart[] {
  const part = (of: FieldProgram, first: number, last: number): BlockPart => ({ first, last, of: specialise(of, { min: [xs[first], ys[y], zs[z]], max: [xs[last - 1], ys[lastY - 1], zs[lastZ - 1]] }) });
  const whole = part(program, 0, width);
  if (width <= columnsOfPart) return [whole];
  const parts: BlockPart[] = [];
  for (let first = 0; first < width; first += columnsOfPart) parts.push(part(whole.of, first, Math.min(width, first + columnsOfPart)));
  const costOf = ({ first, last, of }: BlockPart): number => of.steps.length * (costOfStep + last - first);
  return parts.reduce((sum, one) => sum + costOf(one), 0) < costOf(whole) ? parts : [whole];
}
