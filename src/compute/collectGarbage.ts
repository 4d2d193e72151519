/**
 * Collects this thread's garbage now. A collector weighs shared memory as nothing: hundreds of megabytes that a thread has
 * forgotten stay until something else makes it collect. The inspector's own command does it, in any thread and without flags;
 * where there is no inspector, nothing is done. Compiled code is thrown away with it, so this is for when much memory comes
 * back.
 */
export async function collectGarbage(): Promise<void> {
  try {
    const { Session } = await import('node:inspector');
    const session = new Session();
    session.connect();
    try {
      await new Promise<void>((resolve, reject) => session.post('HeapProfiler.collectGarbage', (error) => (error ? reject(error) : resolve())));
    } finally {
      session.disconnect();
    }
  } catch {
    // It will be collected later.
  }
}
