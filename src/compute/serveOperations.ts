import { sequential } from '../geometry/parallel';
import { Channel } from '../messaging/channel';
import type { Port } from '../messaging/port';
import { nodeFiles } from './nodeFiles';
import type { OperationClientProtocol, OperationServiceProtocol } from './processProtocol';
import { runRequest } from './runRequest';
import { ThreadPool } from './threadPool';
import { throttledProgress } from './throttledProgress';
import { transferables } from './transferables';

/**
 * Runs requests that come on a line, in this thread, with the help of a pool of threads.
 *
 * @param workerPath the node worker's file, which the pool's threads run
 * @param threads how many cores operations may use
 */
export function serveOperations(
  port: Port,
  workerPath: string,
  threads: number,
): Channel<OperationServiceProtocol, OperationClientProtocol> {
  const pool = threads > 1 ? new ThreadPool(workerPath, threads) : null;
  const channel = new Channel<OperationServiceProtocol, OperationClientProtocol>(
    port,
    {
      run: async (request, context) => {
        const running = runRequest(
          request,
          {
            place: 'process',
            files: nodeFiles,
            parallel: pool ?? sequential,
            ...(pool ? { prepare: () => pool.prepare() } : {}),
            progress: throttledProgress(context.progress),
            write: async (bytes) => {
              // The writer may go on using the buffer that it gave a view of.
              const piece = bytes.slice();
              await channel.request('write', { bytes: piece }, { transfer: [piece.buffer] });
            },
          },
          context.signal,
        );
        const answer = await running.catch((error: unknown) => {
          pool?.recycle(null, false);
          throw error;
        });
        pool?.recycle(answer, true);
        if (answer.kind === 'report') {
          context.transfer([...transferables(answer.models.map(({ model }) => model)), ...answer.columns.map(({ data }) => data.buffer), ...transferables(answer.cells), ...transferables(answer.evaluation)]);
        }
        return answer;
      },
    },
    {},
  );
  return channel;
}
