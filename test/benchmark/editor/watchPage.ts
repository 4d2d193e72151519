import type { LongTask } from './openResults';

declare global {
  interface Window {
    /** Left by {@link watchPage}. */
    inspect3dWatched?: { tasks: LongTask[]; calls: Record<string, number>; points: number };
  }
}

/**
 * Runs in a page before its scripts do, so it uses nothing from outside: notes what blocks the page for more than 50 ms,
 * and the time inside WebGL's calls, which wait where a processor takes the place of a graphics card.
 */
export function watchPage(): void {
  const tasks: LongTask[] = [];
  const calls: Record<string, number> = {};
  const spans: { start: number; end: number }[] = [];
  const watched = { tasks, calls, points: 0 };
  window.inspect3dWatched = watched;
  const prototype: object = WebGL2RenderingContext.prototype;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const described = Object.getOwnPropertyDescriptor(prototype, name);
    const original: unknown = described?.value;
    if (typeof original !== 'function') continue;
    Object.defineProperty(prototype, name, {
      ...described,
      value(this: unknown, ...parameters: unknown[]): unknown {
        if (name === 'drawArrays') watched.points += Number(parameters[2]);
        const start = performance.now();
        const answer: unknown = Reflect.apply(original, this, parameters);
        const end = performance.now();
        if (end - start > 0.5) {
          calls[name] = (calls[name] ?? 0) + end - start;
          spans.push({ start, end });
        }
        return answer;
      },
    });
  }
  interface ScriptTiming {
    readonly invoker?: string;
    readonly sourceFunctionName?: string;
    readonly sourceURL?: string;
    readonly duration: number;
  }
  const drawingIn = (start: number, end: number): number =>
    spans.reduce((sum, span) => sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)), 0);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { startTime, duration } = entry;
      const found: unknown = Reflect.get(entry, 'scripts');
      const scripts = (Array.isArray(found) ? found : []) as ScriptTiming[];
      tasks.push({
        start: startTime,
        duration,
        drawing: drawingIn(startTime, startTime + duration),
        scripts: scripts
          .map((script) => ({
            what: `${script.invoker ?? ''} ${script.sourceFunctionName ?? ''} ${(script.sourceURL ?? '').split('/').at(-1) ?? ''}`.trim(),
            duration: script.duration,
          }))
          .sort((a, b) => b.duration - a.duration),
      });
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
}
