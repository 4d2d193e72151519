import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { RunAnswer, RunRequest } from '../../../src/compute/processProtocol';
import { nodeFiles } from '../../../src/compute/nodeFiles';
import { runRequest } from '../../../src/compute/runRequest';
import { sequential } from '../../../src/geometry/parallel';
import { CancelledError, OperationError } from '../../../src/model/errors';
import type { OperationImplementation, OptionValues } from '../../../src/operations/operation';
import type { RegisteredOperation } from '../../../src/operations/registry';
import { cloudText, Folder } from '../cli/harness';

const device = { kind: 'cpu', name: 'test', place: 'process', reason: 'a test' } as const;

/** An operation on a cloud and a mesh or cloud, with an option, that does what a test wants. */
function operation(run: OperationImplementation['run']): RegisteredOperation {
  return {
    descriptor: {
      id: 'trial',
      title: 'Trial',
      definition: 'As the test says.',
      source: 'The test.',
      inputs: [
        { name: 'compared', title: 'Compared', kinds: ['pointCloud'] },
        { name: 'reference', title: 'Reference', kinds: ['pointCloud', 'mesh'] },
      ],
      options: [{ name: 'threshold', title: 'Threshold', meaning: 'A length.', type: 'number', default: null, minimum: 0, required: true }],
      numbers: [{ name: 'value', unit: 'length', meaning: 'A value.' }],
      output: { meaning: 'The first cloud.', required: false },
    },
    load: () => Promise.resolve({ run }),
  };
}

describe('running a request', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const answer = async (
    run: OperationImplementation['run'],
    more: Partial<RunRequest> = {},
    signal = new AbortController().signal,
  ): Promise<RunAnswer> => {
    const cloud = { kind: 'path', name: 'cloud.ply', path: folder.of('cloud.ply') } as const;
    const bytes = { kind: 'bytes', name: 'given', bytes: new TextEncoder().encode(cloudText) } as const;
    return runRequest(
      { operation: 'trial', files: [cloud, bytes], options: { threshold: 0.5 }, ...more },
      { place: 'process', files: nodeFiles, parallel: sequential, progress: () => undefined, write: () => Promise.resolve() },
      signal,
      [operation(run)],
    );
  };
  const nothing: OperationImplementation['run'] = () => Promise.resolve({ numbers: { value: 1 }, device });

  it('hands over files, options and context, and reports all of it', async () => {
    let given: OptionValues = {};
    const result = await answer(
      async (inputs, options, context) => {
        given = options;
        assert.deepEqual(inputs.map(({ file, model }) => [file, model.kind, model.count]), [['cloud.ply', 'pointCloud', 3], ['given', 'pointCloud', 3]]);
        assert.deepEqual([context.device, context.place, context.parallel.threads], ['cpu', 'process', 1]);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { numbers: { value: 0.25 }, device, convention: 'a trial', warnings: ['odd'] };
      },
      { options: { threshold: 0.5, device: 'cpu', limit: 1_000_000 } },
    );
    assert.ok(result.kind === 'report');
    const { report } = result;
    assert.deepEqual(given, { threshold: 0.5, limit: 1_000_000 });
    assert.deepEqual(report.options, given);
    assert.deepEqual(report.inputs.map(({ file, kind, count }) => [file, kind, count]), [['cloud.ply', 'pointCloud', 3], ['given', 'pointCloud', 3]]);
    assert.deepEqual([report.operation, report.definition, report.convention], ['trial', 'As the test says.', 'a trial']);
    assert.equal(report.warnings.at(-1), 'odd');
    assert.ok(report.seconds.compute >= 0.045 && report.seconds.compute < 2 && report.seconds.read > 0 && report.seconds.write === 0);
  });

  it('turns numbers that are not finite into null, each with a warning', async () => {
    const result = await answer(() =>
      Promise.resolve({
        numbers: { value: Number.NaN, other: -Infinity, none: null, fine: 1e300 },
        tables: [{ title: 'Cells', columns: ['a', 'b'], rows: [['NaN', Number.NaN], [1, Infinity]] }],
        device,
      }),
    );
    assert.ok(result.kind === 'report');
    assert.deepEqual(result.report.numbers, { value: null, other: null, none: null, fine: 1e300 });
    assert.deepEqual(result.report.tables[0].rows, [['NaN', null], [1, null]]);
    const warnings = result.report.warnings.join('\n');
    assert.match(warnings, /value has no finite value \(NaN\)/);
    assert.match(warnings, /other has no finite value \(-Infinity\)/);
    assert.match(warnings, /Table "Cells": 2 cells/);
    assert.doesNotMatch(JSON.stringify(result.report.numbers), /NaN|Infinity/);
  });

  it('checks the kinds of files by their roles', async () => {
    const mesh = cloudText.replace('end_header', 'element face 1\nproperty list uchar int vertex_indices\nend_header') + '3 0 1 2\n';
    const bytes = new TextEncoder().encode(mesh);
    const files = (['first', 'second'] as const).map((name) => ({ kind: 'bytes', name, bytes }) as const);
    await assert.rejects(answer(nothing, { files }), /first \(compared\): expected a point cloud, found a mesh/);
  });

  it('tells of memory that runs out, whoever asked for it', async () => {
    await assert.rejects(
      answer(() => Promise.resolve({ numbers: { value: new ArrayBuffer(2 ** 52).byteLength }, device })),
      (error) => error instanceof OperationError && /^Out of memory/.test(error.message),
    );
    await assert.rejects(
      answer(() => Promise.resolve({ numbers: { value: 'x'.repeat(2 ** 30).length }, device })),
      /^OperationError: Out of memory/,
    );
  });

  it('passes on mistakes as they are, for their stack', async () => {
    await assert.rejects(answer(() => Promise.reject(new TypeError('oops'))), TypeError);
  });

  it('writes the first model that was made, or says that there is none', async () => {
    const output = { kind: 'path', path: folder.of('out.ply') } as const;
    await assert.rejects(answer(nothing, { output }), /trial made nothing to write/);
    const result = await answer((inputs) => Promise.resolve({ numbers: {}, device, models: [{ title: 'Out', model: inputs[0].model }] }), { output });
    assert.ok(result.kind === 'report' && result.report.seconds.write > 0);
    assert.deepEqual(result.models, []);
    assert.match(readFileSync(output.path, 'latin1'), /element vertex 3/);
  });

  it('answers nothing once it was cancelled', async () => {
    const controller = new AbortController();
    const cancelling: OperationImplementation['run'] = () => {
      controller.abort();
      return Promise.resolve({ numbers: { value: 1 }, device });
    };
    await assert.rejects(answer(cancelling, {}, controller.signal), CancelledError);
  });
});
