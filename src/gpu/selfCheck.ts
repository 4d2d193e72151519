import { GpuFailure, withTimeLimit, type Backend } from './backend';

/** Longest time for the whole check in milliseconds; compiling on a slow driver is most of it. */
export const longestCheck = 15_000;

/** Terms of each sum: more than the 1,000 at which GPU.js cuts off loops that were not told otherwise. */
const terms = 2_500;
const sums = 96;

/** Weighted sums over a table, all exact in float32: a loop with a bound that only the run knows, inside another. */
const sumKernel = `function(table, weights, count) {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < 2; j++) {
      const term = table[i * 2 + j];
      if (term > 0.5) {
        sum = sum + term * weights[this.thread.x];
      }
    }
  }
  return sum + 1;
}`;

/** The difference of coordinates in two parts, as the kernels for nearest neighbours take it. */
const differenceKernel = `function(parts) {
  const at = this.thread.x * 4;
  const difference = (parts[at] - parts[at + 2]) + (parts[at + 1] - parts[at + 3]);
  return difference * this.constants.scale + 1;
}`;

const tableValue = (index: number): number => (index * 7) % 3;

async function checkSums(backend: Backend): Promise<void> {
  const table = Float32Array.from({ length: 2 * terms }, (_, index) => tableValue(index));
  const weights = Float32Array.from({ length: sums }, (_, index) => index % 13);
  let total = 0;
  for (const value of table) total += value;
  const kernel = backend.createKernel(sumKernel);
  try {
    // Once with fewer than all, and once with more invocations and terms: a kernel that keeps its first sizes shows here.
    for (const length of [sums >> 1, sums]) {
      const values = await kernel.run(length, table, weights.subarray(0, length), terms);
      for (let index = 0; index < length; index++) {
        const expected = total * (index % 13) + 1;
        if (values[index] !== expected) {
          throw new GpuFailure(`the self-check's sum is ${values[index]} when expected ${expected}`);
        }
      }
    }
  } finally {
    kernel.destroy();
  }
}

/** True when differences of numbers in two parts keep more digits than float32 has. */
async function checkDifferences(backend: Backend): Promise<boolean> {
  // 4,000 + 2^-14 against 4,000 + 2^-15 and so on: each pair differs by less than float32 tells apart there.
  const length = 16;
  const scale = 65536;
  const parts = new Float32Array(4 * length);
  for (let index = 0; index < length; index++) parts.set([4000 + index, (index + 3) / scale, 4000 + index, 1 / scale], 4 * index);
  const kernel = backend.createKernel(differenceKernel, { scale });
  try {
    const values = await kernel.run(length, parts);
    return values.every((value, index) => value === index + 3);
  } finally {
    kernel.destroy();
  }
}

export interface SelfCheckResult {
  /** False where the driver rearranges sums, so that coordinates are told apart to float32 of the extent alone. */
  readonly exactDifferences: boolean;
}

/**
 * Whether a backend computes what it is told: sums of 5,000 terms with known answers, in runs of two sizes, within a
 * time limit in milliseconds.
 * @throws GpuFailure when it does not.
 */
export function selfCheck(backend: Backend, limit = longestCheck): Promise<SelfCheckResult> {
  const check = async (): Promise<SelfCheckResult> => {
    await checkSums(backend);
    return { exactDifferences: await checkDifferences(backend) };
  };
  return withTimeLimit(check(), limit, 'the self-check');
}
