import assert from 'node:assert/strict';
import { buildGrid } from '../../../src/formats/grids/buildGrid';
import { xFastest, zFastest, type AxisOrder } from '../../../src/model/grid';
import { OperationError } from '../../../src/model/errors';
import type { GridModel, Model } from '../../../src/model/model';
import type { NumberArray } from '../../../src/model/numericType';
import type { Vector3 } from '../../../src/model/bounds';
import type { GridLabel } from '../../../src/model/voxelGrid';
import type { OperationResult, ReportTable } from '../../../src/operations/operation';
import { cloud, measure } from './pointModels';

interface Wanted {
  readonly dimensions?: Vector3;
  readonly axisOrder?: AxisOrder;
  readonly content?: 'occupancy' | 'labels' | 'field';
  readonly origin?: Vector3;
  readonly spacing?: Vector3;
  readonly labels?: readonly GridLabel[];
}

const sizes: Vector3 = [4, 3, 2];

/** A grid of a value for each cell x, y, z. */
function grid(valueOf: (x: number, y: number, z: number) => number, wanted: Wanted = {}): GridModel {
  const { dimensions = sizes, axisOrder = xFastest, content = 'occupancy', origin, spacing, labels } = wanted;
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  const data: NumberArray = content === 'field' ? new Float32Array(count) : new Uint8Array(count);
  const strides = [0, 0, 0];
  axisOrder.reduce<number>((stride, axis) => {
    strides[axis] = stride;
    return stride * dimensions[axis];
  }, 1);
  for (let z = 0; z < dimensions[2]; z++) for (let y = 0; y < dimensions[1]; y++) for (let x = 0; x < dimensions[0]; x++) data[x * strides[0] + y * strides[1] + z * strides[2]] = valueOf(x, y, z);
  const type = content === 'field' ? 'float32' : 'uint8';
  return buildGrid(
    { dimensions, axisOrder, content, ...(origin ? { origin } : {}), ...(spacing ? { spacing } : {}), ...(labels ? { labels } : {}), values: { kind: 'values', name: 'value', type, components: 1, data } },
    { options: {}, warn: () => undefined },
  );
}

const table = ({ tables }: OperationResult, title: string): ReportTable => {
  const found = tables?.find((candidate) => candidate.title === title);
  assert.ok(found, `There is no table ${title}.`);
  return found;
};

