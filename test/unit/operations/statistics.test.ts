import assert from 'node:assert/strict';
import { makeCloud, seededNumbers } from '../geometry/clouds';
import { near } from './numbers';
import { plainPercentile } from './plainMetrics';
import { cloud, cube, measure } from './pointModels';

/** The distance from each point to the nearest other one, by comparing every pair. */
function plainSpacings(positions: Float64Array): number[] {
  const rows = Array.from({ length: positions.length / 3 }, (_, row) => row);
  return rows.map((row) => Math.min(...rows.filter((other) => other !== row).map((other) => Math.hypot(...[0, 1, 2].map((axis) => positions[3 * row + axis] - positions[3 * other + axis])))));
}

describe('statistics', () => {
  for (const name of ['a sphere', 'half in one place', 'few places', 'map coordinates']) {
    it(`equal their definitions: ${name}`, async () => {
      const positions = makeCloud(name, 250, 5);
      const spacings = plainSpacings(positions);
      const places = new Set(Array.from({ length: 250 }, (_, row) => positions.slice(3 * row, 3 * row + 3).join()));
      near(
        (await measure('statistics', [cloud(positions)])).numbers,
        {
          spacingMean: spacings.reduce((sum, value) => sum + value, 0) / 250,
          spacingP50: plainPercentile(spacings, 50),
          spacingP95: plainPercentile(spacings, 95),
          duplicates: 250 - places.size,
          notFinite: 0,
        },
        1e-9,
      );
    });
  }

  it('find the axes and extents of a turned box, far from the origin, beside points that are not finite', async () => {
    const next = seededNumbers(3);
    const [cos, sin] = [Math.cos(0.5), Math.sin(0.5)];
    const rows = Array.from({ length: 4000 }, (_, row) => {
      // The corners are there, so that the extents are those of the box.
      const [u, v, w] = row < 8 ? [row & 1, (row >> 1) & 1, row >> 2] : [next(), next(), next()];
      const [x, y, z] = [6 * u, 3 * v, w];
      return [4e5 + cos * x - sin * y, 5e6 + sin * x + cos * y, z];
    });
    const { numbers, tables } = await measure('statistics', [cloud([...rows.flat(), NaN, 0, 0, 0, Infinity, 0])]);
    assert.equal(numbers.notFinite, 2);
    assert.deepEqual(tables?.map(({ title }) => title), ['Mean of the finite points', 'Principal axes']);
    const axes = tables?.[1].rows ?? [];
    const expected = [[cos, sin, 0, 6], [-sin, cos, 0, 3], [0, 0, 1, 1]];
    expected.forEach(([x, y, z, side], axis) => {
      const [number, ...found] = axes[axis].map(Number);
      assert.equal(number, axis + 1);
      assert.ok(Math.abs(Math.abs(found[0] * x + found[1] * y + found[2] * z) - 1) < 2e-3);
      assert.ok(Math.abs(found[4] - side) < 0.1, `extent ${found[4]}`);
      assert.ok(Math.abs(found[3] - side / Math.sqrt(12)) < 0.05);
    });
  });

  it('answer null for the spacing of one point, with a warning, and refuse none', async () => {
    const { numbers, warnings, histograms } = await measure('statistics', [cloud([1, 2, 3, NaN, 0, 0])]);
    assert.deepEqual(numbers, { spacingMean: null, spacingP50: null, spacingP95: null, duplicates: 0, notFinite: 1 });
    assert.match(warnings?.join('\n') ?? '', /The spacing has no value/);
    assert.deepEqual(histograms, []);
    await assert.rejects(measure('statistics', [cloud([NaN, 0, 0])]), /a\.ply: expected at least one point/);
  });

  it('are of a mesh\'s vertices, or of points of its surface', async () => {
    const vertices = await measure('statistics', [cube()]);
    assert.deepEqual([vertices.numbers.spacingMean, vertices.convention], [1, 'of the mesh its vertices']);
    const surface = await measure('statistics', [cube()], { 'sample-surface': 400, seed: 1 });
    assert.equal(surface.convention, 'of the mesh 400 points drawn by area, seed 1');
    assert.equal(surface.tables?.[0].rows[0][0], 400);
  });
});
