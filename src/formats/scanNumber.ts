/** Powers of ten that a double holds exactly: 0 to 22. */
export const powersOfTen = Float64Array.from({ length: 23 }, (_value, exponent) => Number(`1e${exponent}`));
const decoder = new TextDecoder('latin1');

/**
 * Reads one decimal number from ASCII bytes, correctly rounded to float64, and stores it in `out[index]`.
 * Returns the index after its last character, or -1 when the word is not a plain decimal number (see {@link parseUnusualNumber}).
 * The word must be followed by white space within `bytes`.
 *
 * Up to 18 digits are gathered in two 32-bit halves. A significand below 2^53 and a power of ten up to 10^22 are both
 * exact doubles, so that one division or multiplication rounds correctly (W. Clinger, "How to read floating point
 * numbers accurately", 1990). Longer ones go through {@link roundLong}, what that cannot decide through Number().
 */
export function scanNumber(bytes: Uint8Array, start: number, out: Float64Array, index: number): number {
  let position = start;
  let byte = bytes[position];
  const isNegative = byte === 45;
  if (isNegative || byte === 43) byte = bytes[++position];
  const firstDigit = position;
  let head = 0;
  let tail = 0;
  let limit = position + 9;
  let digit = byte - 48;
  while (digit >>> 0 <= 9 && position < limit) {
    head = (Math.imul(head, 10) + digit) | 0;
    digit = bytes[++position] - 48;
  }
  let digits = position - firstDigit;
  let tailDigits = 0;
  if (digit >>> 0 <= 9) {
    limit = position + 9;
    while (digit >>> 0 <= 9 && position < limit) {
      tail = (Math.imul(tail, 10) + digit) | 0;
      digit = bytes[++position] - 48;
      tailDigits++;
    }
    digits += tailDigits;
    if (digit >>> 0 <= 9) return scanLongNumber(bytes, start, out, index);
  }
  let scale = 0;
  if (digit === -2) {
    digit = bytes[++position] - 48;
    const firstDecimal = position;
    limit = tailDigits > 0 ? position : position + 9 - digits;
    while (digit >>> 0 <= 9 && position < limit) {
      head = (Math.imul(head, 10) + digit) | 0;
      digit = bytes[++position] - 48;
    }
    if (digit >>> 0 <= 9) {
      limit = position + 9 - tailDigits;
      const firstOfTail = position;
      while (digit >>> 0 <= 9 && position < limit) {
        tail = (Math.imul(tail, 10) + digit) | 0;
        digit = bytes[++position] - 48;
      }
      tailDigits += position - firstOfTail;
      if (digit >>> 0 <= 9) return scanLongNumber(bytes, start, out, index);
    }
    scale = position - firstDecimal;
    digits += scale;
  }
  if (digits === 0) return -1;
  let exponent = -scale;
  if (digit === 53 || digit === 21) {
    // "e" or "E"
    let next = bytes[++position];
    const isSmall = next === 45;
    if (isSmall || next === 43) next = bytes[++position];
    const firstOfExponent = position;
    let value = 0;
    digit = next - 48;
    while (digit >>> 0 <= 9) {
      if (value < 10000) value = value * 10 + digit;
      digit = bytes[++position] - 48;
    }
    if (position === firstOfExponent) return -1;
    exponent += isSmall ? -value : value;
  }
  // White space is below "!" (33 - 48 = -15); anything else makes it another kind of word.
  if (digit > -16) return -1;
  let value: number;
  if (tailDigits === 0) {
    value = head;
  } else {
    value = head * powersOfTen[tailDigits] + tail;
    if (value > 9007199254740992) {
      const rounded = roundLong(head, tailDigits, tail, exponent);
      if (rounded < 0) return scanWithNumber(bytes, start, position, out, index);
      out[index] = isNegative ? -rounded : rounded;
      return position;
    }
  }
  if (exponent < 0) {
    if (exponent < -22) return scanWithNumber(bytes, start, position, out, index);
    value /= powersOfTen[-exponent];
  } else if (exponent > 0) {
    if (exponent > 22) return scanWithNumber(bytes, start, position, out, index);
    value *= powersOfTen[exponent];
  }
  out[index] = isNegative ? -value : value;
  return position;
}

