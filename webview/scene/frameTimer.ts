/** EXT_disjoint_timer_query_webgl2, of which the DOM's types know nothing. */
interface TimerQueryExtension {
  readonly TIME_ELAPSED_EXT: GLenum;
  readonly GPU_DISJOINT_EXT: GLenum;
}

function timerQueryOf(context: WebGL2RenderingContext): TimerQueryExtension | null {
  const extension: unknown = context.getExtension('EXT_disjoint_timer_query_webgl2');
  if (typeof extension !== 'object' || extension === null) return null;
  const elapsed: unknown = Reflect.get(extension, 'TIME_ELAPSED_EXT');
  const disjoint: unknown = Reflect.get(extension, 'GPU_DISJOINT_EXT');
  if (typeof elapsed !== 'number' || typeof disjoint !== 'number') return null;
  return { TIME_ELAPSED_EXT: elapsed, GPU_DISJOINT_EXT: disjoint };
}

const pollMilliseconds = 2;
/** A fence that stays silent this long is taken as passed, so that a driver's fault does not stop the picture. */
const longestMilliseconds = 5000;

/**
 * Measures what a frame takes without waiting for it: by a timer query where the browser has one, otherwise from the
 * first command until a fence behind the last is passed. One frame at a time.
 */
export class FrameTimer {
  private readonly extension: TimerQueryExtension | null;
  private query: WebGLQuery | null = null;
  private start = 0;
  private pending = false;
  private poll: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly context: WebGL2RenderingContext) {
    this.extension = timerQueryOf(context);
  }

  /** True while the GPU works on the last frame: the next one would only queue up behind it. */
  get busy(): boolean {
    return this.pending;
  }

  /** True where the GPU's own time is told, without what was queued before the frame. */
  get exact(): boolean {
    return this.extension !== null;
  }

  begin(): void {
    this.start = performance.now();
    if (!this.extension) return;
    this.query = this.context.createQuery();
    this.context.beginQuery(this.extension.TIME_ELAPSED_EXT, this.query);
  }

  /** Ends the frame; `done` is called with its milliseconds once the GPU has passed it. */
  end(done: (milliseconds: number) => void): void {
    const { context, extension, query, start } = this;
    const processor = performance.now() - start;
    if (extension && query) context.endQuery(extension.TIME_ELAPSED_EXT);
    this.query = null;
    const fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
    context.flush();
    this.pending = true;
    const finish = (milliseconds: number): void => {
      this.pending = false;
      if (fence) context.deleteSync(fence);
      if (query) context.deleteQuery(query);
      done(milliseconds);
    };
    const check = (): void => {
      const waited = performance.now() - start;
      if (context.isContextLost() || !fence) {
        finish(waited);
        return;
      }
      const passed = context.getSyncParameter(fence, context.SYNC_STATUS) === context.SIGNALED;
      const told = !query || context.getQueryParameter(query, context.QUERY_RESULT_AVAILABLE) === true;
      if (!(passed && told) && waited < longestMilliseconds) {
        this.poll = setTimeout(check, pollMilliseconds);
        return;
      }
      const nanoseconds: unknown =
        extension && query && told && context.getParameter(extension.GPU_DISJOINT_EXT) !== true
          ? context.getQueryParameter(query, context.QUERY_RESULT)
          : null;
      finish(typeof nanoseconds === 'number' && nanoseconds > 0 ? Math.max(processor, nanoseconds / 1e6) : waited);
    };
    this.poll = setTimeout(check, pollMilliseconds);
  }

  dispose(): void {
    clearTimeout(this.poll);
    this.pending = false;
  }
}
