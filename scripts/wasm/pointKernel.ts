import {
  assemble, base, block, call, copyMemory, f32, f32x4, FunctionBuilder, i32, i32x4, jump, jumpIf, leave, loop, v128, when,
  type Code, type Variable,
} from './assembler';
import { kernelMemory } from '../../src/geometry/pointKernelMemory';

/*
 * The two inner loops of the point index for float32 points, on vectors of four. What each does is written in
 * TypeScript too (pointIndexBuild.ts, leafNeighbours.ts), which is what runs where WebAssembly is not allowed.
 * A point is a vector of x, y, z and its row; a box is two: min x, y, z, 0 and max x, y, z, 0. All addresses in bytes.
 */

const { constant } = i32;
const pointBytes = 16;
const boxBytes = 32;
/** A group's vector of queries: x, y, z of four, the least squares, and the addresses of the points that have them. */
const vectorBytes = 80;
const infinity = f32.constant(Infinity);
const add = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, constant(bytes)));

/** Everything in a loop that ends when `done` holds before its body. */
const repeatUntil = (done: Code, ...body: readonly Code[]): Code => block(loop(jumpIf(done, 1), ...body, jump(0)));

const imports = [
  // halve(from, left, right, axis) moves the points in place so that the upper half is not below the lower one.
  { name: 'halve', parameters: ['i32', 'i32', 'i32'], results: [] },
] as const;
const splitIndex = imports.length;

