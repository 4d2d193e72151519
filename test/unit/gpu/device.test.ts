import assert from 'node:assert/strict';
import { GpuFailure } from '../../../src/gpu/backend';
import { describeDevice, GpuSession } from '../../../src/gpu/device';
import { isSoftwareName } from '../../../src/gpu/renderer';
import { CancelledError } from '../../../src/model/errors';
import { fakeLibrary, hardware, type FakeLibrary } from './fakeLibrary';

const sessionOn = (fake: FakeLibrary): GpuSession =>
  new GpuSession({ device: 'auto', loadLibrary: () => Promise.resolve(fake.library), findRenderer: hardware('Test adapter'), modes: ['webgpu'] });

const fails = (): Promise<never> => Promise.reject(new GpuFailure('the context was lost'));

describe('the device', () => {
  it('is the CPU in Node, and says why', async () => {
    const choice = await new GpuSession({ device: 'auto' }).choice();
    assert.deepEqual(choice, { kind: 'cpu', name: 'CPU', software: false, reason: 'GPU.js has no GPU in Node' });
    assert.match((await new GpuSession({ device: 'cpu' }).choice()).reason, /setting asks for the CPU/);
  });

  it('tells software renderers by their names', () => {
    for (const name of ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0)))', 'llvmpipe (LLVM 15)', 'Microsoft Basic Render Driver']) {
      assert.equal(isSoftwareName(name), true, name);
    }
    for (const name of ['ANGLE (NVIDIA GeForce RTX 4090)', 'Apple M3', 'Mesa Intel(R) UHD Graphics 620']) assert.equal(isSoftwareName(name), false, name);
  });

  it('is taken after its self-check and described for reports', async () => {
    const fake = fakeLibrary();
    const session = sessionOn(fake);
    const choice = await session.choice();
    assert.equal(choice.kind, 'webgpu');
    assert.ok(fake.runs() > 0, 'The self-check ran.');
    assert.deepEqual(describeDevice(choice), { kind: 'gpu', name: 'Test adapter (webgpu)', reason: 'WebGPU passed its self-check' });
    await session.dispose();
    assert.deepEqual(fake.instances(), { made: 1, destroyed: 1 });
  });

  const spoilt: readonly (readonly [string, Parameters<typeof fakeLibrary>, RegExp])[] = [
    ['one value is wrong', [(_run, values) => values.map((value, index) => (index === 17 ? value + 1 : value))], /sum is/],
    ['values are 0', [(_run, values) => values.fill(0)], /answered 0/],
    ['values are not finite', [(_run, values) => values.fill(NaN)], /not finite/],
    ['values are missing', [(_run, values) => values.subarray(1)], /47 values when expected 48/],
    ['only later runs are wrong', [(run, values) => (run === 1 ? values.fill(7) : values)], /sum is 7/],
    ['nothing answers', [() => new Promise<Float32Array>(() => undefined)], /did not answer within 0.05 s/],
    ['it throws', [() => Promise.reject(new Error('shader broken\nline 2'))], /shader broken$/],
    ['it ran on the CPU', [undefined, 'cpu'], /ran in mode cpu/],
  ];
  for (const [when, parameters, reason] of spoilt) {
    it(`is rejected when ${when}`, async () => {
      const fake = fakeLibrary(...parameters);
      const session = new GpuSession({
        device: 'gpu',
        loadLibrary: () => Promise.resolve(fake.library),
        findRenderer: hardware('Test adapter'),
        modes: ['webgpu'],
        longestCheck: 50,
      });
      const choice = await session.choice();
      assert.equal(choice.kind, 'cpu');
      assert.match(choice.reason, reason);
      assert.deepEqual(fake.instances(), { made: 1, destroyed: 1 }, 'What was rejected gave its context back.');
    });
  }

  it('is made anew once a session and then given up', async () => {
    const fake = fakeLibrary();
    const session = sessionOn(fake);
    for (let failure = 0; failure < 2; failure++) {
      const outcome = await session.run(fails, () => Promise.resolve('right'));
      assert.equal(outcome.value, 'right');
      assert.equal(outcome.choice.kind, 'cpu');
      assert.match(outcome.warnings.join(), /the context was lost.*CPU computed/);
    }
    assert.deepEqual(fake.instances(), { made: 2, destroyed: 2 });
    const outcome = await session.run(() => Promise.resolve('gpu'), () => Promise.resolve('cpu'));
    assert.equal(outcome.value, 'cpu');
    assert.match(outcome.choice.reason, /second time/);
    assert.deepEqual(outcome.warnings, [], 'A device that is known to be gone is no news.');
  });

  it('passes on a cancel, and errors of the CPU', async () => {
    const session = sessionOn(fakeLibrary());
    await assert.rejects(session.run(() => Promise.reject(new CancelledError()), () => Promise.resolve(1)), CancelledError);
    assert.equal((await session.choice()).kind, 'webgpu', 'A cancel is no failure of the device.');
    await assert.rejects(session.run(fails, () => Promise.reject(new RangeError('no'))), RangeError);
    assert.equal((await session.run(() => Promise.resolve(2), () => Promise.resolve(1))).value, 2, 'The next run is not held up.');
  });

  it('does one run at a time', async () => {
    const session = sessionOn(fakeLibrary());
    let running = 0;
    const work = async (): Promise<number> => {
      assert.equal(++running, 1);
      await new Promise((resolve) => setTimeout(resolve, 2));
      return --running;
    };
    await Promise.all(Array.from({ length: 5 }, () => session.run(work, () => Promise.resolve(-1))));
  });
});
