import { Worker } from 'node:worker_threads';

/** What a thread of the node worker is started as. */
export type ThreadRole =
  /** Runs requests (`OperationServiceProtocol`), on `threads` cores. */
  | { readonly role: 'operations'; readonly threads: number; readonly workerPath: string }
  /** Runs pieces of an operation's work. */
  | { readonly role: 'tasks' };

export function isThreadRole(value: unknown): value is ThreadRole {
  if (typeof value !== 'object' || value === null || !('role' in value)) return false;
  if (value.role === 'tasks') return true;
  return value.role === 'operations' && 'threads' in value && 'workerPath' in value;
}

export function startThread(workerPath: string, role: ThreadRole): Worker {
  // Loaders and inspectors of this thread are not the worker's.
  return new Worker(workerPath, { workerData: role, execArgv: [] });
}
