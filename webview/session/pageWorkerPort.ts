import type { Disposable, Port } from '../../src/messaging/port';

let source: Promise<string> | undefined;

async function fetchWorker(): Promise<string> {
  const address = document.body.dataset.worker;
  if (!address) throw new Error('The page does not name its worker.');
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The worker could not be loaded: ${response.status} ${response.statusText}.`);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'text/javascript' }));
}

/** The worker's bundle as a blob: URL; a webview can start workers in no other way. Fetched once a page, or again after a failure. */
function workerUrl(): Promise<string> {
  source ??= fetchWorker().catch((error: unknown) => {
    source = undefined;
    throw error;
  });
  return source;
}

/** Fetches the worker's bundle ahead of its start; a failure is told by the start. */
export function fetchPageWorker(): void {
  workerUrl().catch(() => undefined);
}

/** Starts a worker of this page; disposing ends it at once, whatever it is doing. */
export async function startPageWorker(): Promise<Port & Disposable> {
  const worker = new Worker(await workerUrl(), { name: 'Inspect 3D model' });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ? { transfer: [...transfer] } : {}),
    onMessage: (listener) => {
      const listen = (event: MessageEvent<unknown>): void => listener(event.data);
      worker.addEventListener('message', listen);
      return { dispose: () => worker.removeEventListener('message', listen) };
    },
    onClose: (listener) => {
      const listen = (event: ErrorEvent): void => listener(`The worker failed: ${event.message}`);
      worker.addEventListener('error', listen);
      return { dispose: () => worker.removeEventListener('error', listen) };
    },
    dispose: () => worker.terminate(),
  };
}
