/** Values of base64's characters; -1 for white space, -2 for padding, -3 for anything else. */
const values = new Int8Array(256).fill(-3);
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) values[character.charCodeAt(0)] = value;
for (const blank of [9, 10, 11, 12, 13, 32]) values[blank] = -1;
values['='.charCodeAt(0)] = -2;

/** What decoding came to. */
export interface Base64Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset after the last character that was used, padding included. */
  readonly end: number;
}

/**
 * Decodes base64 (RFC 4648) up to a number of bytes, or up to padding or `to`.
 *
 * @returns the offset of a character that is none of base64, as a negative number minus one, in place of an answer
 */
export function decodeBase64(text: Uint8Array<ArrayBuffer>, from: number, to: number, most: number): Base64Part | number {
  const bytes = new Uint8Array(Math.min(most, Math.ceil(((to - from) / 4) * 3)));
  let count = 0;
  let bits = 0;
  let held = 0;
  let position = from;
  for (; position < to && count < bytes.length; position++) {
    const value = values[text[position]];
    if (value >= 0) {
      bits = ((bits << 6) | value) & 0xffffff;
      held += 6;
      if (held < 8) continue;
      held -= 8;
      bytes[count++] = (bits >>> held) & 255;
    } else if (value === -2) {
      break;
    } else if (value === -3) {
      return -position - 1;
    }
  }
  // What belongs to the last four characters: padding, or bits that the wanted bytes do not need.
  while (position < to && (values[text[position]] === -2 || values[text[position]] === -1)) position++;
  return { bytes: count === bytes.length ? bytes : bytes.subarray(0, count), end: position };
}
