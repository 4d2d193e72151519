import type { GpuAnswers, GpuRequest, GpuTest } from './gpuProtocol';

declare global {
  interface Window {
    gpuTest: GpuTest;
  }
}

const workers = new Map<string, Promise<Worker>>();

/** The worker of a bundle, started from a blob as in a webview, and kept: compiled code serves the next request. */
function workerOf(url: string): Promise<Worker> {
  const known = workers.get(url);
  if (known) return known;
  const started = fetch(url)
    .then((response) => response.blob())
    .then((source) => new Worker(URL.createObjectURL(source)));
  workers.set(url, started);
  return started;
}

async function ask<Kind extends GpuRequest['kind']>(workerUrl: string, request: GpuRequest & { readonly kind: Kind }): Promise<GpuAnswers[Kind]> {
  const worker = await workerOf(workerUrl);
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<{ answer?: GpuAnswers[Kind]; error?: string }>) => {
      const { answer, error } = event.data;
      if (answer === undefined) reject(new Error(error));
      else resolve(answer);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });
}

window.gpuTest = { overlaps: ask, surface: ask, search: ask, choice: ask, crossover: ask, bids: ask, eval: ask };
