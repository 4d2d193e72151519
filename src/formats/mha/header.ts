import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import type { NumericType } from '../../model/numericType';

/** A MetaImage header's values by their keys in lower case. */
export interface MetaHeader {
  readonly values: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  readonly comments: readonly string[];
  /** The lines after `ElementDataFile = LIST`. */
  readonly list: readonly string[];
}

export const elementTypes: ReadonlyMap<string, NumericType> = new Map<string, NumericType>([
  ['MET_CHAR', 'int8'], ['MET_UCHAR', 'uint8'], ['MET_SHORT', 'int16'], ['MET_USHORT', 'uint16'], ['MET_INT', 'int32'], ['MET_UINT', 'uint32'],
  ['MET_LONG', 'int32'], ['MET_ULONG', 'uint32'], ['MET_LONG_LONG', 'int64'], ['MET_ULONG_LONG', 'uint64'], ['MET_FLOAT', 'float32'], ['MET_DOUBLE', 'float64'],
]);

/** Parses a header's text. @throws FormatError for a line without "=" */
export function parseHeader(text: string, file: string): MetaHeader {
  const values = new Map<string, { value: string; line: number }>();
  const comments: string[] = [];
  const list: string[] = [];
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const content = raw.trim();
    if (content === '') continue;
    if (values.has('elementdatafile')) {
      list.push(content);
      continue;
    }
    const split = content.indexOf('=');
    if (split < 1) throw fault(file, index + 1, '"key = value"', content, 'The header may be damaged.');
    const key = content.slice(0, split).trim().toLowerCase();
    const value = content.slice(split + 1).trim();
    values.set(key, { value, line: index + 1 });
    if (key === 'comment' || key === 'name') comments.push(value);
  }
  return { values, comments, list };
}

export function textOf(header: MetaHeader, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = header.values.get(key);
    if (found) return found.value;
  }
  return undefined;
}

/** Numbers of the first of some keys that is there; null when none is. */
export function numbersOf(header: MetaHeader, ...keys: readonly string[]): number[] | null {
  const text = textOf(header, ...keys);
  return text === undefined ? null : text.split(/\s+/).map(Number);
}

export function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(true|t|1|yes)$/i.test(text);
}

/** Cells in x, y, z. @throws FormatError unless there are one to three sizes of at least 1, and further ones of 1 */
export function dimensionsOf(header: MetaHeader, file: string): Vector3 {
  const found = header.values.get('dimsize');
  if (!found) throw new FormatError({ file, place: { kind: 'path', path: 'header' }, expected: '"DimSize"', found: 'none', advice: 'The header may be cut off.' });
  const sizes = found.value.split(/\s+/).map(Number);
  const axes = Number(textOf(header, 'ndims') ?? sizes.length);
  const isFitting = sizes.length === axes && sizes.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!isFitting) throw fault(file, found.line, `${axes} sizes of at least 1`, found.value, 'The header may be damaged.');
  if (!sizes.slice(3).every((size) => size === 1)) throw fault(file, found.line, 'one to three axes', found.value, 'Cut the array into grids of three axes.');
  return [sizes[0], sizes[1] ?? 1, sizes[2] ?? 1];
}

export function fault(file: string, line: number, expected: string, found: string, advice: string): FormatError {
  return new FormatError({ file, place: { kind: 'line', line }, expected, found: JSON.stringify(found.slice(0, 80)), advice });
}
