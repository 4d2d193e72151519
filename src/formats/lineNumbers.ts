import { isWhitespace } from './textCursor';
import { endOfWord, parseUnusualNumber, scanNumber, wordAt } from './scanNumber';
import type { TextLines } from './textLines';

const hash = 35;

/** Index of the first byte from `position` on that is no white space; `end` when there is none before it. */
export function skipBlanks(bytes: Uint8Array, position: number, end: number): number {
  let index = position;
  while (index < end && isWhitespace(bytes[index])) index++;
  return index;
}

/**
 * Scans the numbers of a line from `position` on into `out`, up to a comment (#) or the line's end. Returns how many
 * there are, at most the length of `out`, or -1 - index where the word at that index is no number.
 */
export function scanLine(lines: TextLines, position: number, out: Float64Array): number {
  const { bytes, end } = lines;
  let count = 0;
  let index = skipBlanks(bytes, position, end);
  while (index < end && count < out.length && bytes[index] !== hash) {
    let next = scanNumber(bytes, index, out, count);
    if (next < 0) {
      const [word] = wordAt(bytes, index, 400).split('#');
      const value = word === '' ? null : (parseUnusualNumber(word) ?? plainNumber(word));
      if (value === null) return -1 - index;
      out[count] = value;
      next = Math.min(end, word.length < 400 ? index + word.length : endOfWord(bytes, index));
    }
    count++;
    index = skipBlanks(bytes, next, end);
  }
  return count;
}

/** A number that a comment follows without a blank. */
function plainNumber(word: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : null;
}
