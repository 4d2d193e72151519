import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isoTriangles, marchingCubes, type IsoSurface, type MarchingCubesOptions, type SampledField } from '../../../src/geometry/marchingCubes';
import { sequential } from '../../../src/geometry/parallel';
import { plainMarchingCubes } from '../../../src/geometry/isosurface/plainMarchingCubes';
import { mostParts, surfaceMeasures, type SurfaceMeasures } from '../../../src/geometry/surfaceMeasures';
import { seededNumbers } from './clouds';
import { countChangingEdges, reordered, sampleCube, sampleIndices, sphere, torus, triangleTexts } from './fields';
import { axisOrders } from './grids';
import { refinedLevelSet } from './trilinearOracle';

function march(field: SampledField, options: Partial<MarchingCubesOptions> = {}): Promise<IsoSurface> {
  return marchingCubes(field, { iso: 0, method: 'exact', inside: 'below', parallel: sequential, ...options });
}

/** Random samples with a border of +1. */
function randomField(seed: number, side: number, value: (next: () => number) => number): SampledField {
  const next = seededNumbers(seed);
  const isBorder = (...index: number[]): boolean => index.some((place) => place === 0 || place === side - 1);
  return sampleIndices([side, side, side], (x, y, z) => (isBorder(x, y, z) ? 1 : value(next)));
}

const anyValue = (next: () => number): number => 2 * next() - 1;
const threeValues = (next: () => number): number => Math.floor(3 * next()) - 1;

/** Every edge is looked at: what the surface says of itself it knows from its construction. */
function assertClosed({ positions, triangles }: IsoSurface, what: string): void {
  const { boundaryEdges, nonManifoldEdges } = surfaceMeasures(positions, triangles);
  assert.deepEqual([boundaryEdges, nonManifoldEdges], [0, 0], what);
}

