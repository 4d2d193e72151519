import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Matrix, SVD } from 'ml-matrix';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { frechetDistance } from '../../../src/geometry/frechetDistance';
import { choleskyFactor } from '../../../src/geometry/linear/choleskyFactor';
import { gram, type Samples } from '../../../src/geometry/linear/gram';
import { timesTransposed } from '../../../src/geometry/linear/product';
import { singularValues } from '../../../src/geometry/linear/singularValues';
import { triangularFactor } from '../../../src/geometry/linear/triangularFactor';
import { sequential, type Parallel } from '../../../src/geometry/parallel';
import { seededNumbers } from './clouds';

/** Threads that see copies. */
const unshared: Parallel = { ...sequential, threads: 2, shared: false, run: (task, pieces, signal) => sequential.run(task, structuredClone(pieces), signal) };

function normalNumbers(count: number, seed: number): Float64Array {
  const next = seededNumbers(seed);
  return Float64Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
}

function samplesOf(rows: number, columns: number, seed: number, offset = 0): Samples {
  const data = normalNumbers(rows * columns, seed).map((value) => value + offset);
  const means = Float64Array.from({ length: columns }, (_, column) => Array.from({ length: rows }, (__, row) => data[row * columns + column]).reduce((sum, value) => sum + value, 0) / rows);
  return { rows, columns, data, means };
}

/** The product of the centred samples with themselves, straight from its definition. */
function plainGram({ rows, columns, data, means }: Samples): number[] {
  return Array.from({ length: columns * columns }, (_, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += (data[row * columns + i] - means[i]) * (data[row * columns + j] - means[j]);
    return sum;
  });
}

function assertAllNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++) assert.ok(Math.abs(found[i] - expected[i]) <= tolerance, `${i}: ${found[i]} for ${expected[i]}`);
}

const squareOfFactor = ({ rows, columns, data }: { rows: number; columns: number; data: Float64Array<ArrayBufferLike> }): number[] => plainGram({ rows, columns, data, means: new Float64Array(columns) });

