import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Parallel } from '../../../src/geometry/parallel';
import type { TaskAnswer, TaskArgument, TaskName } from '../../../src/geometry/tasks';

export interface TaskMessage {
  readonly task: TaskName;
  readonly argument: TaskArgument<TaskName>;
}

/** Threads that run geometry's tasks from its sources, to be measured without a build. */
export class Threads implements Parallel {
  readonly shared = true;
  private readonly workers: Worker[];

  constructor(readonly threads: number) {
    // A thread does not inherit what makes Node read TypeScript.
    const file = fileURLToPath(new URL('./taskThread.ts', import.meta.url));
    const start = `require('tsx/cjs'); require(${JSON.stringify(file)});`;
    this.workers = Array.from({ length: threads }, () => new Worker(start, { eval: true, execArgv: [] }));
  }

  allocate(bytes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(bytes);
  }

  async run<Name extends TaskName>(task: Name, pieces: readonly TaskArgument<Name>[]): Promise<TaskAnswer<Name>[]> {
    const answers: TaskAnswer<Name>[] = new Array<TaskAnswer<Name>>(pieces.length);
    let next = 0;
    const work = async (worker: Worker): Promise<void> => {
      while (next < pieces.length) {
        const piece = next++;
        worker.postMessage({ task, argument: pieces[piece] });
        // The worker answers with what `tasks[task]` returned for this piece.
        const [answer] = (await once(worker, 'message')) as [TaskAnswer<Name>];
        answers[piece] = answer;
      }
    };
    await Promise.all(this.workers.map(work));
    return answers;
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
