import assert from 'node:assert/strict';
import { insideKernelBytes } from '../../../src/geometry/insideKernelBytes';
import { matrixKernelBytes } from '../../../src/geometry/matrixKernelBytes';
import { pointKernelBytes } from '../../../src/geometry/pointKernelBytes';
import { priceKernelBytes } from '../../../src/geometry/priceKernelBytes';
import { sharedPointKernelBytes } from '../../../src/geometry/sharedPointKernelBytes';
import { kernelBase64, kernels } from '../../../scripts/wasm/kernelSources';

describe('The kernels in WebAssembly', () => {
  it('are those that the script writes', () => {
    const bytes = new Map<string, string>([
      ['insideKernel', insideKernelBytes],
      ['matrixKernel', matrixKernelBytes],
      ['pointKernel', pointKernelBytes],
      ['priceKernel', priceKernelBytes],
      ['sharedPointKernel', sharedPointKernelBytes],
    ]);
    assert.equal(bytes.size, kernels.length);
    for (const kernel of kernels) assert.equal(bytes.get(kernel.name), kernelBase64(kernel), 'Run `npx tsx scripts/wasm/makeKernels.ts`.');
  });
});
