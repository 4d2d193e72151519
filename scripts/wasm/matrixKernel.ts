import { panelDepth, tile } from '../../src/geometry/linear/panels';
import { assemble, block, f64x2, FunctionBuilder, i32, jump, jumpIf, loop, v128, type Code, type Variable } from './assembler';

/*
 * Products of matrices in float64, two numbers at a time. Both factors come as panels: four rows (or columns) side by side, so
 * that a step along the sum reads 32 bytes of each, one after another; lengths are whole multiples of `panelDepth`. A tile of
 * 4 x 4 sums stays in 8 registers. The same in TypeScript is `PlainMatrixKernel` of src/geometry/matrixKernel.ts; sums are
 * added in the same order there, so both give the same bits. All addresses in bytes.
 */

const { constant } = i32;
const numberBytes = 8;
const vectorBytes = 16;
const stepBytes = tile * numberBytes;
const vectorsOfRow = stepBytes / vectorBytes;

/** addTiles(a, b, c, stride, bytes, tiles): to the tiles from `c` on, one beside another, the products of a panel with as many panels. */
function addTiles() {
  const build = new FunctionBuilder(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], []);
  const [a, b, c, stride, bytes, tiles] = [0, 1, 2, 3, 4, 5].map((index) => build.parameter(index));
  const [at, end, row] = [build.local('i32'), build.local('i32'), build.local('i32')];
  const sums = Array.from({ length: tile }, () => Array.from({ length: vectorsOfRow }, () => build.local('v128')));
  const factors = Array.from({ length: vectorsOfRow }, () => build.local('v128'));
  const one = build.local('v128');
  const add = (variable: Variable, count: number): Code => variable.set(i32.add(variable.get, constant(count)));

  const step = (offset: number): readonly Code[] => [
    ...factors.map((factor, n) => factor.set(v128.load(b.get, offset + vectorBytes * n))),
    ...sums.flatMap((ofRow, n) => [
      one.set(v128.loadSplat64(at.get, offset + numberBytes * n)),
      ...ofRow.map((sum, m) => sum.set(f64x2.add(sum.get, f64x2.multiply(one.get, factors[m].get)))),
    ]),
  ];
  const everyRow = (visit: (ofRow: readonly Variable[]) => readonly Code[]): readonly Code[] => [
    row.set(c.get),
    ...sums.flatMap((ofRow) => [...visit(ofRow), row.set(i32.add(row.get, stride.get))]),
  ];

  return build
    .write(
      end.set(i32.add(a.get, bytes.get)),
      block(
        loop(
          jumpIf(i32.isZero(tiles.get), 1),
          ...everyRow((ofRow) => ofRow.map((sum, m) => sum.set(v128.load(row.get, vectorBytes * m)))),
          at.set(a.get),
          block(
            loop(
              jumpIf(i32.greaterOrEqual(at.get, end.get), 1),
              ...Array.from({ length: panelDepth }, (_, n) => step(stepBytes * n)).flat(),
              add(at, panelDepth * stepBytes),
              add(b, panelDepth * stepBytes),
              jump(0),
            ),
          ),
          ...everyRow((ofRow) => ofRow.map((sum, m) => v128.store(row.get, sum.get, vectorBytes * m))),
          add(c, stepBytes),
          add(tiles, -1),
          jump(0),
        ),
      ),
    )
    .finish();
}

/** The module's bytes. */
export function assembleMatrixKernel(): Uint8Array<ArrayBuffer> {
  return assemble({ imports: [], functions: [{ name: 'addTiles', body: addTiles() }] });
}
