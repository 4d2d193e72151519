import { parentPort } from 'node:worker_threads';
import { tasks, type TaskArgument, type TaskName } from '../../../src/geometry/tasks';
import type { TaskMessage } from './threads';

/** A thread of {@link file://./threads.ts}: runs the tasks that it is told. */
parentPort?.on('message', ({ task, argument }: TaskMessage) => parentPort?.postMessage(runTask(task, argument)));

function runTask<Name extends TaskName>(task: Name, argument: TaskArgument<Name>): unknown {
  return tasks[task](argument);
}
