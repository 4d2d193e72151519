import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { modelLane } from '../compute/editorProtocol';
import { startProcess } from '../compute/processHost';
import { relatedPath } from '../compute/relatedFile';
import { lane } from '../messaging/lanes';
import type { Platform } from './platform';

/** An extension host on Node: processes of the same machine, and its disk. */
export function nodePlatform(extensionPath: string): Platform {
  const workerPath = path.join(extensionPath, 'dist', 'processWorker.js');
  return {
    hasProcesses: true,
    startOperation: async (request, { signal, progress, write }) => {
      const started = startProcess(workerPath, { write });
      // Ending the process is what stops an operation in the middle of a loop.
      const end = (): void => started.terminate();
      signal.addEventListener('abort', end);
      try {
        return await started.control.request('run', request, { signal, onProgress: progress });
      } finally {
        signal.removeEventListener('abort', end);
        started.terminate();
      }
    },
    startFileProcess: async (file) => {
      const started = startProcess(workerPath);
      try {
        await started.control.request('openFile', { path: file, name: path.basename(file) });
        return { port: lane(started.port, modelLane), dispose: () => started.terminate() };
      } catch (error) {
        started.terminate();
        throw error;
      }
    },
    relatedFile: async (folder, name) => {
      const target = path.resolve(folder, name.replaceAll('\\', '/'));
      // What is not there is asked for often, under many names: it is told from what may not be followed.
      if (!(await stat(target).then((found) => found.isFile(), () => false))) return null;
      return relatedPath(path.join(folder, 'any'), folder, name);
    },
    readHead: async (file, length) => {
      const handle = await open(file, 'r');
      try {
        const { size } = await handle.stat();
        const head = new Uint8Array(Math.min(size, length));
        let done = 0;
        while (done < head.length) {
          const { bytesRead } = await handle.read(head, done, head.length - done, done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return head.subarray(0, done);
      } finally {
        await handle.close();
      }
    },
  };
}
