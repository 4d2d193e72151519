import type { Disposable, Port } from './port';

interface LaneMessage {
  readonly lane: string;
  readonly message: unknown;
}

function isLaneMessage(message: unknown): message is LaneMessage {
  return typeof message === 'object' && message !== null && 'lane' in message && typeof message.lane === 'string' && 'message' in message;
}

/** One of several independent lines that share a port: both ends take the lanes of the same name. */
export function lane(port: Port, name: string): Port {
  const closed = port.onClose?.bind(port);
  return {
    post: (message, transfer) => port.post({ lane: name, message } satisfies LaneMessage, transfer),
    onMessage: (listener): Disposable =>
      port.onMessage((message) => {
        if (isLaneMessage(message) && message.lane === name) listener(message.message);
      }),
    ...(closed ? { onClose: closed } : {}),
  };
}
