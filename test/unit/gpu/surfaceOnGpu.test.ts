import assert from 'node:assert/strict';
import { blockCounts, findBlockStates } from '../../../src/geometry/isosurface/blocks';
import { marchingCubes } from '../../../src/geometry/marchingCubes';
import { sequential } from '../../../src/geometry/parallel';
import { GpuSession } from '../../../src/gpu/device';
import { blockStatesOnGpu, evaluateOnGpu } from '../../../src/gpu/fieldBlocks';
import { fieldSource } from '../../../src/gpu/fieldSource';
import { surfaceOnGpu } from '../../../src/gpu/surfaceOnGpu';
import { CancelledError } from '../../../src/model/errors';
import { fieldAt } from '../../../src/model/fieldProgram';
import { sampleCube, sampleIndices, triangleTexts } from '../geometry/fields';
import { axisOrders } from '../geometry/grids';
import { fakeLibrary, hardware, type Spoil } from './fakeLibrary';
import { fieldNames, fieldPrograms } from './fieldPrograms';

function session(spoil?: Spoil): GpuSession {
  return new GpuSession({ device: 'gpu', loadLibrary: () => Promise.resolve(fakeLibrary(spoil).library), findRenderer: hardware('Test'), modes: ['webgpu'] });
}

const options = { iso: 0, method: 'exact', inside: 'below', parallel: sequential } as const;
const never = new AbortController().signal;

describe('surfaces with the GPU', () => {
  it('finds the states of blocks as the CPU does, of grids of all sizes', async () => {
    for (const [i, dimensions] of ([[1, 1, 1], [32, 4, 4], [33, 5, 9], [70, 7, 3], [9, 40, 21]] as const).entries()) {
      const field = sampleIndices(dimensions, (x, y, z) => Math.sin(x / 9) + Math.sin(y / 5) + Math.sin(z / 4) - 0.4, { axisOrder: axisOrders[i] });
      const sizes = field.axisOrder.map((axis) => dimensions[axis]);
      const arraySizes = [sizes[0], sizes[1], sizes[2]] as const;
      const { value, choice } = await session().run((device) => blockStatesOnGpu(device, field.data, arraySizes, 0, never), () => Promise.reject(new Error('the CPU')));
      assert.equal(choice.kind, 'webgpu');
      assert.deepEqual([...value], [...findBlockStates(field.data, arraySizes, 0)]);
      assert.equal(value.length, blockCounts(arraySizes).all);
    }
  });

  it('cuts the same surface from a grid with the states that the device found', async () => {
    const field = sampleIndices([45, 33, 26], (x, y, z) => Math.sin(x / 6) + Math.sin(y / 5) + Math.sin(z / 4), { axisOrder: [2, 1, 0] });
    const { surface, steps, device, warnings } = await surfaceOnGpu(field, options, session());
    const alone = await marchingCubes(field, options);
    assert.deepEqual([...surface.triangles], [...alone.triangles]);
    assert.deepEqual([...surface.positions], [...alone.positions]);
    assert.equal(device.kind, 'webgpu');
    assert.deepEqual(warnings, []);
    assert.deepEqual(steps.map(({ step }) => step.split(':')[0]), ['GPU', 'CPU', 'CPU alone, for comparison']);
  });

  it('evaluates formulae where the surface may be, and lets the CPU decide signs near it', async () => {
    for (const name of fieldNames) {
      const program = fieldPrograms[name];
      const field = sampleCube(41, 1, (x, y, z) => fieldAt(program, x, y, z));
      const { surface, steps, device } = await surfaceOnGpu(field, options, session(), program);
      const alone = await marchingCubes(field, options);
      assert.equal(device.kind, 'webgpu', device.reason);
      assert.equal(surface.measures.eulerCharacteristic, alone.measures.eulerCharacteristic, name);
      assert.deepEqual(triangleTexts(surface.positions, surface.triangles, 4).length, alone.triangles.length / 3);
      const [first] = steps;
      const active = /; (\d+) of (\d+) blocks active/.exec(first.step);
      // The gyroid is everywhere.
      assert.ok(active && (name === 'gyroid' || Number(active[1]) < 0.8 * Number(active[2])), `${name}: ${first.step}`);
      let worst = 0;
      for (let i = 0; i < alone.positions.length; i++) worst = Math.max(worst, Math.abs(surface.positions[i] - alone.positions[i]));
      assert.ok(worst < 1e-4 * 2, `${name}: ${worst}`);
    }
  });

  it('writes kernels of nothing but the known operations and finite numbers', () => {
    for (const name of fieldNames) {
      const source = fieldSource(fieldPrograms[name]);
      assert.ok('lines' in source);
      assert.match(source.lines, /^(const ([sakrqp]\d+|value) = [\w\s.()+*/,-]+;\s*)+$/);
    }
    for (const value of [Infinity, NaN, 1e39]) assert.ok('reason' in fieldSource({ steps: [{ operation: 'number', value }] }));
    assert.ok('reason' in fieldSource({ steps: Array.from({ length: 500 }, () => ({ operation: 'coordinate', axis: 0 })) }));
    assert.ok('reason' in fieldSource({ steps: [{ operation: 'coordinate', axis: 0 }, { operation: 'arcTangent', a: 0 }] }));
  });

  it('leaves formulae that no kernel takes to the CPU, and says so', async () => {
    const steps = [...fieldPrograms.sphere.steps, { operation: 'number', value: 1e39 } as const, { operation: 'minimum', a: fieldPrograms.sphere.steps.length - 1, b: fieldPrograms.sphere.steps.length } as const];
    const field = sampleCube(17, 1, (x, y, z) => fieldAt({ steps }, x, y, z));
    const { surface, device, warnings } = await surfaceOnGpu(field, options, session(), { steps });
    assert.equal(device.kind, 'cpu');
    assert.match(warnings.join(), /beyond float32/);
    assert.equal(surface.measures.eulerCharacteristic, 2);
  });

  it('answers from the CPU when the device fails, and stops when cancelled', async () => {
    const field = sampleCube(33, 1, (x, y, z) => Math.hypot(x, y, z) - 0.6);
    let checked = 0;
    const failing = session((_run, values) => (checked++ < 3 ? values : values.fill(0)));
    const { surface, device, warnings } = await surfaceOnGpu(field, options, failing);
    assert.equal(device.kind, 'cpu');
    assert.match(warnings.join(), /The GPU failed/);
    assert.equal(surface.measures.components, 1);
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(surfaceOnGpu(field, { ...options, signal: controller.signal }, session()), CancelledError);
    const { value } = await session().run((checkedDevice) => evaluateOnGpu(checkedDevice, { program: fieldPrograms.box, sizes: [5, 5, 5], origin: [-1, -1, -1], spacing: [0.5, 0.5, 0.5] }, 0, (x, y, z) => fieldAt(fieldPrograms.box, x, y, z), never), () => Promise.reject(new Error('the CPU')));
    assert.ok(value.decidedOnCpu > 0);
  });
});