describe('compare of grids', () => {
  const now = (x: number): number => (x < 3 ? 1 : 0);
  const before = (x: number, y: number): number => (x > 0 && y > 0 ? 1 : 0);

  it('has the numbers of voxel-iou, whatever the order of the axes', async () => {
    for (const axisOrder of [xFastest, zFastest, [1, 2, 0] as const]) {
      const models = [grid(now), grid(before, { axisOrder })];
      const result = await measure('compare', models);
      const { numbers } = await measure('voxel-iou', models);
      assert.deepEqual(result.numbers, { ...numbers, added: 10, removed: 4 });
      assert.deepEqual(numbers, { iou: 8 / 22, intersection: 8, union: 22 });
      assert.deepEqual(table(result, 'Cells').rows, [
        ['common', 8, 8 / 22, 8 / 24],
        ['added', 10, 10 / 22, 10 / 24],
        ['removed', 4, 4 / 22, 4 / 24],
      ]);
      assert.deepEqual(result.warnings, []);
      assert.match(result.convention ?? '', /same index.*as they are/);
    }
  });

  it('makes a grid of what became of each cell, where the compared is', async () => {
    const place = { origin: [1, 2, 3], spacing: [0.5, 0.25, 2] } as const;
    const result = await measure('compare', [grid(now, { axisOrder: zFastest, ...place }), grid(before, place)]);
    const { cells } = result;
    assert.ok(cells);
    assert.equal(result.models?.[0].model, cells);
    assert.deepEqual([cells.axisOrder, cells.origin, cells.spacing, cells.occupied], [zFastest, [1, 2, 3], [0.5, 0.25, 2], 22]);
    const expected = grid((x, y) => (now(x) ? (before(x, y) ? 1 : 2) : before(x, y) ? 3 : 0), { axisOrder: zFastest });
    assert.deepEqual([...cells.values.data], [...expected.values.data]);
    assert.deepEqual(cells.labels?.map(({ value, name }) => [value, name]), [[1, 'common'], [2, 'added'], [3, 'removed'], [4, 'relabelled']]);
    // Added are the layer x = 0 with 6 cells, joined with y = 0 of x = 1, 2.
    assert.deepEqual(table(result, 'Largest added parts').rows, [[10, 1 + (0.5 * 6) / 10, 2 + (0.25 * 6) / 10, 4, 4]]);
    assert.deepEqual(table(result, 'Largest removed parts').rows, [[4, 2.5, 2.375, 4, 4]]);
  });

  it('compares labels one by one', async () => {
    const labels = [{ value: 1, name: 'bone' }];
    const result = await measure('compare', [grid((x) => x, { content: 'labels', labels }), grid((x, y) => (x === 2 && y === 0 ? 1 : x), { content: 'labels', axisOrder: zFastest })]);
    assert.deepEqual(result.numbers, { iou: 1, intersection: 18, union: 18, added: 0, removed: 0, relabelled: 2, meanIoU: (6 / 8 + 4 / 6 + 1) / 3 });
    assert.deepEqual(table(result, 'Labels'), {
      title: 'Labels',
      columns: ['label', 'name', 'iou', 'compared', 'reference', 'both'],
      rows: [[1, 'bone', 6 / 8, 6, 8, 6], [2, null, 4 / 6, 6, 4, 4], [3, null, 1, 6, 6, 6]],
    });
    assert.equal(table(result, 'Cells').rows.length, 4);
  });

  it('compares fields by their values, and by their inside where they have both signs', async () => {
    const field = (shift: number): GridModel => grid((x) => x - 1.5 + shift, { content: 'field' });
    const result = await measure('compare', [field(0), field(1)]);
    assert.deepEqual(result.numbers, { iou: 0.5, intersection: 6, union: 12, added: 6, removed: 0, differenceMean: 1, differenceRms: 1, differenceMax: 1 });
    assert.match(result.convention ?? '', /below 0 count as occupied.*compared - reference/);
    assert.equal(result.histograms?.[0].counts.reduce((sum, count) => sum + count, 0), 24);
    const dense = (shift: number): GridModel => grid((x, y) => (x === 0 && y === 0 ? NaN : x + shift), { content: 'field' });
    const values = await measure('compare', [dense(1), dense(3)]);
    assert.deepEqual(values.numbers, { differenceMean: 2, differenceRms: 2, differenceMax: 2 });
    assert.match(values.warnings?.join(' ') ?? '', /No cells were compared.*--content occupancy.*2 of 24 samples are not finite/);
    assert.equal(values.cells, undefined);
    // A field beside occupancy says nothing by its values.
    const mixed = await measure('compare', [field(0), grid(now)]);
    assert.deepEqual(Object.keys(mixed.numbers), ['iou', 'intersection', 'union', 'added', 'removed']);
  });

  it('says what differs in place, and refuses what has no cells in common', async () => {
    const moved = await measure('compare', [grid(now), grid(before, { origin: [9, 0, 0], spacing: [2, 1, 1] })]);
    assert.match(moved.warnings?.join() ?? '', /differ in origin and spacing/);
    assert.deepEqual(table(moved, 'Grids').rows.filter(([name]) => name === 'origin x' || name === 'spacing x'), [['spacing x', 1, 2], ['origin x', 0, 9]]);
    const other = grid(now, { dimensions: [3, 4, 2] });
    for (const operation of ['compare', 'voxel-iou']) await assert.rejects(measure(operation, [grid(now), other]), /expected 4 x 3 x 2 cells as in a\.ply, found 3 x 4 x 2.*voxelizing/);
    const refused: readonly (readonly [Model, Model])[] = [[grid(now), cloud([0, 0, 0])], [cloud([0, 0, 0]), grid(now)]];
    for (const pair of refused) await assert.rejects(measure('compare', pair), (error) => error instanceof OperationError && /expected a grid.*voxelize/.test(error.message));
    const empty = await measure('compare', [grid(() => 0), grid(() => 0)]);
    assert.deepEqual(empty.numbers, { iou: null, intersection: 0, union: 0, added: 0, removed: 0 });
    assert.match(empty.warnings?.join() ?? '', /iou has no value/);
    const unused = await measure('compare', [grid(now), grid(before)], { align: 'icp', sample: 5 });
    assert.deepEqual(unused.warnings, ['--align has no meaning for grids and was not used.', '--sample has no meaning for grids and was not used.']);
  });
});
