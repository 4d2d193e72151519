import type { NumberArray, NumericType } from '../../model/numericType';

export type GridContent = 'occupancy' | 'labels' | 'field';

/** More different whole numbers than these are measurements rather than names. */
const mostLabels = 64;

/** What numbers look like. */
export interface ToldContent {
  readonly content: GridContent;
  /** Why, for people. */
  readonly reason: string;
}

/**
 * Tells what a grid's values mean from their type and themselves:
 * - `bool`, or whole numbers of which one alone is not 0: occupancy (floats only when that one is 1);
 * - at most 64 different whole numbers, none negative, in an integer type: labels;
 * - anything else: a field.
 */
export function tellContent(data: NumberArray, type: NumericType): ToldContent {
  if (type === 'bool') return { content: 'occupancy', reason: 'the type is bool' };
  const isFloat = data instanceof Float32Array || (data instanceof Float64Array && type !== 'int64' && type !== 'uint64');
  const found = new Set<number>();
  let last = NaN;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value === last) continue;
    last = value;
    if (isFloat && value !== 0 && value !== 1) return { content: 'field', reason: `${type} values that are not only 0 and 1` };
    if (value < 0) return { content: 'field', reason: `${type} values, some of them negative` };
    found.add(value);
    if (found.size > mostLabels) return { content: 'field', reason: `more than ${mostLabels} different ${type} values` };
  }
  const hasEmpty = found.delete(0);
  if (isFloat && found.size === 0) return { content: 'field', reason: `${type} values that are all 0` };
  const [first] = found;
  if (found.size === 0) return { content: 'occupancy', reason: `${type} values that are all 0` };
  if (found.size === 1) return { content: 'occupancy', reason: hasEmpty ? `${type} values that are 0 or ${first}` : `${type} values that are all ${first}` };
  const largest = [...found].reduce((most, value) => Math.max(most, value), 0);
  return { content: 'labels', reason: `${found.size} different ${type} values besides 0, the largest ${largest}` };
}