/** Splits a double into two of 26 bits each, whose products are exact (Veltkamp and Dekker, 1971). */
const splitter = 134217729;

/**
 * (head * 10^tailDigits + tail) * 10^exponent rounded to the nearest double, by double-double arithmetic, or -1 when the
 * result lies too near the middle of two doubles, or a power of ten is too large, to be sure. head < 10^15, tail < 10^15.
 */
export function roundLong(head: number, tailDigits: number, tail: number, exponent: number): number {
  const power = exponent < 0 ? -exponent : exponent;
  if (power > 22) return -1;
  // head * 10^tailDigits, exactly, as high + low.
  const shift = powersOfTen[tailDigits];
  let product = head * shift;
  let low = productError(head, shift, product) + tail;
  let high = product + low;
  low -= high - product;
  const scale = powersOfTen[power];
  if (exponent < 0) {
    const quotient = high / scale;
    product = quotient * scale;
    const remainder = high - product - productError(quotient, scale, product) + low;
    low = remainder / scale;
    high = quotient;
  } else {
    product = high * scale;
    low = productError(high, scale, product) + low * scale;
    high = product;
  }
  const rounded = high + low;
  const rest = low - (rounded - high);
  // The relative error is below 2^-98; when even 2^-40 more of the rest rounds the same, so does the true value.
  return rounded + rest * 1.0000000000009095 === rounded ? rounded : -1;
}

/** a * b - product, exactly, where product is a * b rounded. */
function productError(a: number, b: number, product: number): number {
  const scaledA = splitter * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = splitter * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** A number of more than 18 digits, leading zeros included. */
function scanLongNumber(bytes: Uint8Array, start: number, out: Float64Array, index: number): number {
  const end = endOfWord(bytes, start);
  const isNegative = bytes[start] === 45;
  let position = isNegative || bytes[start] === 43 ? start + 1 : start;
  let head = 0;
  let tail = 0;
  let headDigits = 0;
  let tailDigits = 0;
  let scale = 0;
  let hasPoint = false;
  for (; position < end; position++) {
    const digit = bytes[position] - 48;
    if (digit === -2 && !hasPoint) {
      hasPoint = true;
      continue;
    }
    if (digit >>> 0 > 9) break;
    if (hasPoint) scale++;
    if (headDigits === 0 && digit === 0) continue;
    if (headDigits < 15) {
      head = head * 10 + digit;
      headDigits++;
    } else {
      tail = tail * 10 + digit;
      tailDigits++;
    }
  }
  let exponent = -scale;
  if (position < end) {
    const text = decoder.decode(bytes.subarray(position, end));
    if (!/^[eE][+-]?\d{1,5}$/.test(text)) return -1;
    exponent += Number(text.slice(1));
  }
  const rounded = tailDigits <= 15 ? roundLong(head, tailDigits, tail, exponent) : -1;
  if (rounded < 0) return scanWithNumber(bytes, start, end, out, index);
  out[index] = isNegative ? -rounded : rounded;
  return end;
}

function scanWithNumber(bytes: Uint8Array, start: number, end: number, out: Float64Array, index: number): number {
  out[index] = Number(decoder.decode(bytes.subarray(start, end)));
  return end;
}

/** Index of the white space after the word that begins at `start`. */
export function endOfWord(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && !(bytes[end] === 32 || (bytes[end] >= 9 && bytes[end] <= 13))) end++;
  return end;
}

/** The word at `start` as text. */
export function wordAt(bytes: Uint8Array, start: number, maximumLength = 60): string {
  return decoder.decode(bytes.subarray(start, Math.min(endOfWord(bytes, start), start + maximumLength)));
}

/**
 * What programs write besides plain decimals: nan and inf in their spellings (old Visual C++'s `1.#QNAN` too), Fortran's
 * `1.5D+01`, a trailing `f`. Null when the word is no number.
 */
export function parseUnusualNumber(word: string): number | null {
  const text = word.toLowerCase();
  if (/^[+-]?(nan(\(.*\))?|1\.#(qnan|snan|ind|nan)\d*)$/.test(text)) return NaN;
  const infinity = /^([+-]?)(inf|infinity|1\.#inf0*)$/.exec(text);
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(d[+-]?\d+)?f?$/.test(text)) return Number(text.replace('d', 'e').replace('f', ''));
  return null;
}
