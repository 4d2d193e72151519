/** Below this many bytes a new piece costs less than the search for an old one. */
const leastReused = 1 << 20;

/**
 * Shared memory that is used again. Threads keep what they were given until their garbage is collected, and no collector
 * counts shared memory: requests one after another, each with a grid of half a gigabyte, would hold several of them. So what a
 * round of work leaves is taken by the next, where that asks for exactly as much, and nothing new need be found and zeroed
 * by the system.
 */
export class ReusedMemory {
  private readonly given = new Set<SharedArrayBuffer>();
  private free: SharedArrayBuffer[] = [];

  /** Zeroed memory of so many bytes. */
  take(bytes: number): SharedArrayBuffer {
    const found = bytes < leastReused ? -1 : this.free.findIndex(({ byteLength }) => byteLength === bytes);
    const buffer = found < 0 ? new SharedArrayBuffer(bytes) : this.free.splice(found, 1)[0];
    if (found >= 0) new Uint8Array(buffer).fill(0);
    if (bytes >= leastReused) this.given.add(buffer);
    return buffer;
  }

  /**
   * Ends a round: what was taken in it is free, but for what somebody still has. What the round before left and this one had
   * no use for is forgotten.
   * @returns the bytes forgotten, which come back when all threads have collected their garbage
   */
  endRound(kept: ReadonlySet<SharedArrayBuffer>): number {
    const forgotten = this.forget();
    this.free = [...this.given].filter((buffer) => !kept.has(buffer));
    this.given.clear();
    return forgotten;
  }

  /** Forgets what is free. @returns its bytes */
  forget(): number {
    const bytes = this.free.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.free = [];
    return bytes;
  }

  /** Ends a round of which it is not known who still has what. */
  abandonRound(): void {
    this.given.clear();
  }
}
