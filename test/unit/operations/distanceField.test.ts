import assert from 'node:assert/strict';
import { OperationError } from '../../../src/model/errors';
import type { Model } from '../../../src/model/model';
import type { ScalarGrid } from '../../../src/model/scalarGrid';
import type { OperationResult } from '../../../src/operations/operation';
import { makeBall } from '../geometry/surfaces';
import { cloud, cube, cubeCorners, cubeFaces, measure, mesh } from './pointModels';

function fieldOf(result: OperationResult): ScalarGrid {
  const model = result.models?.[0].model;
  assert.ok(model?.kind === 'scalarGrid');
  return model;
}

const field = async (model: Model, options: Readonly<Record<string, unknown>> = {}): Promise<OperationResult> => measure('distance-field', [model], options);

describe('distance-field', () => {
  it('puts cells over the bounds and padding, sampled at their centres', async () => {
    const result = await field(cube(), { resolution: 9, padding: 2 });
    const grid = fieldOf(result);
    assert.deepEqual([grid.dimensions, grid.spacing], [[9, 9, 9], [0.2, 0.2, 0.2]]);
    grid.origin.forEach((value) => assert.ok(Math.abs(value + 0.3) < 1e-15));
    assert.deepEqual(result.numbers, { cells: 729, negativeShare: 125 / 729 });
    // The middle of the cube, and a cell beside a face.
    assert.ok(Math.abs(grid.values.data[4 + 9 * (4 + 9 * 4)] + 0.5) < 1e-7);
    assert.ok(Math.abs(grid.values.data[0 + 9 * (4 + 9 * 4)] - 0.3) < 1e-7);
    assert.deepEqual(result.warnings, []);
    const bySize = fieldOf(await field(cube(), { size: 0.5, padding: 0 }));
    assert.deepEqual([bySize.dimensions, bySize.origin], [[2, 2, 2], [0.25, 0.25, 0.25]]);
  });

  it('of points, of vertices, and without a sign is nowhere below 0', async () => {
    const points = await field(cloud([0, 0, 0, 1, 0, 0, NaN, 0, 0]), { resolution: 8 });
    assert.equal(points.numbers['negativeShare'], 0);
    assert.equal(points.warnings?.length, 2);
    assert.deepEqual(fieldOf(points).dimensions, [8, 5, 5]);
    for (const options of [{ vertices: true, sign: 'none' }, { sign: 'none' }]) {
      const result = await field(cube(), options);
      assert.deepEqual([result.numbers['negativeShare'], result.warnings], [0, []]);
    }
  });

  it('tells of meshes that are not closed, and takes their sign from the winding number', async () => {
    const result = await field(mesh(cubeCorners, cubeFaces.slice(1)), { resolution: 20 });
    assert.match(result.warnings?.[0] ?? '', /4 open edges/);
    // Seen from inside, the missing side of a convex body is less than half of everything: the sign changes there.
    assert.equal(result.numbers['negativeShare'], 16 ** 3 / 20 ** 3);
  });

  it('becomes voxels: the cells inside, and no others', async () => {
    const ball = makeBall(24, 48);
    const faces = Array.from({ length: ball.triangles.length / 3 }, (_, i) => [...ball.triangles.subarray(3 * i, 3 * i + 3)]);
    const grid = fieldOf(await field(mesh(ball.positions, faces), { resolution: 24 }));
    const result = await measure('voxelize', [grid]);
    const voxels = result.models?.[0].model;
    assert.ok(voxels?.kind === 'voxelGrid');
    assert.deepEqual([voxels.dimensions, voxels.origin], [grid.dimensions, grid.origin]);
    voxels.values.data.forEach((occupied, cell) => assert.equal(occupied === 1, grid.values.data[cell] < 0));
    // The ball's volume in cells.
    assert.ok(Math.abs(voxels.occupied * grid.spacing[0] ** 3 - (4 / 3) * Math.PI) < 0.15);
    const shell = await measure('voxelize', [grid], { iso: 0.1, inside: 'above' });
    assert.equal(Number(shell.numbers['occupied']), grid.values.data.filter((value) => value > 0.1).length);
    const unsigned = fieldOf(await field(cube(), { sign: 'none' }));
    await assert.rejects(measure('voxelize', [unsigned]), (error) => error instanceof OperationError && /--iso/.test(error.message));
  });

  it('refuses what has no place, and grids that nobody can hold', async () => {
    await assert.rejects(field(cloud([NaN, 0, 0])), OperationError);
    await assert.rejects(field(cube(), { resolution: 4 }), /above twice the --padding/);
    await assert.rejects(field(cube(), { size: 1e-9 }), /at most/);
    assert.equal(fieldOf(await field(cloud([1, 2, 3]))).count, 125);
  });
});
