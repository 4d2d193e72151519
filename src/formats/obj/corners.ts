import type { GrowingArray } from '../growingArray';
import { skipBlanks } from '../lineNumbers';
import type { TextLines } from '../textLines';

/** A corner's row where the file names none, or one before the first. */
export const missing = 0xffff_ffff;

const slash = 47;
const minus = 45;
const plus = 43;
const hash = 35;

/**
 * Collects corners: `vertex`, `vertex/texture`, `vertex//normal` or `vertex/texture/normal`. Numbers count from 1, negative
 * ones back from what the file has so far. Rows of texture coordinates and normals are kept from the first that has one.
 */
export class CornerScanner {
  readonly vertices: GrowingArray<Uint32Array>;
  readonly textures: GrowingArray<Uint32Array>;
  readonly normals: GrowingArray<Uint32Array>;
  /** Where the last number ended, and its value: a row, or {@link missing}. */
  private position = 0;
  private isNumber = false;

  constructor(indices: (what: string) => GrowingArray<Uint32Array>) {
    this.vertices = indices('the faces');
    this.textures = indices('the faces');
    this.normals = indices('the faces');
  }

  get length(): number {
    return this.vertices.length;
  }

  clear(): void {
    this.vertices.length = 0;
    this.textures.length = 0;
    this.normals.length = 0;
  }

  /** Takes the corners of a line from `position` on. Returns the index of a word that is no corner, or -1. */
  scan(lines: TextLines, position: number, vertexCount: number, textureCount: number, normalCount: number): number {
    const { bytes, end } = lines;
    let at = skipBlanks(bytes, position, end);
    while (at < end && bytes[at] !== hash) {
      const vertex = this.row(bytes, at, vertexCount);
      if (!this.isNumber) return at;
      let texture = missing;
      let normal = missing;
      if (bytes[this.position] === slash) {
        if (bytes[this.position + 1] !== slash) texture = this.row(bytes, this.position + 1, textureCount);
        else this.position++;
        if (bytes[this.position] === slash) normal = this.row(bytes, this.position + 1, normalCount);
      }
      const after = bytes[this.position];
      if (after > 32 && after !== hash) return at;
      this.vertices.push(vertex);
      if (texture !== missing || this.textures.length > 0) this.pad(this.textures, texture);
      if (normal !== missing || this.normals.length > 0) this.pad(this.normals, normal);
      at = skipBlanks(bytes, this.position, end);
    }
    return -1;
  }

  /** Appends the row of the last corner, after as many missing ones as corners came before the first that had any. */
  private pad(rows: GrowingArray<Uint32Array>, row: number): void {
    while (rows.length < this.vertices.length - 1) rows.push(missing);
    rows.push(row);
  }

  /** A number as a row: from 1 on, or back from `count`. */
  private row(bytes: Uint8Array, start: number, count: number): number {
    let at = start;
    const isNegative = bytes[at] === minus;
    if (isNegative || bytes[at] === plus) at++;
    const firstDigit = at;
    let value = 0;
    for (let digit = bytes[at] - 48; digit >= 0 && digit <= 9; digit = bytes[++at] - 48) value = 10 * value + digit;
    this.position = at;
    this.isNumber = at > firstDigit;
    const row = isNegative ? count - value : value - 1;
    return row >= 0 && row < missing ? row : missing;
  }
}
