/** LZ4 makes at most this many bytes of one. */
export const largestLz4 = 255;

/**
 * Decompresses one block of LZ4 data (Yann Collet's "LZ4 Block Format Description"): sequences of literals and of matches
 * in what came before.
 *
 * @param length how many bytes must come out
 * @returns null when the block is damaged
 */
export function decodeLz4Block(source: Uint8Array, length: number): Uint8Array<ArrayBuffer> | null {
  const target = new Uint8Array(length);
  let from = 0;
  let to = 0;
  /** A length of 15 goes on in further bytes while these are 255; -1 where they end. */
  const extended = (start: number): number => {
    let total = start;
    if (start < 15) return total;
    for (;;) {
      if (from >= source.length) return -1;
      const byte = source[from++];
      total += byte;
      if (byte < 255) return total;
    }
  };
  while (from < source.length) {
    const token = source[from++];
    const literals = extended(token >> 4);
    if (literals < 0 || from + literals > source.length || to + literals > length) return null;
    target.set(source.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence is literals alone.
    if (from === source.length) break;
    if (from + 2 > source.length) return null;
    const distance = source[from] | (source[from + 1] << 8);
    from += 2;
    const match = extended(token & 15) + 4;
    if (match < 4 || distance === 0 || distance > to || to + match > length) return null;
    // Byte by byte, since a match may go on into what it writes.
    for (let end = to + match; to < end; to++) target[to] = target[to - distance];
  }
  return to === length ? target : null;
}
