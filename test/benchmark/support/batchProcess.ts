import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { nullable, number, object, optional, parse, record, string } from 'valibot';
import { NodeBundles } from '../../support/nodeBundles';

const answerLine = object({ error: optional(object({ message: string() })) });
const reportLine = object({ numbers: record(string(), nullable(number())), seconds: object({ compute: number() }) });

/** `inspect3d batch` as a process of its own, bundled from the sources: kept warm, asked a request at a time. */
export class BatchProcess {
  private readonly bundles = new NodeBundles();
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  constructor() {
    this.child = spawn(process.execPath, [this.bundles.commandLine, 'batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error with the request's own message when it fails. */
  async ask(operation: string, files: readonly string[], options: object = {}): Promise<{ readonly numbers: Readonly<Record<string, number | null>>; readonly compute: number }> {
    this.child.stdin.write(`${JSON.stringify({ operation, files, options })}\n`);
    const next = await this.lines.next();
    if (next.done === true) throw new Error('inspect3d batch ended.');
    const line: unknown = JSON.parse(next.value);
    const { error } = parse(answerLine, line);
    if (error) throw new Error(error.message);
    const { numbers, seconds } = parse(reportLine, line);
    return { numbers, compute: seconds.compute };
  }

  /** Bytes that the process has held at most so far; 0 where the system does not tell. */
  get peakMemory(): number {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      return 1024 * Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
    } catch {
      return 0;
    }
  }

  async end(): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.stdin.end();
    await closed;
    this.bundles.remove();
  }
}