describe('singular values', () => {
  for (const [rows, columns] of [[1, 1], [5, 5], [3, 8], [40, 7], [33, 34], [32, 32], [70, 64], [65, 97], [120, 120], [230, 210]]) {
    it(`agree with ml-matrix for ${rows} x ${columns}`, async () => {
      const data = normalNumbers(rows * columns, rows + columns);
      const expected = new SVD(Matrix.from1DArray(rows, columns, data), { autoTranspose: true }).diagonal.sort((a, b) => a - b);
      const found = await singularValues({ rows, columns, data }, sequential);
      assertAllNear(found.sort(), expected, 1e-12 * expected[expected.length - 1]);
    });
  }

  it('are the same in pieces for several threads', async () => {
    for (const [rows, columns] of [[333, 331], [260, 515]]) {
      const data = normalNumbers(rows * columns, rows);
      const whole = await singularValues({ rows, columns, data: data.slice() }, sequential);
      const pieces = await singularValues({ rows, columns, data: data.slice() }, { ...sequential, threads: 3 });
      assertAllNear(pieces.sort(), whole.sort(), 1e-12 * whole[whole.length - 1]);
      const apart = await singularValues({ rows, columns, data: data.slice() }, unshared);
      assertAllNear(apart.sort(), whole, 1e-12 * whole[whole.length - 1]);
      const squares = data.reduce((sum, value) => sum + value * value, 0);
      assert.ok(Math.abs(whole.reduce((sum, value) => sum + value * value, 0) / squares - 1) < 1e-12);
    }
  });

  it('of a matrix with known ones, turned by reflections, are those', async () => {
    const n = 210;
    const known = Float64Array.from({ length: n }, (_, i) => (i < 5 ? 0 : 10 ** (-i / 20)));
    const data = new Float64Array(n * n);
    for (let i = 0; i < n; i++) data[i * n + i] = known[i];
    for (let turn = 0; turn < 4; turn++) {
      const vector = normalNumbers(n, turn);
      const scale = 2 / vector.reduce((sum, value) => sum + value * value, 0);
      for (let row = 0; row < n; row++) {
        // From the left and from the right in turn: I - 2 v v^T / v^T v.
        const place = (k: number): number => (turn % 2 === 0 ? k * n + row : row * n + k);
        const along = scale * vector.reduce((sum, value, k) => sum + value * data[place(k)], 0);
        for (let k = 0; k < n; k++) data[place(k)] -= along * vector[k];
      }
    }
    assertAllNear((await singularValues({ rows: n, columns: n, data }, sequential)).sort(), known.sort(), 1e-14);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const data = normalNumbers(700 * 700, 1);
    const found = singularValues({ rows: 700, columns: 700, data }, sequential, controller.signal, () => controller.abort());
    await assert.rejects(found, CancelledError);
  });

  it('hold for zeros, for one rank, for widely different sizes', async () => {
    assertAllNear(await singularValues({ rows: 4, columns: 3, data: new Float64Array(12) }, sequential), [0, 0, 0], 0);
    const one = Float64Array.from({ length: 30 }, (_, at) => (Math.floor(at / 5) + 1) * ((at % 5) + 1));
    const expected = Math.sqrt(91 * 55);
    assertAllNear((await singularValues({ rows: 6, columns: 5, data: one }, sequential)).sort(), [0, 0, 0, 0, expected], 1e-13 * expected);
    const sizes = [1e-200, 1e-12, 1e-3, 1, 1e8];
    const diagonal = Float64Array.from({ length: 25 }, (_, at) => (at % 6 === 0 ? sizes[at / 6] : 0));
    assertAllNear((await singularValues({ rows: 5, columns: 5, data: diagonal }, sequential)).sort(), sizes, 1e-7);
  });

  it('add up in squares to the squares of all numbers, for every small matrix', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 36 }), async (columns, numbers) => {
        const rows = Math.ceil(numbers.length / columns);
        const data = Float64Array.from({ length: rows * columns }, (_, at) => numbers[at] ?? 0);
        const squares = data.reduce((sum, value) => sum + value * value, 0);
        const found = await singularValues({ rows, columns, data }, sequential);
        assert.equal(found.length, Math.min(rows, columns));
        assert.ok(Math.abs(found.reduce((sum, value) => sum + value * value, 0) - squares) <= 1e-11 * (1 + squares));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('factors', () => {
  for (const [rows, columns] of [[2, 1], [9, 4], [300, 17], [600, 66], [400, 150]]) {
    it(`of ${rows} x ${columns} give the product of the centred samples with themselves`, async () => {
      const samples = samplesOf(rows, columns, 9, 1000);
      const expected = plainGram(samples);
      const { data } = await gram(samples, sequential);
      assertAllNear(data, expected, 1e-10 * rows);
      assertAllNear(squareOfFactor(triangularFactor(samples)), expected, 1e-10 * rows);
      assertAllNear(squareOfFactor(await choleskyFactor({ rows: columns, columns, data: data.slice() }, sequential)), expected, 1e-10 * rows);
    });
  }

  it('are the same in pieces for several threads', async () => {
    const samples = samplesOf(320, 217, 11);
    for (const parallel of [{ ...sequential, threads: 3 }, unshared]) {
      const { data } = await gram(samples, parallel);
      assertAllNear(data, plainGram(samples), 1e-10);
      assertAllNear(squareOfFactor(await choleskyFactor({ rows: 217, columns: 217, data: data.slice() }, parallel)), data, 1e-10);
    }
  });

  it('have as many rows as there is rank', async () => {
    const narrow = samplesOf(50, 3, 2);
    const data = new Float64Array(50 * 6);
    for (let row = 0; row < 50; row++) for (let column = 0; column < 6; column++) data[row * 6 + column] = narrow.data[row * 3 + (column % 3)] * (column + 1);
    const samples = { rows: 50, columns: 6, data, means: new Float64Array(6) };
    assert.equal((await choleskyFactor(await gram(samples, sequential), sequential)).rows, 3);
    // And where the rank ends in a later block of pivots than the first.
    const wide = { rows: 100, columns: 250, data: normalNumbers(25000, 7), means: new Float64Array(250) };
    const square = await gram(wide, sequential);
    const factor = await choleskyFactor({ ...square, data: square.data.slice() }, { ...sequential, threads: 2 });
    assert.equal(factor.rows, 100);
    assertAllNear(squareOfFactor(factor), square.data, 1e-9);
  });

  it('multiply with each other', async () => {
    const first = { rows: 7, columns: 300, data: normalNumbers(2100, 1) };
    const second = { rows: 5, columns: 300, data: normalNumbers(1500, 2) };
    const { data } = await timesTransposed(first, second, sequential);
    const expected = Array.from({ length: 35 }, (_, at) => first.data.subarray(300 * Math.floor(at / 5), 300 * Math.floor(at / 5) + 300).reduce((sum, value, k) => sum + value * second.data[300 * (at % 5) + k], 0));
    assertAllNear(data, expected, 1e-11);
  });
});

describe('Fréchet distance', () => {
  /** Rows whose mean is exactly `mean` and whose covariance is exactly L L^T: +-sqrt(n-1)/2-scaled columns of L, in pairs. */
  function exactRows(mean: readonly number[], lower: readonly (readonly number[])[]): { rows: number; columns: number; data: Float64Array } {
    const columns = mean.length;
    const rows = 2 * columns;
    const scale = Math.sqrt((rows - 1) / 2);
    const data = Float64Array.from({ length: rows * columns }, (_, at) => {
      const row = Math.floor(at / columns);
      return mean[at % columns] + (row % 2 === 0 ? scale : -scale) * lower[at % columns][row >> 1];
    });
    return { rows, columns, data };
  }

  it('is that of normal distributions in closed form', async () => {
    const shifted = await frechetDistance(exactRows([0, 0], [[1, 0], [0, 1]]), exactRows([3, 4], [[1, 0], [0, 1]]), { parallel: sequential });
    assertAllNear([shifted.meanTerm, shifted.covarianceTerm], [25, 0], 1e-12);
    const scaled = await frechetDistance(exactRows([1, 2, 3], [[1, 0, 0], [0, 2, 0], [0, 0, 3]]), exactRows([0, 0, 0], [[2, 0, 0], [0, 1, 0], [0, 0, 4]]), { parallel: sequential });
    assertAllNear([scaled.meanTerm, scaled.covarianceTerm], [14, 3], 1e-12);
    // S1 = [[2, 1], [1, 2]], S2 = [[1, -1/2], [-1/2, 3]]: trace of the root sqrt(7 + 2 sqrt(8.25)).
    const first = exactRows([0, 0], [[Math.SQRT2, 0], [1 / Math.SQRT2, Math.sqrt(1.5)]]);
    const second = exactRows([1, -1], [[1, 0], [-0.5, Math.sqrt(2.75)]]);
    const turned = await frechetDistance(first, second, { parallel: sequential });
    assertAllNear([turned.meanTerm, turned.covarianceTerm], [2, 8 - 2 * Math.sqrt(7 + 2 * Math.sqrt(8.25))], 1e-12);
  });

  it('is the same for fewer rows than columns, for more, and through either factor', async () => {
    // Twenty further columns of zeros change nothing but the way.
    const widen = ({ rows, columns, data }: { rows: number; columns: number; data: Float64Array }) => ({ rows, columns: columns + 20, data: Float64Array.from({ length: rows * (columns + 20) }, (_, at) => (at % (columns + 20) < columns ? data[Math.floor(at / (columns + 20)) * columns + (at % (columns + 20))] : 0)) });
    const first = { rows: 12, columns: 5, data: normalNumbers(60, 1) };
    const second = { rows: 15, columns: 5, data: normalNumbers(75, 2).map((value) => 2 * value) };
    const narrow = await frechetDistance(first, second, { parallel: sequential });
    const wide = await frechetDistance(widen(first), widen(second), { parallel: sequential });
    assertAllNear([wide.meanTerm, wide.covarianceTerm], [narrow.meanTerm, narrow.covarianceTerm], 1e-12);
  });

  it('is zero on itself, symmetric, and blind to a common offset', async () => {
    const first = { rows: 30, columns: 8, data: normalNumbers(240, 5) };
    const second = { rows: 9, columns: 8, data: normalNumbers(72, 6) };
    const same = await frechetDistance(first, first, { parallel: sequential });
    assertAllNear([same.meanTerm, same.covarianceTerm], [0, 0], 1e-12);
    const there = await frechetDistance(first, second, { parallel: sequential });
    const back = await frechetDistance(second, first, { parallel: sequential });
    assertAllNear([back.meanTerm, back.covarianceTerm], [there.meanTerm, there.covarianceTerm], 1e-12);
    const move = (set: typeof first) => ({ ...set, data: set.data.map((value) => value + 1e6) });
    const moved = await frechetDistance(move(first), move(second), { parallel: sequential });
    assertAllNear([moved.meanTerm, moved.covarianceTerm], [there.meanTerm, there.covarianceTerm], 1e-7);
  });

  it('agrees with itself through Cholesky for sets too large for reflections', async () => {
    const columns = 64;
    const first = samplesOf(800, columns, 3);
    const second = samplesOf(700, columns, 4, 0.1);
    const exact = await frechetDistance(first, second, { parallel: sequential });
    const traces = [first, second].map((set) => plainGram(set).reduce((sum, value, at) => sum + (at % (columns + 1) === 0 ? value : 0), 0) / (set.rows - 1));
    const product = await timesTransposed(await choleskyFactor(await gram(first, sequential), sequential), await choleskyFactor(await gram(second, sequential), sequential), sequential);
    const nuclear = (await singularValues(product, sequential)).reduce((sum, value) => sum + value, 0) / Math.sqrt(799 * 699);
    assertAllNear([traces[0] + traces[1] - 2 * nuclear], [exact.covarianceTerm], 1e-9);
  });

  it('refuses one row and different lengths', async () => {
    const set = (rows: number, columns: number) => ({ rows, columns, data: new Float64Array(rows * columns) });
    await assert.rejects(frechetDistance(set(1, 3), set(4, 3), { parallel: sequential }), OperationError);
    await assert.rejects(frechetDistance(set(4, 2), set(4, 3), { parallel: sequential }), OperationError);
  });
});
