import { assemble, block, f32x4, FunctionBuilder, i16x8, i32, i8x16, jump, jumpIf, loop, v128, type Code, type Variable } from './assembler';

/*
 * A bit for each of many float32 samples: 1 where it is below a value. 32 samples at a time make a word. The same in TypeScript is
 * `markInside` of src/geometry/isosurface/insideBits.ts. All addresses in bytes.
 */

const { constant } = i32;
const wordBytes = 4;
const samplesBytes = 128;

/** mark(from, end, to, iso): samples from `from` to `end`, which are whole words' worth, to words from `to` on. */
function mark() {
  const build = new FunctionBuilder(['i32', 'i32', 'i32', 'f32'], []);
  const [from, end, to, iso] = [0, 1, 2, 3].map((index) => build.parameter(index));
  const isoLanes = build.local('v128');
  const isBelow = (offset: number): Code => f32x4.less(v128.load(from.get, offset), isoLanes.get);
  const sixteen = (offset: number): Code =>
    i8x16.bitmask(i8x16.narrow(i16x8.narrow(isBelow(offset), isBelow(offset + 16)), i16x8.narrow(isBelow(offset + 32), isBelow(offset + 48))));
  const add = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, constant(bytes)));
  return build
    .write(
      isoLanes.set(f32x4.splat(iso.get)),
      block(
        loop(
          jumpIf(i32.greaterOrEqual(from.get, end.get), 1),
          i32.store(to.get, i32.or(sixteen(0), i32.shiftLeft(sixteen(64), constant(16)))),
          add(from, samplesBytes),
          add(to, wordBytes),
          jump(0),
        ),
      ),
    )
    .finish();
}

/** The module's bytes. */
export function assembleInsideKernel(): Uint8Array<ArrayBuffer> {
  return assemble({ imports: [], functions: [{ name: 'mark', body: mark() }] });
}
