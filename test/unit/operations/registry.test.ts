import assert from 'node:assert/strict';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { descriptors } from '../../../src/operations/descriptors';
import { infoDescriptor } from '../../../src/operations/infoDescriptor';
import { operations } from '../../../src/operations/registry';

describe('registry of operations', () => {
  it('has an implementation for every descriptor but info, in the same order', async () => {
    assert.deepEqual(
      descriptors,
      [infoDescriptor, ...operations.map(({ descriptor }) => descriptor)],
    );
    assert.equal(new Set(descriptors.map(({ id }) => id)).size, descriptors.length);
    for (const operation of operations) assert.equal(typeof (await operation.load()).run, 'function');
  });

  it('names options and numbers once, each with a meaning', () => {
    for (const { id, definition, source, options, numbers, inputs } of descriptors) {
      assert.ok(definition.length > 20 && source.length > 5 && inputs.length > 0, id);
      for (const list of [options, numbers]) {
        assert.equal(new Set(list.map(({ name }) => name)).size, list.length, id);
        for (const { name, meaning } of list) assert.match(meaning, /\.$/, `${id} ${name}`);
      }
    }
  });

  it('gives descriptors without a line of what computes', () => {
    const root = path.join(__dirname, '..', '..', '..');
    const { metafile } = buildSync({
      absWorkingDir: root,
      entryPoints: ['src/operations/descriptors.ts'],
      bundle: true,
      write: false,
      metafile: true,
      logLevel: 'error',
    });
    const computing = Object.keys(metafile.inputs).filter((file) => !/Descriptor\.ts$|descriptors\.ts$|Options\.ts$|Kinds\.ts$|src\/model\//.test(file));
    assert.deepEqual(computing, []);
  });
});
