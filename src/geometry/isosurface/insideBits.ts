import type { NumberArray } from '../../model/numericType';

/** Samples of a row along the array's fastest axis that one word tells of. */
export const bitsOfWord = 32;

export function wordsOfRow(rowLength: number): number {
  return Math.ceil(rowLength / bitsOfWord);
}

/**
 * Writes a bit for each sample of some rows: 1 where it is below the iso value. Rows begin at a word of their own; bits
 * beyond their end are 0.
 *
 * @param bits {@link wordsOfRow} words for each row of the grid
 */
export function markInside(data: NumberArray, iso: number, rowLength: number, firstRow: number, lastRow: number, bits: Int32Array<ArrayBufferLike>): void {
  const words = wordsOfRow(rowLength);
  for (let row = firstRow; row < lastRow; row++) {
    let at = row * rowLength;
    const end = at + rowLength;
    for (let word = row * words; at < end; word++) {
      const last = at + bitsOfWord < end ? at + bitsOfWord : end;
      let mark = 0;
      for (let bit = 1; at < last; at++, bit <<= 1) if (data[at] < iso) mark |= bit;
      bits[word] = mark;
    }
  }
}
