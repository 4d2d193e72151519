import { sequential } from '../geometry/parallel';
import { Channel } from '../messaging/channel';
import type { Port } from '../messaging/port';
import type { OperationClientProtocol, OperationServiceProtocol } from './processProtocol';
import { runRequest } from './runRequest';
import { ThreadPool } from './threadPool';
import { transferables } from './transferables';

/** Milliseconds between two messages of progress: as often as a bar is drawn. */
const progressInterval = 50;

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
        let told = -Infinity;
        const answer = await runRequest(
          request,
          {
            parallel: pool ?? sequential,
            ...(pool ? { prepare: () => pool.prepare() } : {}),
            progress: (share, activity) => {
              const now = performance.now();
              if (now - told < progressInterval && share < 1) return;
              told = now;
              context.progress({ share, activity });
            },
            write: async (bytes) => {
              // The writer may go on using the buffer that it gave a view of.
              const piece = bytes.slice();
              await channel.request('write', { bytes: piece }, { transfer: [piece.buffer] });
            },
          },
          context.signal,
        );
        if (answer.kind === 'report') context.transfer(transferables(answer.models.map(({ model }) => model)));
        return answer;
      },
    },
    {},
  );
  return channel;
}
