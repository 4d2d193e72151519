import { CancelledError } from '../model/errors';

/** How long one draw should take, in milliseconds: browsers and drivers cut off those that take much longer than 100. */
const wantedTime = 50;
/** Invocations in the first draw, which only measures. */
const firstLength = 512;
/** The most invocations in a draw: more gains nothing, and this many fit any device's textures. */
const mostLength = 1 << 17;
const leastLength = 64;

/** The length of the next chunk after one of `length` that took `milliseconds`. */
export function nextChunkLength(length: number, milliseconds: number): number {
  const fitting = (length * wantedTime) / Math.max(milliseconds, 0.5);
  // Growing by steps, since the first chunk's time is mostly the way to the device and back.
  const wanted = Math.min(fitting, length * 4, mostLength);
  // A change of length costs new textures: small ones are left alone.
  if (wanted < length && wanted > length * 0.7) return length;
  return Math.max(leastLength, 64 * Math.floor(wanted / 64));
}

/** Cuts work into draws of about {@link wantedTime}; kept between uses, so that what one learnt serves the next. */
export class ChunkPacer {
  private length = firstLength;
  private warm = false;

  /**
   * Calls `run` with every piece of 0 ... count - 1, in order.
   * @throws CancelledError between two pieces once the signal is aborted.
   */
  async forEach(count: number, signal: AbortSignal, run: (first: number, length: number) => Promise<void>): Promise<void> {
    for (let first = 0; first < count; ) {
      if (signal.aborted) throw new CancelledError();
      const length = Math.min(this.length, count - first);
      const started = performance.now();
      await run(first, length);
      // The first draw compiles; a draw cut short by the end says little.
      if (this.warm && length === this.length) this.length = nextChunkLength(length, performance.now() - started);
      this.warm = true;
      first += length;
    }
    if (signal.aborted) throw new CancelledError();
  }
}