/** split(from, to, left, right, leaves, start, swapped): see `splitWithCopy`. `start` is where its first leaf's start is written. */
function split() {
  const build = new FunctionBuilder(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], []);
  const [from, to, left, right, leaves, start, swapped] = [0, 1, 2, 3, 4, 5, 6].map((index) => build.parameter(index));
  const i = () => build.local('i32');
  const [count, middle, at, end, step, axis, keys, keysEnd, below, target, rounds, upper, isLess] = [i(), i(), i(), i(), i(), i(), i(), i(), i(), i(), i(), i(), i()];
  const [low, high, pivot, extentX, extentY, extentZ] = Array.from({ length: 6 }, () => build.local('f32'));
  const [least, most, value, pivots, counts] = Array.from({ length: 5 }, () => build.local('v128'));
  const bytes = i32.subtract(right.get, left.get);

  const measureAxis = [
    // Of large nodes every so many points.
    step.set(i32.multiply(i32.add(i32.shiftRight(count.get, constant(6)), constant(1)), constant(pointBytes))),
    at.set(i32.add(from.get, left.get)),
    end.set(i32.add(from.get, right.get)),
    least.set(v128.load(at.get)),
    most.set(least.get),
    repeatUntil(
      i32.greaterOrEqual(at.get, end.get),
      value.set(v128.load(at.get)),
      least.set(f32x4.minimum(least.get, value.get)),
      most.set(f32x4.maximum(most.get, value.get)),
      at.set(i32.add(at.get, step.get)),
    ),
    value.set(f32x4.subtract(most.get, least.get)),
    extentX.set(f32x4.lane(value.get, 0)),
    extentY.set(f32x4.lane(value.get, 1)),
    extentZ.set(f32x4.lane(value.get, 2)),
    axis.set(constant(8)),
    low.set(f32x4.lane(least.get, 2)),
    high.set(f32x4.lane(most.get, 2)),
    when(f32.greaterOrEqual(extentY.get, extentZ.get), [
      axis.set(constant(4)),
      low.set(f32x4.lane(least.get, 1)),
      high.set(f32x4.lane(most.get, 1)),
      extentZ.set(extentY.get),
    ]),
    when(f32.greaterOrEqual(extentX.get, extentZ.get), [
      axis.set(constant(0)),
      low.set(f32x4.lane(least.get, 0)),
      high.set(f32x4.lane(most.get, 0)),
    ]),
  ];

  const gatherKeys = [
    at.set(i32.add(i32.add(from.get, left.get), axis.get)),
    end.set(i32.add(end.get, axis.get)),
    keys.set(constant(kernelMemory.keys)),
    repeatUntil(
      i32.greaterOrEqual(at.get, end.get),
      f32.store(keys.get, f32.load(at.get)),
      add(keys, 4),
      at.set(i32.add(at.get, step.get)),
    ),
    target.set(i32.shiftRight(i32.subtract(keys.get, constant(kernelMemory.keys)), constant(2))),
    keysEnd.set(keys.get),
    // What fills the last vector is below no pivot.
    f32.store(keys.get, infinity, 0),
    f32.store(keys.get, infinity, 4),
    f32.store(keys.get, infinity, 8),
  ];

  // Halves the range of values until about half the keys are below its middle. `target` is their number, below is doubled.
  const searchPivot = [
    rounds.set(constant(40)),
    loop(
      pivot.set(f32.add(f32.multiply(low.get, f32.constant(0.5)), f32.multiply(high.get, f32.constant(0.5)))),
      pivots.set(f32x4.splat(pivot.get)),
      counts.set(i32x4.splat(constant(0))),
      keys.set(constant(kernelMemory.keys)),
      loop(
        counts.set(i32x4.subtract(counts.get, f32x4.less(v128.load(keys.get), pivots.get))),
        add(keys, 16),
        jumpIf(i32.less(keys.get, keysEnd.get), 0),
      ),
      counts.set(i32x4.add(counts.get, v128.shuffle(counts.get, counts.get, [2, 3, 2, 3]))),
      below.set(i32.shiftLeft(i32.add(i32x4.lane(counts.get, 0), i32x4.lane(counts.get, 1)), constant(1))),
      add(rounds, -1),
      when(i32.less(i32.add(below.get, i32.shiftRight(target.get, constant(3))), target.get), [
        low.set(pivot.get),
        jumpIf(rounds.get, 1),
      ], [
        when(i32.greater(below.get, i32.add(i32.add(target.get, constant(1)), i32.shiftRight(target.get, constant(3)))), [
          high.set(pivot.get),
          jumpIf(rounds.get, 2),
        ]),
      ]),
    ),
  ];

  // Every point goes to both ends; only one end moves on.
  const partition = [
    at.set(i32.add(from.get, left.get)),
    end.set(i32.add(from.get, right.get)),
    middle.set(i32.add(to.get, left.get)),
    upper.set(i32.subtract(i32.add(to.get, right.get), constant(pointBytes))),
    repeatUntil(
      i32.greaterOrEqual(at.get, end.get),
      value.set(v128.load(at.get)),
      isLess.set(i32.shiftLeft(f32.less(f32.load(i32.add(at.get, axis.get)), pivot.get), constant(4))),
      v128.store(middle.get, value.get),
      v128.store(upper.get, value.get),
      middle.set(i32.add(middle.get, isLess.get)),
      upper.set(i32.subtract(i32.add(upper.get, isLess.get), constant(pointBytes))),
      add(at, pointBytes),
    ),
    middle.set(i32.subtract(middle.get, to.get)),
  ];

  const child = (childLeft: Code, childRight: Code, childStart: Code): Code =>
    call(splitIndex, to.get, from.get, childLeft, childRight, leaves.get, childStart, i32.isZero(swapped.get));

  // At least 5/16 of the points on each side, or 1 of few.
  const fewest = i32.add(i32.and(i32.shiftRight(i32.multiply(count.get, constant(5)), constant(4)), i32.subtract(constant(0), i32.greater(count.get, constant(8)))), i32.isZero(i32.greater(count.get, constant(8))));

  return build
    .write(
      when(i32.equal(leaves.get, constant(1)), [
        i32.store(start.get, i32.shiftRight(left.get, constant(4))),
        when(swapped.get, [copyMemory(i32.add(to.get, left.get), i32.add(from.get, left.get), bytes)]),
        leave(),
      ]),
      count.set(i32.shiftRight(bytes, constant(4))),
      middle.set(left.get),
      when(i32.greater(count.get, constant(1)), [
        ...measureAxis,
        when(f32.less(low.get, high.get), [...gatherKeys, ...searchPivot, ...partition]),
      ]),
      below.set(fewest),
      when(
        i32.or(
          i32.less(i32.shiftRight(i32.subtract(middle.get, left.get), constant(4)), below.get),
          i32.less(i32.shiftRight(i32.subtract(right.get, middle.get), constant(4)), below.get),
        ),
        [
          copyMemory(i32.add(to.get, left.get), i32.add(from.get, left.get), bytes),
          when(i32.greater(count.get, constant(1)), [call(0, i32.add(to.get, left.get), i32.add(to.get, right.get), axis.get)]),
          middle.set(i32.add(left.get, i32.shiftLeft(i32.shiftRight(count.get, constant(1)), constant(4)))),
        ],
      ),
      leaves.set(i32.shiftRight(leaves.get, constant(1))),
      child(left.get, middle.get, start.get),
      child(middle.get, right.get, i32.add(start.get, i32.shiftLeft(leaves.get, constant(2)))),
    )
    .finish();
}

/**
 * search(queries, count, box, limit, boxes, starts, points, leaves, seed): the nearest points of up to 64 queries that
 * lie in a box; their addresses go to `kernelMemory.found`. Answers the leaf that lies nearest to the box, or -1 when it
 * gave up after `limit` leaves.
 */
