import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects this thread's garbage now: a few milliseconds where little is alive. For large shared memory that was let go of, which the
 * engine does not count as this thread's own.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    const exposed: unknown = runInNewContext('gc');
    collect = typeof exposed === 'function' ? () => void Reflect.apply(exposed, undefined, []) : () => undefined;
  }
  collect();
}
