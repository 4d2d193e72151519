import type { NumberArray } from '../../model/numericType';
import { blockOf, blockSamples, blockStates, type BlockCounts } from './blocks';

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

/**
 * {@link markInside} of samples whose blocks something else has looked at: those that are not mixed are not read.
 *
 * @param states see `blockStates`
 * @param counts see `blockCounts`
 */
export function markInsideBlocks(
  data: NumberArray,
  iso: number,
  rowLength: number,
  rows: number,
  plane: number,
  bits: Int32Array<ArrayBufferLike>,
  states: Uint8Array<ArrayBufferLike>,
  counts: BlockCounts,
): void {
  const words = wordsOfRow(rowLength);
  for (let row = 0; row < rows; row++) {
    const at = (plane * rows + row) * rowLength;
    const to = (plane * rows + row) * words;
    bits.fill(0, to, to + words);
    for (let column = 0, first = 0; first < rowLength; column++, first += blockSamples) {
      const state = states[blockOf(counts, column, row, plane)];
      if (state === blockStates.outside) continue;
      const length = Math.min(blockSamples, rowLength - first);
      let mark = 0;
      for (let i = 0; i < length; i++) if (state === blockStates.inside || data[at + first + i] < iso) mark |= 1 << i;
      bits[to + Math.floor(first / bitsOfWord)] |= mark << first % bitsOfWord;
    }
  }
}
