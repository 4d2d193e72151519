/** Where the kernel of the priced tree keeps what; addresses in bytes. */
export const priceKernelMemory = {
  /** How many of the cheapest points a search finds. */
  size: 16,
  /** Their slots' addresses, -1 for none: 4 bytes each. */
  found: 64,
  /** Four values that are looked at one by one. */
  lanes: 192,
  /** Nodes that wait, with their bound: 8 bytes each, at most 3 a level. */
  stack: 256,
  /** From here on quads, the leaves' first addresses, and slots. */
  data: 1024,
  /** A quad: min x, y, z, max x, y, z and least price of four nodes. */
  quadBytes: 128,
  /** Of the least prices in a quad. */
  quadPrices: 96,
  /** A block: x, y, z and price of four points. */
  blockBytes: 64,
  blockPrices: 48,
} as const;
