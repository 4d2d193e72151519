import { priceKernelMemory } from '../../src/geometry/priceKernelMemory';
import { assemble, block, f32, f32x4, FunctionBuilder, i32, i32x4, jump, jumpIf, leave, loop, v128, when, type Code, type Variable } from './assembler';

/*
 * The search of the priced tree (pricedTree.ts) in float32, four nodes or four points at a time. Two levels of that
 * binary tree are one here: node k has the children 4k ... 4k + 3, which lie in quad k; leaves are numbered as there.
 * All addresses in bytes.
 */

const { constant } = i32;
const { found, lanes, stack, size, quadBytes, quadPrices, blockBytes, blockPrices } = priceKernelMemory;
const vectors = size / 4;
const add = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, constant(bytes)));

/**
 * search(x, y, z, limit, quads, starts, leaves, second): the points of least distance + price below `limit`, in no
 * order; the addresses of their prices go to `priceKernelMemory.found`. Answers what every other point has at least.
 * It begins at node 1, or at nodes 2 and 3 where `second` is 3.
 */
function search() {
  const build = new FunctionBuilder(['f32', 'f32', 'f32', 'f32', 'i32', 'i32', 'i32', 'i32'], ['f32']);
  const [px, py, pz, worst, quads, starts, leaves, second] = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => build.parameter(index));
  const i = () => build.local('i32');
  const [node, waiting, at, end, mask, lane, which] = [i(), i(), i(), i(), i(), i(), i()];
  const value = build.local('f32');
  const v = () => build.local('v128');
  const [x, y, z, a, b, c, zero, sums, worsts] = [v(), v(), v(), v(), v(), v(), v(), v(), v()];
  /** The values found, 4 a vector. */
  const kept = Array.from({ length: vectors }, v);

  /** How far the interval of four boxes lies from a coordinate, along one axis. */
  const outside = (coordinate: Variable, offset: number): Code =>
    f32x4.maximum(f32x4.maximum(f32x4.subtract(v128.load(at.get, offset), coordinate.get), f32x4.subtract(coordinate.get, v128.load(at.get, offset + 48))), zero.get);

  const reduce = (minimumOrMaximum: (a: Code, b: Code) => Code, vector: Variable, scratch: Variable): readonly Code[] => [
    scratch.set(minimumOrMaximum(vector.get, v128.shuffle(vector.get, vector.get, [2, 3, 0, 1]))),
    scratch.set(minimumOrMaximum(scratch.get, v128.shuffle(scratch.get, scratch.get, [1, 0, 3, 2]))),
  ];

  /** Takes the lowest lane out of the mask, and its value from where `sums` was stored. */
  const nextLane = [
    lane.set(i32.countTrailingZeros(mask.get)),
    mask.set(i32.and(mask.get, i32.subtract(mask.get, constant(1)))),
    value.set(f32.load(i32.shiftLeft(lane.get, constant(2)), lanes)),
  ];

  const maskOf = (vector: Variable): Code => i32x4.bitmask(f32x4.equal(vector.get, worsts.get));
  /** Puts `value` in the place of the first of the worst. */
  const keep = [
    which.set(
      i32.countTrailingZeros(
        kept.slice(1).reduce<Code>((bits, vector, n) => i32.or(bits, i32.shiftLeft(maskOf(vector), constant(4 * (n + 1)))), maskOf(kept[0])),
      ),
    ),
    i32.store(i32.shiftLeft(which.get, constant(2)), i32.add(at.get, i32.shiftLeft(lane.get, constant(2))), found),
    b.set(f32x4.splat(value.get)),
    c.set(i32x4.splat(which.get)),
    ...kept.map((vector, n) => vector.set(v128.choose(b.get, vector.get, i32x4.equal(c.get, v128.lanes([4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3]))))),
    a.set(kept.slice(1).reduce<Code>((most, vector) => f32x4.maximum(most, vector.get), kept[0].get)),
    ...reduce(f32x4.maximum, a, b),
    worst.set(f32x4.lane(b.get, 0)),
    worsts.set(f32x4.splat(worst.get)),
  ];

  const scanLeaf = [
    at.set(i32.add(starts.get, i32.shiftLeft(i32.subtract(node.get, leaves.get), constant(2)))),
    end.set(i32.load(at.get, 4)),
    at.set(i32.load(at.get)),
    block(
      loop(
        jumpIf(i32.greaterOrEqual(at.get, end.get), 1),
        a.set(f32x4.subtract(v128.load(at.get, 0), x.get)),
        b.set(f32x4.subtract(v128.load(at.get, 16), y.get)),
        c.set(f32x4.subtract(v128.load(at.get, 32), z.get)),
        sums.set(f32x4.add(f32x4.multiply(a.get, a.get), f32x4.add(f32x4.multiply(b.get, b.get), f32x4.multiply(c.get, c.get)))),
        sums.set(f32x4.add(f32x4.squareRoot(sums.get), v128.load(at.get, blockPrices))),
        when(mask.tee(i32x4.bitmask(f32x4.less(sums.get, worsts.get))), [
          v128.store(constant(0), sums.get, lanes),
          loop(
            ...nextLane,
            when(f32.less(value.get, worst.get), keep),
            jumpIf(mask.get, 0),
          ),
        ]),
        add(at, blockBytes),
        jump(0),
      ),
    ),
  ];

  /** Puts the children that may hold something on the stack, but for the nearest, which becomes the node. Leaves two blocks when there is none. */
  const descend = [
    at.set(i32.add(quads.get, i32.multiply(node.get, constant(quadBytes)))),
    a.set(outside(x, 0)),
    b.set(outside(y, 16)),
    c.set(outside(z, 32)),
    sums.set(f32x4.add(f32x4.multiply(a.get, a.get), f32x4.add(f32x4.multiply(b.get, b.get), f32x4.multiply(c.get, c.get)))),
    sums.set(f32x4.add(f32x4.squareRoot(sums.get), v128.load(at.get, quadPrices))),
    mask.set(i32x4.bitmask(f32x4.less(sums.get, worsts.get))),
    jumpIf(i32.isZero(mask.get), 2),
    node.set(i32.shiftLeft(node.get, constant(2))),
    ...reduce(f32x4.minimum, sums, a),
    which.set(i32.countTrailingZeros(i32x4.bitmask(f32x4.equal(sums.get, a.get)))),
    mask.set(i32.and(mask.get, i32.subtract(constant(-1), i32.shiftLeft(constant(1), which.get)))),
    when(mask.get, [
      v128.store(constant(0), sums.get, lanes),
      loop(
        ...nextLane,
        i32.store(waiting.get, i32.add(node.get, lane.get), 0),
        f32.store(waiting.get, value.get, 4),
        add(waiting, 8),
        jumpIf(mask.get, 0),
      ),
    ]),
    node.set(i32.add(node.get, which.get)),
  ];

  return build
    .write(
      x.set(f32x4.splat(px.get)),
      y.set(f32x4.splat(py.get)),
      z.set(f32x4.splat(pz.get)),
      worsts.set(f32x4.splat(worst.get)),
      ...kept.map((vector) => vector.set(worsts.get)),
      ...kept.map((_, n) => v128.store(constant(0), v128.lanes([-1, -1, -1, -1]), found + 16 * n)),
      waiting.set(constant(stack)),
      node.set(constant(1)),
      when(i32.equal(second.get, constant(3)), [
        node.set(constant(2)),
        i32.store(waiting.get, constant(3), 0),
        f32.store(waiting.get, f32.constant(-Infinity), 4),
        add(waiting, 8),
      ]),
      loop(
        block(
          block(
            loop(
              jumpIf(i32.greaterOrEqual(node.get, leaves.get), 1),
              ...descend,
              jump(0),
            ),
          ),
          ...scanLeaf,
        ),
        // The next that may hold something.
        block(
          loop(
            jumpIf(i32.lessOrEqual(waiting.get, constant(stack)), 1),
            add(waiting, -8),
            node.set(i32.load(waiting.get, 0)),
            jumpIf(f32.less(f32.load(waiting.get, 4), worst.get), 2),
            jump(0),
          ),
        ),
      ),
      leave(worst.get),
    )
    .finish();
}

/** The module's bytes. */
export function assemblePriceKernel(): Uint8Array<ArrayBuffer> {
  return assemble({ imports: [], functions: [{ name: 'search', body: search() }] });
}
