import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellDifference, cellStates, labelDifference, labelOverlaps } from '../../../src/geometry/cellDifference';
import { fieldDifference } from '../../../src/geometry/fieldDifference';
import { countComponents } from '../../../src/geometry/gridComponents';
import { largestParts } from '../../../src/geometry/largestParts';
import { overlap, reorder, reorderValues } from '../../../src/geometry/occupancy';

/** Cells of a small grid, and its sizes. */
const grids = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain((sizes) => {
    const cells = fc.uint8Array({ minLength: sizes[0] * sizes[1] * sizes[2], maxLength: sizes[0] * sizes[1] * sizes[2], max: 3 });
    return fc.record({ sizes: fc.constant(sizes), first: cells, second: cells });
  });

/** Parts by flooding from cell to cell: the plain reference. */
function floodedParts(cells: Uint8Array, [width, height, depth]: readonly [number, number, number], wanted: number): number[][] {
  const seen = new Set<number>();
  const parts: number[][] = [];
  cells.forEach((value, start) => {
    if (value !== wanted || seen.has(start)) return;
    const part: number[] = [];
    const open = [start];
    seen.add(start);
    while (open.length > 0) {
      const row = open.pop() ?? 0;
      part.push(row);
      const [a, b, c] = [row % width, Math.floor(row / width) % height, Math.floor(row / width / height)];
      for (const [i, j, k] of [[a - 1, b, c], [a + 1, b, c], [a, b - 1, c], [a, b + 1, c], [a, b, c - 1], [a, b, c + 1]]) {
        if (i < 0 || j < 0 || k < 0 || i >= width || j >= height || k >= depth) continue;
        const next = i + width * (j + height * k);
        if (cells[next] !== wanted || seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    parts.push(part.sort((x, y) => x - y));
  });
  return parts;
}

describe('what became of cells', () => {
  it('is told cell by cell, and counted as the overlap is', () => {
    fc.assert(
      fc.property(grids, ({ sizes, first, second }) => {
        const [a, b] = [first, second].map((cells) => ({ sizes, cells: cells.map((value) => (value > 1 ? 1 : 0)) }));
        const { states, counts } = cellDifference(a, b);
        states.forEach((state, row) => {
          const expected = a.cells[row] && b.cells[row] ? cellStates.common : a.cells[row] ? cellStates.added : b.cells[row] ? cellStates.removed : 0;
          assert.equal(state, expected);
        });
        const { intersection, union } = overlap(a, b);
        assert.deepEqual([counts.common, counts.common + counts.added + counts.removed, counts.relabelled], [intersection, union, 0]);
      }),
    );
  });

  it('tells labels that changed, NaN being one label, and counts each', () => {
    const { states, counts } = labelDifference(Float32Array.of(0, 1, 1, 2, NaN, NaN), Float32Array.of(0, 1, 2, 0, NaN, 3));
    assert.deepEqual([...states], [0, cellStates.common, cellStates.relabelled, cellStates.added, cellStates.common, cellStates.relabelled]);
    assert.deepEqual(counts, { common: 2, added: 1, removed: 0, relabelled: 2 });
    fc.assert(
      fc.property(grids, ({ first, second }) => {
        const overlaps = labelOverlaps(first, second, 10);
        const labels = [...new Set([...first, ...second])].filter((label) => label !== 0).sort((a, b) => a - b);
        const count = (is: (row: number) => boolean): number => [...first.keys()].filter(is).length;
        assert.deepEqual(
          overlaps,
          labels.map((label) => ({
            label,
            compared: count((row) => first[row] === label),
            reference: count((row) => second[row] === label),
            both: count((row) => first[row] === label && second[row] === label),
          })),
        );
      }),
    );
    assert.equal(labelOverlaps(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 1, 1), 2), null);
    assert.equal(labelOverlaps(Uint8Array.of(1, 2), Uint8Array.of(1, 1), 2)?.length, 2);
  });

  it('finds the largest parts as flooding does', () => {
    fc.assert(
      fc.property(grids, fc.integer({ min: 1, max: 4 }), ({ sizes, first }, most) => {
        const wanted = 1;
        const parts = floodedParts(first, sizes, wanted);
        const { largest, count } = largestParts({ sizes, cells: first }, wanted, most);
        assert.equal(count, parts.length);
        assert.equal(countComponents({ sizes, cells: first.map((value) => (value === wanted ? 1 : 0)) }), parts.length);
        const expected = [...parts].sort((x, y) => y.length - x.length || x[0] - y[0]).slice(0, most);
        assert.deepEqual(largest.map(({ cells }) => cells), expected.map(({ length }) => length));
        largest.forEach(({ centre, from, to }, place) => {
          const indices = expected[place].map((row) => [row % sizes[0], Math.floor(row / sizes[0]) % sizes[1], Math.floor(row / sizes[0] / sizes[1])]);
          for (let axis = 0; axis < 3; axis++) {
            const along = indices.map((index) => index[axis]);
            assert.ok(Math.abs(centre[axis] - along.reduce((sum, value) => sum + value, 0) / along.length) < 1e-9);
            assert.deepEqual([from[axis], to[axis]], [Math.min(...along), Math.max(...along)]);
          }
        });
      }),
    );
  });

  it('lists values in another order of axes as it does cells', () => {
    const cells = Uint8Array.from({ length: 24 }, (_, row) => row);
    const sizes = [2, 3, 4] as const;
    for (const to of [[0, 1, 2], [2, 1, 0], [1, 2, 0]] as const) {
      const expected = reorder({ sizes, cells }, [0, 1, 2], to).cells;
      assert.deepEqual([...reorderValues(Float64Array.from(cells), sizes, [0, 1, 2], to)], [...expected]);
    }
    assert.equal(reorderValues(cells, sizes, [0, 1, 2], [0, 1, 2]), cells);
  });
});

describe('the difference of fields', () => {
  it('leaves out what is not finite, and counts every sample once', () => {
    const { counts, ...numbers } = fieldDifference(Float32Array.of(1, 2, NaN, 4, Infinity), Float32Array.of(1, 5, 0, 3.5, Infinity));
    assert.deepEqual(numbers, { count: 3, mean: (0 - 3 + 0.5) / 3, meanMagnitude: 3.5 / 3, rms: Math.sqrt((9 + 0.25) / 3), maximum: 3, worst: 1 });
    assert.deepEqual([counts[0], counts[8], counts[47]], [1, 1, 1]);
    const none = fieldDifference(Float32Array.of(NaN), Float32Array.of(1));
    assert.deepEqual([none.count, none.worst, none.maximum], [0, -1, 0]);
    const same = fieldDifference(Float32Array.of(1, 2), Float32Array.of(1, 2));
    assert.deepEqual([same.count, same.maximum, same.counts[0]], [2, 0, 2]);
  });
});
