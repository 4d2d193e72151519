import { lane } from '../messaging/lanes';
import type { Port } from '../messaging/port';
import { cellDifferenceLane } from './cellDifferenceProtocol';
import { modelLane } from './editorProtocol';
import { operationLane } from './processProtocol';
import { serveCellDifference } from './serveCellDifference';
import { serveModel } from './serveModel';
import { servePageOperations } from './servePageOperations';

/** What this file uses of a worker's global scope; the DOM's own types describe a window's. */
interface WorkerScope {
  postMessage(message: unknown, options?: { transfer?: Transferable[] }): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

const scope: WorkerScope = globalThis;

const port: Port = {
  post: (message, transfer) => scope.postMessage(message, transfer ? { transfer: [...transfer] } : {}),
  onMessage: (listener) => {
    const listen = (event: MessageEvent<unknown>): void => listener(event.data);
    scope.addEventListener('message', listen);
    return { dispose: () => scope.removeEventListener('message', listen) };
  },
};

serveModel(lane(port, modelLane));
servePageOperations(lane(port, operationLane));
serveCellDifference(lane(port, cellDifferenceLane));
