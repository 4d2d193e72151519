/** Where the kernel of the point index keeps what; addresses in bytes. The last lines of a page are free for callers. */
export const kernelMemory = {
  /** Coordinates of which a pivot is sought: 64 to 127, and 3 to fill a vector. */
  keys: 64,
  /** Nodes that wait, with their squared distance: 64 times 8 bytes. */
  stack: 1024,
  /** A box for a single query: 32 bytes. */
  box: 1536,
  /** 16 vectors of queries of 80 bytes. */
  group: 2048,
  /** 64 addresses of the points that were found. */
  found: 3328,
  /** From here on what callers put there. */
  data: 4096,
} as const;
