import type { NumericArray, NumericType } from './numericType';

/**
 * A named column of numbers: `components` values a row, interleaved, in the file's order.
 * `data.length === rows * components`.
 */
export interface Attribute {
  readonly kind: 'values';
  /** The file's own name, or the field's standard one where several properties form one attribute ("position", "normal", "colour"). */
  readonly name: string;
  /** The type in the file. */
  readonly type: NumericType;
  readonly components: number;
  /** The file's name of each component, where it has one for each: `["red", "green", "blue"]`. */
  readonly componentNames?: readonly string[];
  /** The file's type of each component, where they differ from `type` (an `x` in float beside a `y` in double). */
  readonly componentTypes?: readonly NumericType[];
  readonly data: NumericArray;
}

/** A named column of lists: row `i` is `data[offsets[i]] ... data[offsets[i + 1] - 1]`. */
export interface ListAttribute {
  readonly kind: 'lists';
  readonly name: string;
  readonly type: NumericType;
  /** The type of the list's length in the file. */
  readonly countType: NumericType;
  /** rows + 1 ascending positions in `data`. */
  readonly offsets: Uint32Array<ArrayBufferLike>;
  readonly data: NumericArray;
}

export type AnyAttribute = Attribute | ListAttribute;

/** A table that a file holds besides the known ones ("camera", "range_grid"), kept by its name. */
export interface ElementTable {
  readonly name: string;
  readonly count: number;
  readonly attributes: readonly AnyAttribute[];
}
