import { powersOfTen, roundLong } from '../scanNumber';

const decoder = new TextDecoder('latin1');

/** Where the last number read by {@link readJsonNumber} ended; the index of its first byte when there was none. */
export let endOfNumber = 0;

/**
 * Reads the number of JSON that begins at an index, correctly rounded. The arithmetic is that of `scanNumber`: up to 18
 * digits are gathered in two 32-bit halves, which double-double arithmetic rounds; longer ones go through Number().
 * Bytes beyond the end of the array count as the end of the number.
 *
 * @returns NaN, with {@link endOfNumber} at the beginning, when there is no number
 */
export function readJsonNumber(bytes: Uint8Array, start: number): number {
  let position = start;
  const isNegative = bytes[position] === 45;
  if (isNegative) position++;
  const firstDigit = position;
  let head = 0;
  let tail = 0;
  // A byte that is not there is undefined, which "| 0" keeps from becoming NaN, and all this from becoming floating point.
  let digit = (bytes[position] | 0) - 48;
  let limit = position + 9;
  while (digit >>> 0 <= 9 && position < limit) {
    head = (Math.imul(head, 10) + digit) | 0;
    digit = (bytes[++position] | 0) - 48;
  }
  let digits = position - firstDigit;
  endOfNumber = start;
  if (digits === 0) return NaN;
  let tailDigits = 0;
  if (digit >>> 0 <= 9) {
    limit = position + 9;
    while (digit >>> 0 <= 9 && position < limit) {
      tail = (Math.imul(tail, 10) + digit) | 0;
      digit = (bytes[++position] | 0) - 48;
      tailDigits++;
    }
    digits += tailDigits;
    if (digit >>> 0 <= 9) return readLongNumber(bytes, start);
  }
  let exponent = 0;
  if (digit === -2) {
    digit = (bytes[++position] | 0) - 48;
    const firstDecimal = position;
    limit = tailDigits > 0 ? position : position + 9 - digits;
    while (digit >>> 0 <= 9 && position < limit) {
      head = (Math.imul(head, 10) + digit) | 0;
      digit = (bytes[++position] | 0) - 48;
    }
    if (digit >>> 0 <= 9) {
      limit = position + 9 - tailDigits;
      const firstOfTail = position;
      while (digit >>> 0 <= 9 && position < limit) {
        tail = (Math.imul(tail, 10) + digit) | 0;
        digit = (bytes[++position] | 0) - 48;
      }
      tailDigits += position - firstOfTail;
      if (digit >>> 0 <= 9) return readLongNumber(bytes, start);
    }
    exponent = firstDecimal - position;
    if (exponent === 0) return NaN;
  }
  if (digit === 53 || digit === 21) {
    // "e" or "E"
    let next = bytes[++position] | 0;
    const isSmall = next === 45;
    if (isSmall || next === 43) next = bytes[++position] | 0;
    const firstOfExponent = position;
    let value = 0;
    digit = next - 48;
    while (digit >>> 0 <= 9) {
      if (value < 10000) value = value * 10 + digit;
      digit = (bytes[++position] | 0) - 48;
    }
    if (position === firstOfExponent) return NaN;
    exponent += isSmall ? -value : value;
  }
  endOfNumber = position;
  let value: number;
  if (tailDigits === 0) {
    value = head;
  } else {
    value = head * powersOfTen[tailDigits] + tail;
    if (value > 9007199254740992) {
      const rounded = roundLong(head, tailDigits, tail, exponent);
      if (rounded < 0) return Number(decoder.decode(bytes.subarray(start, position)));
      return isNegative ? -rounded : rounded;
    }
  }
  if (exponent < -22 || exponent > 22) return Number(decoder.decode(bytes.subarray(start, position)));
  value = exponent < 0 ? value / powersOfTen[-exponent] : value * powersOfTen[exponent];
  return isNegative ? -value : value;
}

/** A number of more than 18 digits, leading zeros included. */
function readLongNumber(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && isNumberByte(bytes[end])) end++;
  const text = decoder.decode(bytes.subarray(start, end));
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return NaN;
  endOfNumber = end;
  return Number(text);
}

function isNumberByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 45 || byte === 43 || byte === 46 || byte === 69 || byte === 101;
}
