import assert from 'node:assert/strict';
import { MemorySource } from '../../src/formats/byteSource';
import type { Format } from '../../src/formats/format';
import { FormatError } from '../../src/model/errors';
import { isVertexModel } from '../../src/model/model';
import { mutate } from './mutate';
import { createRandom } from './random';

export interface FuzzSeed {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface FuzzOptions {
  readonly mutations: number;
  readonly seed: number;
  /** Milliseconds of processor time that one file may take. */
  readonly maximumMilliseconds?: number;
  /** The reader's own limit, in bytes. */
  readonly limit?: number;
}

export interface FuzzResult {
  readonly models: number;
  readonly refusals: number;
  readonly slowestMilliseconds: number;
  /** Growth of array memory over one file, at most. */
  readonly largestBytes: number;
}

const megabyte = 1024 * 1024;

/**
 * Reads mutated files. Each must come to a model or a FormatError with place and advice, in time, and within the limit
 * plus what a file's own bytes take. A failure's message holds what it takes to see it again: seed and number.
 */
export async function fuzzFormat(format: Format, seeds: readonly FuzzSeed[], options: FuzzOptions): Promise<FuzzResult> {
  const { maximumMilliseconds = 3000, limit = 64 * megabyte } = options;
  let models = 0;
  let refusals = 0;
  let slowestMilliseconds = 0;
  let largestBytes = 0;
  for (let number = 0; number < options.mutations; number++) {
    // Each has a generator of its own, so that one failure can be repeated alone.
    const random = createRandom(options.seed * 1_000_003 + number);
    const seed = seeds[random.below(seeds.length)];
    const bytes = mutate(seed.bytes, seeds[random.below(seeds.length)].bytes, random);
    const what = `${format.id}, mutation ${number} of ${seed.name} (seed ${options.seed})`;
    const memoryBefore = process.memoryUsage().arrayBuffers;
    // Not by the clock, which counts what else the machine does. A formula may ask for all of the limit, at over a second.
    const started = process.cpuUsage();
    if (await isRead(format, bytes, what, limit)) models++;
    else refusals++;
    const { user, system } = process.cpuUsage(started);
    const milliseconds = (user + system) / 1000;
    const grown = process.memoryUsage().arrayBuffers - memoryBefore;
    assert.ok(milliseconds < maximumMilliseconds, `${what}: ${milliseconds.toFixed(0)} ms`);
    assert.ok(grown < limit + 8 * bytes.length + 16 * megabyte, `${what}: ${grown} bytes`);
    slowestMilliseconds = Math.max(slowestMilliseconds, milliseconds);
    largestBytes = Math.max(largestBytes, grown);
  }
  return { models, refusals, slowestMilliseconds, largestBytes };
}

async function isRead(format: Format, bytes: Uint8Array<ArrayBuffer>, what: string, limit: number): Promise<boolean> {
  const source = new MemorySource('fuzzed', bytes);
  try {
    const model = await format.read(source, { options: { limit }, warn: (message) => assert.ok(message.length > 0) });
    assert.ok(format.kinds.includes(model.kind), what);
    if (isVertexModel(model)) assert.equal(model.positions.data.length, 3 * model.count, what);
    else if (model.kind === 'detections') assert.equal(model.rectangles.length, 4 * model.count, what);
    else assert.equal(model.values.data.length, model.values.components * model.count, what);
    await format.sample?.(source, { options: { limit }, warn: () => undefined }, 16);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw new Error(`${what}: ${String(error)}`, { cause: error });
    assert.ok(error.details.expected.length > 0 && error.details.found.length > 0 && error.details.advice.length > 0, what);
    return false;
  }
}
