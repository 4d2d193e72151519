/** What the harness's own test asks of a page. */
declare global {
  interface Window {
    harness: {
      webgl2(): string;
      fetchSlice(url: string): Promise<{ status: number; bytes: number[] }>;
      fromWorker(url: string): Promise<number>;
    };
  }
}

window.harness = {
  webgl2() {
    const context = document.createElement('canvas').getContext('webgl2');
    return context === null ? 'none' : String(context.getParameter(context.VERSION));
  },
  async fetchSlice(url) {
    const response = await fetch(url, { headers: { range: 'bytes=2-4' } });
    return { status: response.status, bytes: [...new Uint8Array(await response.arrayBuffer())] };
  },
  async fromWorker(url) {
    const source = await (await fetch(url)).blob();
    const worker = new Worker(URL.createObjectURL(source));
    try {
      return await new Promise<number>((resolve, reject) => {
        worker.onmessage = (event: MessageEvent<number>) => resolve(event.data);
        worker.onerror = () => reject(new Error('The worker failed.'));
        worker.postMessage(20);
      });
    } finally {
      worker.terminate();
    }
  },
};

export {};
