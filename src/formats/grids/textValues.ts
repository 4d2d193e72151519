import { FormatError } from '../../model/errors';
import { isBigIntegerArray, type NumericArray } from '../../model/numericType';
import type { ByteSource } from '../byteSource';
import { parseUnusualNumber, scanNumber } from '../scanNumber';
import { isWhitespace, lineOfOffset, type TextCursor } from '../textCursor';

/** How reading numbers from text went. */
export interface TextOutcome {
  /** Values that were there, at most as many as asked for. */
  readonly count: number;
  /** Whether words follow. */
  readonly goesOn: boolean;
}

/**
 * Reads numbers separated by white space (and commas) into an array, until it is full or the text ends.
 *
 * @throws FormatError for a word that is no number, with its byte
 */
export async function readTextValues(cursor: TextCursor, data: NumericArray, file: string): Promise<TextOutcome> {
  const value = new Float64Array(1);
  const isBig = isBigIntegerArray(data);
  let count = 0;
  for (;;) {
    const { bytes, end } = cursor;
    let { position } = cursor;
    while (position < end) {
      const byte = bytes[position];
      if (isWhitespace(byte) || byte === comma) {
        position++;
        continue;
      }
      if (count === data.length) {
        cursor.position = position;
        return { count, goesOn: true };
      }
      const start = position;
      position = scanNumber(bytes, start, value, 0);
      if (position < 0) {
        position = start;
        while (position < end && !isWhitespace(bytes[position]) && bytes[position] !== comma) position++;
        const word = new TextDecoder('latin1').decode(bytes.subarray(start, Math.min(position, start + 60)));
        const unusual = parseUnusualNumber(word);
        if (unusual === null) {
          throw new FormatError({
            file,
            place: { kind: 'byte', offset: cursor.offsetOf(start) },
            expected: 'a number',
            found: JSON.stringify(word),
            advice: 'The file may be damaged, or of another kind with the same extension.',
          });
        }
        value[0] = unusual;
      }
      if (isBig) data[count] = Number.isFinite(value[0]) ? BigInt(Math.trunc(value[0])) : 0n;
      else data[count] = value[0];
      count++;
    }
    cursor.position = position;
    if (!(await cursor.fill())) return { count, goesOn: false };
  }
}

const comma = 44;

/** Turns the byte that an error about text names into a line. */
export async function withLine<Value>(source: ByteSource, signal: AbortSignal | undefined, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FormatError) || error.details.place?.kind !== 'byte') throw error;
    const line = await lineOfOffset(source, error.details.place.offset, signal);
    throw new FormatError({ ...error.details, place: { kind: 'line', line } });
  }
}
