import type { Disposable, Port } from '../../src/messaging/port';

let source: Promise<string> | undefined;

/** The worker's bundle as a blob: URL; a webview can start workers in no other way. Fetched once a page. */
function workerUrl(): Promise<string> {
  source ??= (async () => {
    const address = document.body.dataset.worker;
    if (!address) throw new Error('The page does not name its worker.');
    const response = await fetch(address);
    if (!response.ok) throw new Error(`The worker could not be loaded: ${response.status} ${response.statusText}.`);
    return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  })();
  return source;
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
