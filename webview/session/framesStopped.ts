/** Milliseconds without a frame after which a page counts as hidden. */
const patience = 1000;

/**
 * Resolves when the browser draws no frames of this page: its tab is hidden, which a page in a frame is not told in any
 * other way. Ends unresolved when `signal` is aborted.
 */
export function framesStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      if (signal.aborted) return;
      let drawn = false;
      const frame = requestAnimationFrame(() => (drawn = true));
      timer = setTimeout(() => {
        cancelAnimationFrame(frame);
        if (drawn) look();
        else resolve();
      }, patience);
    };
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    look();
  });
}
