import { availableParallelism } from 'node:os';
import { Channel } from '../messaging/channel';
import { lane } from '../messaging/lanes';
import type { Port } from '../messaging/port';
import { OperationError } from '../model/errors';
import { modelLane } from './editorProtocol';
import { NodeFileSource } from './nodeFileSource';
import { OperationThread } from './operationThread';
import { controlLane, type OperationClientProtocol, type ProcessControlProtocol } from './processProtocol';
import { serveModel } from './serveModel';

/**
 * Serves the two lanes of a process beside the files: `control`, the host's, names the file and runs operations;
 * `model`, which the host relays from a page, can open that file and no other, whatever it says.
 *
 * @param workerPath the node worker's file
 */
export function serveProcess(port: Port, workerPath: string): void {
  let bound: { readonly path: string; readonly name: string } | undefined;
  let current: NodeFileSource | undefined;
  const openBound = async (): Promise<NodeFileSource> => {
    if (!bound) throw new OperationError('No file has been named to this process.');
    const opened = await NodeFileSource.open(bound.path, bound.name);
    // Opening again is reading again: the file may have been replaced by another one.
    await current?.close();
    current = opened;
    return opened;
  };
  serveModel(lane(port, modelLane), openBound);

  const operations = new OperationThread(workerPath, availableParallelism());
  const control = new Channel<ProcessControlProtocol, OperationClientProtocol>(
    lane(port, controlLane),
    {
      openFile: async ({ path, name }) => {
        bound = { path, name };
        const { size, modified } = await openBound();
        return { bytes: size, modified };
      },
      run: (request, context) =>
        operations.run(request, {
          signal: context.signal,
          progress: (progress) => context.progress(progress),
          write: async (bytes) => {
            await control.request('write', { bytes });
          },
        }),
    },
    {},
  );
}
