import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine } from '../../../src/cli/commandLine';
import type { Output } from '../../../src/cli/surroundings';
import type { OperationRunner } from '../../../src/compute/operationThread';
import { nodeFiles } from '../../../src/compute/nodeFiles';
import { runRequest } from '../../../src/compute/runRequest';
import { sequential } from '../../../src/geometry/parallel';

/** An ascii cloud of three points, one of them not finite, with an intensity. */
export const cloudText = [
  'ply',
  'format ascii 1.0',
  'comment made by hand',
  'element vertex 3',
  'property float x',
  'property double y',
  'property float z',
  'property uchar red',
  'property uchar green',
  'property uchar blue',
  'property float intensity',
  'end_header',
  '0 0.1 0 255 0 0 0.5',
  '1 2 3 0 255 0 0.25',
  'nan 1 1 0 0 255 1',
  '',
].join('\n');

export class Memory implements Output {
  private readonly chunks: Uint8Array[] = [];
  readonly columns = 80;

  constructor(
    readonly isTerminal = false,
    private readonly failure?: string,
  ) {}

  write(data: string | Uint8Array): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(Object.assign(new Error('write failed'), { code: this.failure }));
    this.chunks.push(typeof data === 'string' ? new TextEncoder().encode(data) : data.slice());
    return Promise.resolve();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }
}

/** Runs requests in this thread, so that most tests need none. */
export const inlineRunner: OperationRunner = {
  run: (request, listener) =>
    runRequest(
      request,
      {
        place: 'process',
        files: nodeFiles,
        parallel: sequential,
        progress: (share, activity) => listener?.progress?.({ share, activity }),
        write: async (bytes) => listener?.write?.(bytes),
      },
      listener?.signal ?? new AbortController().signal,
    ),
  dispose: () => undefined,
};

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly bytes: Buffer;
  readonly errors: string;
}

export interface RunSettings {
  readonly folder?: string;
  readonly input?: AsyncIterable<Uint8Array>;
  readonly runner?: OperationRunner;
  readonly output?: Memory;
  readonly errors?: Memory;
  readonly signal?: AbortSignal;
}

export async function run(argv: readonly string[], settings: RunSettings = {}): Promise<Outcome> {
  const output = settings.output ?? new Memory();
  const errors = settings.errors ?? new Memory();
  const code = await commandLine(argv, {
    input: settings.input ?? chunks(),
    output,
    errors,
    folder: settings.folder ?? tmpdir(),
    cores: 2,
    signal: settings.signal ?? new AbortController().signal,
    createRunner: () => Promise.resolve(settings.runner ?? inlineRunner),
  });
  return { code, output: output.text, bytes: output.bytes, errors: errors.text };
}

export async function* chunks(...texts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await Promise.resolve();
    yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
  }
}

/** A folder of this test's own with a cloud in it. */
export class Folder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'inspect3d-'));

  constructor() {
    this.write('cloud.ply', cloudText);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.of(name), content);
    return this.of(name);
  }

  of(name: string): string {
    return path.join(this.path, name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
