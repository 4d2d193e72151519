import { modelLane } from '../../src/compute/editorProtocol';
import type { ModelClientProtocol, ModelServiceProtocol } from '../../src/compute/modelProtocol';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import type { Disposable, Port } from '../../src/messaging/port';
import type { FileBytes } from './fileBytes';
import { startPageWorker } from './pageWorkerPort';

export type ModelChannel = Channel<ModelClientProtocol, ModelServiceProtocol>;

/** A line to whoever owns the model, and its end. */
export interface ModelLine extends Disposable {
  readonly channel: ModelChannel;
}

function isClosed(message: unknown): message is { readonly type: 'closed'; readonly reason: string } {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'closed' &&
    'reason' in message && typeof message.reason === 'string'
  );
}

/** A process beside the file, through the host; the host tells when it has ended. */
function processPort(host: Port, laneName: string): Port {
  const port = lane(host, laneName);
  return {
    ...port,
    onClose: (listener) =>
      port.onMessage((message) => {
        if (isClosed(message)) listener(message.reason);
      }),
  };
}

/** Starts this page's worker, or takes the line to the process that the host has started. */
export async function openModelLine(host: Port, place: 'page' | 'process', bytes: FileBytes, laneName: string): Promise<ModelLine> {
  const worker = place === 'page' ? await startPageWorker() : null;
  const port = worker ? lane(worker, modelLane) : processPort(host, laneName);
  const channel: ModelChannel = new Channel<ModelClientProtocol, ModelServiceProtocol>(
    port,
    {
      read: async ({ offset, length }, context) => {
        const slice = await bytes.read(offset, length, context.signal);
        context.transfer([slice.buffer]);
        return slice;
      },
    },
    {},
  );
  return {
    channel,
    dispose: () => {
      channel.dispose();
      // The host ends a process with the tab, or when the file is opened anew.
      worker?.dispose();
    },
  };
}
