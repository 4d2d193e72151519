import type { Coordinates } from './pointIndexLayout';

/**
 * For each row the first row with exactly its coordinates (0 equals -0): itself where there is none before it, and where
 * a coordinate is not finite. `positions` has 3 numbers a row. O(n).
 */
export function firstAtPlace(positions: Coordinates): Uint32Array<ArrayBuffer> {
  const rows = Math.floor(positions.length / 3);
  const firsts = new Uint32Array(rows);
  let size = 16;
  while (size < 2 * rows) size *= 2;
  // Open addressing; a place holds the row + 1 of the first point that was there.
  const table = new Uint32Array(size);
  const numbers = new Float64Array(3);
  const words = new Uint32Array(numbers.buffer);
  for (let row = 0; row < rows; row++) {
    firsts[row] = row;
    // Adding 0 makes -0 to 0, which it equals.
    const x = positions[3 * row] + 0;
    const y = positions[3 * row + 1] + 0;
    const z = positions[3 * row + 2] + 0;
    if (x - x + (y - y) + (z - z) !== 0) continue;
    numbers[0] = x;
    numbers[1] = y;
    numbers[2] = z;
    let hash = 0;
    for (let word = 0; word < 6; word++) {
      // A round of MurmurHash3 (Appleby, 2011).
      const mixed = Math.imul(words[word], 0xcc9e2d51);
      hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
      hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    let place = (hash ^ (hash >>> 13)) & (size - 1);
    for (;;) {
      const earlier = table[place] - 1;
      if (earlier < 0) {
        table[place] = row + 1;
        break;
      }
      if (positions[3 * earlier] === x && positions[3 * earlier + 1] === y && positions[3 * earlier + 2] === z) {
        firsts[row] = earlier;
        break;
      }
      place = (place + 1) & (size - 1);
    }
  }
  return firsts;
}
