import { sequential } from '../geometry/parallel';
import { describeDevice, GpuSession } from '../gpu/device';
import { nearestCrossover } from '../gpu/nearestCrossover';
import { nearestWithTree } from '../gpu/nearestNeighbours';
import { Channel } from '../messaging/channel';
import type { Port } from '../messaging/port';
import { OperationError } from '../model/errors';
import type { FileAccess } from './fileAccess';
import type { PageOperationClientProtocol, PageOperationServiceProtocol } from './processProtocol';
import { runRequest } from './runRequest';
import { throttledProgress } from './throttledProgress';
import { transferables } from './transferables';

type OperationChannel = Channel<PageOperationServiceProtocol, PageOperationClientProtocol>;

function refuse(): never {
  throw new OperationError('A page has no paths.');
}

/** Files that the page knows by number; their bytes come from it slice by slice. */
function pageFiles(channel: () => OperationChannel): FileAccess {
  return {
    open: (file) => {
      if (file.kind !== 'asked') refuse();
      const { id, name, size } = file;
      return Promise.resolve({
        source: {
          name,
          size,
          read: (offset, length, signal) =>
            channel().request('read', { file: id, offset, length }, signal ? { signal } : {}),
        },
        close: () => Promise.resolve(),
      });
    },
    openFolder: () => Promise.resolve(null),
    readText: refuse,
    refuseToOverwrite: refuse,
    write: refuse,
  };
}

/**
 * Runs operations in a page's worker: on its GPU where the request wants one, and everywhere that has no processes.
 * The GPU is found on first use and kept for the worker's life; "gpu" takes a software renderer too, since who asks
 * for it by name wants to see it work, "auto" does not.
 */
export function servePageOperations(port: Port): OperationChannel {
  const sessions = new Map<string, GpuSession>();
  const sessionFor = (wanted: 'auto' | 'gpu'): GpuSession => {
    const session = sessions.get(wanted) ?? new GpuSession({ device: wanted, allowSoftware: wanted === 'gpu' });
    sessions.set(wanted, session);
    return session;
  };
  const parallel = sequential;
  const channel: OperationChannel = new Channel<PageOperationServiceProtocol, PageOperationClientProtocol>(
    port,
    {
      device: async ({ device }, { signal }) => {
        const session = sessionFor(device);
        const { kind, name, reason } = describeDevice(await session.choice());
        if (kind === 'cpu') return { kind, name, reason, fromPoints: null };
        const { points, reason: measured } = await nearestCrossover(session, nearestWithTree(parallel), signal);
        return { kind, name, reason: measured, fromPoints: Number.isFinite(points) ? points : null };
      },
      run: async (request, context) => {
        const { device } = request.options;
        const gpu = device === 'cpu' ? undefined : sessionFor(device === 'gpu' ? 'gpu' : 'auto');
        const answer = await runRequest(
          request,
          {
            place: 'page',
            files: pageFiles(() => channel),
            parallel,
            ...(gpu ? { gpu } : {}),
            progress: throttledProgress(context.progress),
            write: async (bytes) => {
              const piece = bytes.slice();
              await channel.request('write', { bytes: piece }, { transfer: [piece.buffer] });
            },
          },
          context.signal,
        );
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