function search(place: (offset: number) => Code) {
  const build = new FunctionBuilder(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], ['i32']);
  const [queries, count, box, limit, boxes, starts, points, leaves, seed] = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => build.parameter(index));
  const i = () => build.local('i32');
  const [group, groupEnd, at, to, lane, node, waiting, nearest, leaf, right, end] = [i(), i(), i(), i(), i(), i(), i(), i(), i(), i(), i()];
  const [bound, far] = [build.local('f32'), build.local('f32')];
  const v = () => build.local('v128');
  const [minimum, maximum, a, b, zero, bounds] = [v(), v(), v(), v(), v(), v()];
  const [x, y, z, best, found, x2, y2, z2, best2, found2, address, px, py, pz] = Array.from({ length: 14 }, v);

  /** Vectors come in pairs; those without a query of their own repeat the last. */
  const gather = [
    groupEnd.set(i32.add(place(kernelMemory.group), i32.multiply(i32.shiftRight(i32.add(count.get, constant(7)), constant(3)), constant(2 * vectorBytes)))),
    group.set(place(kernelMemory.group)),
    at.set(queries.get),
    end.set(i32.add(queries.get, i32.shiftLeft(i32.subtract(count.get, constant(1)), constant(4)))),
    loop(
      v128.store(group.get, f32x4.splat(infinity), 48),
      lane.set(constant(0)),
      loop(
        to.set(i32.add(group.get, lane.get)),
        f32.store(to.get, f32.load(at.get, 0), 0),
        f32.store(to.get, f32.load(at.get, 4), 16),
        f32.store(to.get, f32.load(at.get, 8), 32),
        at.set(i32.add(at.get, i32.shiftLeft(i32.less(at.get, end.get), constant(4)))),
        add(lane, 4),
        jumpIf(i32.less(lane.get, constant(16)), 0),
      ),
      add(group, vectorBytes),
      jumpIf(i32.less(group.get, groupEnd.get), 0),
    ),
  ];

  const improve = (qx: Variable, qy: Variable, qz: Variable, least: Variable, where: Variable): readonly Code[] => [
    a.set(f32x4.subtract(px.get, qx.get)),
    a.set(f32x4.multiply(a.get, a.get)),
    b.set(f32x4.subtract(py.get, qy.get)),
    a.set(f32x4.add(a.get, f32x4.multiply(b.get, b.get))),
    b.set(f32x4.subtract(pz.get, qz.get)),
    a.set(f32x4.add(a.get, f32x4.multiply(b.get, b.get))),
    where.set(v128.choose(address.get, where.get, f32x4.less(a.get, least.get))),
    least.set(f32x4.minimum(least.get, a.get)),
  ];

  /** All queries against all points of a leaf: cheaper than asking which of them matter. */
  const scan = (which: Code): readonly Code[] => [
    lane.set(i32.add(starts.get, i32.shiftLeft(which, constant(2)))),
    end.set(i32.add(points.get, i32.shiftLeft(i32.load(lane.get, 4), constant(4)))),
    to.set(i32.add(points.get, i32.shiftLeft(i32.load(lane.get), constant(4)))),
    group.set(place(kernelMemory.group)),
    bounds.set(zero.get),
    loop(
      x.set(v128.load(group.get, 0)),
      y.set(v128.load(group.get, 16)),
      z.set(v128.load(group.get, 32)),
      best.set(v128.load(group.get, 48)),
      found.set(v128.load(group.get, 64)),
      x2.set(v128.load(group.get, vectorBytes)),
      y2.set(v128.load(group.get, vectorBytes + 16)),
      z2.set(v128.load(group.get, vectorBytes + 32)),
      best2.set(v128.load(group.get, vectorBytes + 48)),
      found2.set(v128.load(group.get, vectorBytes + 64)),
      at.set(to.get),
      repeatUntil(
        i32.greaterOrEqual(at.get, end.get),
        px.set(v128.loadSplat32(at.get, 0)),
        py.set(v128.loadSplat32(at.get, 4)),
        pz.set(v128.loadSplat32(at.get, 8)),
        address.set(i32x4.splat(at.get)),
        ...improve(x, y, z, best, found),
        ...improve(x2, y2, z2, best2, found2),
        add(at, pointBytes),
      ),
      v128.store(group.get, best.get, 48),
      v128.store(group.get, found.get, 64),
      v128.store(group.get, best2.get, vectorBytes + 48),
      v128.store(group.get, found2.get, vectorBytes + 64),
      bounds.set(f32x4.maximum(bounds.get, f32x4.maximum(best.get, best2.get))),
      add(group, 2 * vectorBytes),
      jumpIf(i32.less(group.get, groupEnd.get), 0),
    ),
    bounds.set(f32x4.maximum(bounds.get, v128.shuffle(bounds.get, bounds.get, [2, 3, 0, 1]))),
    bounds.set(f32x4.maximum(bounds.get, v128.shuffle(bounds.get, bounds.get, [1, 0, 3, 2]))),
    bound.set(f32x4.lane(bounds.get, 0)),
  ];

  /** Squares of how far a child's box lies outside the queries' along each axis. */
  const outside = (result: Variable, offset: number): Code =>
    result.set(
      f32x4.maximum(
        f32x4.maximum(f32x4.subtract(v128.load(at.get, offset), maximum.get), f32x4.subtract(minimum.get, v128.load(at.get, offset + 16))),
        zero.get,
      ),
    );

  const descend = [
    at.set(i32.add(boxes.get, i32.shiftLeft(node.get, constant(6)))),
    outside(a, 0),
    outside(b, boxBytes),
    a.set(f32x4.multiply(a.get, a.get)),
    b.set(f32x4.multiply(b.get, b.get)),
    // Left in lane 0, right in lane 1; lane 3 of both is 0.
    bounds.set(f32x4.add(v128.shuffle(a.get, b.get, [0, 4, 1, 5]), v128.shuffle(a.get, b.get, [2, 6, 3, 7]))),
    bounds.set(f32x4.add(bounds.get, v128.shuffle(bounds.get, bounds.get, [2, 3, 0, 1]))),
    x.set(v128.shuffle(bounds.get, bounds.get, [1, 0, 3, 2])),
    right.set(f32.less(f32x4.lane(x.get, 0), f32x4.lane(bounds.get, 0))),
    far.set(f32x4.lane(f32x4.maximum(bounds.get, x.get), 0)),
    // The farther child is put on the stack in any case; that counts only if it is near enough.
    node.set(i32.shiftLeft(node.get, constant(1))),
    i32.store(waiting.get, i32.subtract(i32.add(node.get, constant(1)), right.get), 0),
    f32.store(waiting.get, far.get, 4),
    waiting.set(i32.add(waiting.get, i32.shiftLeft(f32.less(far.get, bound.get), constant(3)))),
    node.set(i32.add(node.get, right.get)),
  ];

  return build
    .write(
      ...gather,
      minimum.set(v128.load(box.get, 0)),
      maximum.set(v128.load(box.get, 16)),
      ...scan(seed.get),
      nearest.set(constant(-1)),
      waiting.set(place(kernelMemory.stack)),
      node.set(constant(1)),
      loop(
        // Down to a leaf, or until even the nearer child is too far.
        block(
          block(
            loop(
              jumpIf(i32.greaterOrEqual(node.get, leaves.get), 1),
              ...descend,
              jumpIf(f32.less(f32x4.lane(f32x4.minimum(bounds.get, x.get), 0), bound.get), 0),
            ),
            jump(1),
          ),
          leaf.set(i32.subtract(node.get, leaves.get)),
          when(i32.lessSigned(nearest.get, constant(0)), [nearest.set(leaf.get)]),
          when(i32.notEqual(leaf.get, seed.get), [
            when(i32.isZero(limit.get), [leave(constant(-1))]),
            add(limit, -1),
            ...scan(leaf.get),
          ]),
        ),
        // The next that is still near enough.
        block(
          loop(
            jumpIf(i32.lessOrEqual(waiting.get, place(kernelMemory.stack)), 1),
            add(waiting, -8),
            node.set(i32.load(waiting.get, 0)),
            jumpIf(f32.less(f32.load(waiting.get, 4), bound.get), 2),
            jump(0),
          ),
        ),
      ),
      // Addresses in the order of the queries.
      group.set(place(kernelMemory.group)),
      at.set(place(kernelMemory.found)),
      loop(
        v128.store(at.get, v128.load(group.get, 64)),
        add(at, 16),
        add(group, vectorBytes),
        jumpIf(i32.less(group.get, groupEnd.get), 0),
      ),
      when(i32.lessSigned(nearest.get, constant(0)), [nearest.set(seed.get)]),
      leave(nearest.get),
    )
    .finish();
}

/** The module with memory of its own. */
export function assemblePointKernel(): Uint8Array<ArrayBuffer> {
  return assemble({ imports, functions: [{ name: 'split', body: split() }, { name: 'search', body: search(constant) }] });
}

/** The search alone, in the memory of an index that all threads see; what a thread has of its own lies from `base` on. */
export function assembleSharedPointKernel(): Uint8Array<ArrayBuffer> {
  return assemble({ imports: [], functions: [{ name: 'search', body: search((offset) => i32.add(base, constant(offset))) }], memory: 'shared' });
}