describe('marching cubes', () => {
  it('approaches the area and the volume of a sphere and of a torus with the square of the spacing', async () => {
    const shapes = [
      { value: sphere(0.7), area: 4 * Math.PI * 0.49, volume: (4 / 3) * Math.PI * 0.343, genus: 0 },
      { value: torus(0.6, 0.25), area: 4 * Math.PI ** 2 * 0.15, volume: 2 * Math.PI ** 2 * 0.6 * 0.0625, genus: 1 },
    ];
    for (const { value, area, volume, genus } of shapes) {
      const errors: number[][] = [];
      for (const samples of [25, 49]) {
        const surface = await march(sampleCube(samples, 1, value));
        assertClosed(surface, `${samples}`);
        assert.equal(surface.measures.genus, genus);
        assert.equal(surface.measures.eulerCharacteristic, 2 - 2 * genus);
        errors.push([Math.abs(surface.measures.area / area - 1), Math.abs((surface.measures.volume ?? NaN) / volume - 1)]);
      }
      for (const measure of [0, 1]) {
        assert.ok(errors[1][measure] < 0.01, `${errors[1][measure]}`);
        assert.ok(errors[0][measure] / errors[1][measure] > 3.3, `${errors[0][measure]} ${errors[1][measure]}`);
      }
    }
  });

  it('has a vertex on every edge whose ends differ, and inside cells only those that it says', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const value of [anyValue, threeValues]) {
        const field = randomField(seed, 6, value);
        for (const method of ['exact', 'classic'] as const) {
          const surface = await march(field, { method });
          assert.equal(surface.positions.length / 3, countChangingEdges(field, 0) + surface.innerVertices);
          if (method === 'classic') assert.equal(surface.innerVertices, 0);
        }
      }
    }
  });

  it('makes closed manifolds of random samples, ties and extremes included', async () => {
    const extremes = [-3.4e38, -1, -1e-45, 0, 1e-45, 1, 3.4e38];
    const values = [anyValue, threeValues, (next: () => number) => extremes[Math.floor(7 * next())], (next: () => number) => (next() - 0.5) * 10 ** Math.floor(74 * next() - 37)];
    for (let seed = 1; seed <= 100; seed++) {
      for (const [place, value] of values.entries()) {
        const field = randomField(seed, 5, value);
        for (const method of ['exact', 'classic'] as const) assertClosed(await march(field, { method }), `seed ${seed}, values ${place}, ${method}`);
      }
    }
  });

  it('has the topology of the trilinear interpolant, found by refining each cell', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const field = randomField(seed, 5, anyValue);
      const surface = await march(field);
      const { eulerCharacteristic, components } = surface.measures;
      assertClosed(surface, `seed ${seed}`);
      assert.deepEqual({ eulerCharacteristic, components }, refinedLevelSet(field.dimensions, field.data), `seed ${seed}`);
    }
  }).timeout(120_000);

  it('decides ties as a little less than the iso value does', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const field = randomField(seed, 5, threeValues);
      const { eulerCharacteristic, components } = (await march(field)).measures;
      assert.deepEqual({ eulerCharacteristic, components }, refinedLevelSet(field.dimensions, field.data.map((value) => value + 0.01)), `seed ${seed}`);
    }
  }).timeout(120_000);

  it('makes the same outward surface of every order of the axes', async () => {
    const field = { ...randomField(3, 6, anyValue), spacing: [0.5, 1, 2] as const, origin: [10, -3, 4] as const };
    const expected = await march(field);
    const texts = triangleTexts(expected.positions, expected.triangles);
    for (const axisOrder of axisOrders) {
      const surface = await march(reordered(field, axisOrder));
      assert.deepEqual(triangleTexts(surface.positions, surface.triangles), texts, axisOrder.join());
      assert.ok(Math.abs((surface.measures.volume ?? 0) - (expected.measures.volume ?? 0)) < 1e-5);
    }
  });

  it('keeps normals outward in left-handed axes, and turns them on request', async () => {
    const ball = sampleCube(12, 1, sphere(0.6));
    const volume = (await march(ball)).measures.volume ?? 0;
    assert.ok(volume > 0.8);
    for (const directions of [
      [[-1, 0, 0], [0, 1, 0], [0, 0, 1]],
      [[0, 1, 0], [1, 0, 0], [0, 0, 1]],
      [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
    ] as const) {
      const surface = await march({ ...ball, directions });
      assert.ok(Math.abs((surface.measures.volume ?? 0) - volume) < 1e-6, String(directions));
    }
    const turned = await march(ball, { inside: 'above' });
    assert.ok(Math.abs((turned.measures.volume ?? 0) + volume) < 1e-9);
  });

  it('puts vertices where a linear field passes the value, in every placement', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 0.3, max: 3.4, noNaN: true })), async ([step, start, at]) => {
        const plane = sampleIndices([5, 4, 3], (x) => x - at, { spacing: [step, 1, 1], origin: [start, 0, 0] });
        const { positions, measures } = await march({ ...plane, data: Float64Array.from(plane.data) });
        for (let i = 0; i < positions.length; i += 3) assert.ok(Math.abs(positions[i] - (start + step * at)) < 1e-5 * step);
        assert.equal(measures.volume, null);
        assert.equal(measures.boundaryEdges, 2 * (3 + 2));
        assert.ok(Math.abs(measures.area - 6) < 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out cells with a corner that is not finite', async () => {
    const field = sampleCube(10, 1, sphere(0.6));
    const whole = await march(field);
    const hole = 5 + 10 * (5 + 10 * 7);
    for (const value of [NaN, Infinity, -Infinity]) {
      field.data[hole] = value;
      const surface = await march(field);
      assert.equal(surface.holes, 8);
      assert.ok(surface.triangles.length < whole.triangles.length && surface.measures.boundaryEdges > 0);
      assert.equal(surface.measures.volume, null);
      const used = new Set(surface.triangles);
      assert.equal(used.size, surface.positions.length / 3);
    }
    field.data.fill(NaN);
    assert.equal((await march(field)).triangles.length, 0);
  });

  it('takes a sample equal to the value as outside', async () => {
    const field = sampleIndices([3, 3, 3], (x, y, z) => (x === 1 && y === 1 && z === 1 ? 0 : 1));
    assert.equal((await march(field)).triangles.length, 0);
    const point = sampleIndices([3, 3, 3], (x, y, z) => (x === 1 && y === 1 && z === 1 ? -1 : 0));
    const surface = await march(point);
    assertClosed(surface, 'a point');
    assert.equal(surface.positions.length / 3, 6);
    assert.ok(Math.abs((surface.measures.volume ?? 0) - 4 / 3) < 1e-6);
  });

  it('makes nothing of grids without cells or without a change', async () => {
    for (const dimensions of [[1, 1, 1], [1, 5, 5], [5, 1, 5], [5, 5, 1]] as const) {
      const { positions, triangles, measures } = await march(sampleIndices(dimensions, (x, y, z) => x + y + z - 2.5));
      assert.deepEqual([positions.length, triangles.length, measures.components, measures.volume], [0, 0, 0, 0]);
    }
    assert.equal((await march(sampleIndices([4, 4, 4], () => 3))).triangles.length, 0);
  });

  it('keeps the millimetres of a grid far from the origin', async () => {
    const field = sampleCube(9, 1, sphere(0.6), { origin: [4e6, 5e6, 100] });
    const surface = await march(field);
    assert.ok(surface.positions instanceof Float64Array);
    const near = await march(sampleCube(9, 1, sphere(0.6)));
    assert.ok(near.positions instanceof Float32Array);
    assert.ok(Math.abs(surface.measures.area - near.measures.area) < 1e-6);
  });

  it('makes the same triangles where nothing is measured', async () => {
    const fields = [randomField(5, 14, anyValue), randomField(6, 12, threeValues), sampleIndices([30, 4, 21], (x, y, z) => x - y - z + 0.5), sampleIndices([6, 6, 6], (x, y, z) => (x === 2 && y === 3 ? NaN : z - 2.5))];
    for (const field of fields) {
      for (const parallel of [sequential, { ...sequential, threads: 3 }]) {
        const options: MarchingCubesOptions = { iso: 0, method: 'exact', inside: 'below', parallel };
        const { measures, ...expected } = await marchingCubes(field, options);
        assert.ok(measures.area > 0);
        assert.deepEqual(await isoTriangles(field, options), expected);
      }
    }
  });

  it('cuts in slabs as cell by cell, on any number of threads', async () => {
    const orders = axisOrders;
    for (let seed = 1; seed <= 24; seed++) {
      const next = seededNumbers(seed);
      const dimensions = [3 + Math.floor(40 * next()), 2 + Math.floor(12 * next()), 2 + Math.floor(40 * next())] as const;
      const scale = seed % 3 === 0 ? 1 : 0.2;
      const field = sampleIndices(dimensions, (x, y, z) => Math.sin(scale * x) + Math.sin(scale * y + 1) + Math.sin(scale * z) + (scale === 1 ? next() - 0.5 : 0.3), { axisOrder: orders[seed % 6], spacing: [1, 2, 0.5], origin: [1, 2, 3] });
      for (const method of ['exact', 'classic'] as const) {
        for (const inside of ['below', 'above'] as const) {
          const plain = plainMarchingCubes(field, { iso: 0.1, method, inside });
          const reference = surfaceMeasures(plain.positions, plain.triangles);
          for (const threads of [1, 3]) {
            const surface = await march(field, { iso: 0.1, method, inside, parallel: { ...sequential, threads } });
            assert.equal(surface.positions.length, plain.positions.length);
            assert.deepEqual(Array.from(surface.triangles, (corner) => Array.from(surface.positions.subarray(3 * corner, 3 * corner + 3))), plain.triangles.map((corner) => plain.positions.slice(3 * corner, 3 * corner + 3).map(Math.fround)));
            assertSameMeasures(surface.measures, reference);
            assert.equal(surface.innerVertices, plain.inner);
          }
        }
      }
    }
  });
});

/** Counts alike, sums within rounding to float32; parts of as many triangles may come in any order. */
function assertSameMeasures(found: SurfaceMeasures, expected: SurfaceMeasures): void {
  const counts = ({ eulerCharacteristic, boundaryEdges, nonManifoldEdges, components, genus, parts }: SurfaceMeasures): unknown => ({
    ...{ eulerCharacteristic, boundaryEdges, nonManifoldEdges, components, genus },
    triangles: parts.map((part) => part.triangles),
    parts: components <= mostParts ? parts.map((part) => [part.triangles, part.vertices, part.eulerCharacteristic, part.boundaryEdges, part.genus].join()).sort() : [],
  });
  assert.deepEqual(counts(found), counts(expected));
  assert.ok(Math.abs(found.area - expected.area) <= 1e-5 * expected.area);
  assert.equal(found.volume === null, expected.volume === null);
  if (found.volume !== null && expected.volume !== null) assert.ok(Math.abs(found.volume - expected.volume) <= 1e-5 * Math.max(1, Math.abs(expected.volume)));
}
