/** Rows gathered by a key: those of group g are rows[offsets[g]] ... rows[offsets[g + 1] - 1], in their former order. */
export interface Grouping {
  readonly groups: number;
  readonly offsets: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * Gathers rows by two small numbers each, by counting: first by `outer`, within it by `inner`, within that in the order
 * of rows. Pairs without rows take no memory: outer and inner are counted one after the other.
 *
 * @returns the groups that have rows, with the pair that each stands for
 */
export function groupByPair(
  outer: ArrayLike<number>,
  outerCount: number,
  inner: ArrayLike<number>,
  innerCount: number,
  count: number,
): Grouping & { readonly outerOf: Uint32Array; readonly innerOf: Uint32Array } {
  const byInner = countingSort(inner, innerCount, null, count);
  const rows = countingSort(outer, outerCount, byInner, count);
  const starts: number[] = [];
  const outerOf: number[] = [];
  const innerOf: number[] = [];
  for (let place = 0; place < count; place++) {
    const row = rows[place];
    if (place > 0 && outer[row] === outer[rows[place - 1]] && inner[row] === inner[rows[place - 1]]) continue;
    starts.push(place);
    outerOf.push(outer[row]);
    innerOf.push(inner[row]);
  }
  starts.push(count);
  return { groups: outerOf.length, offsets: Uint32Array.from(starts), rows, outerOf: Uint32Array.from(outerOf), innerOf: Uint32Array.from(innerOf) };
}

/** Rows by rising key, equal keys in the order that `order` has them; all rows in their own order where there is none. */
export function countingSort(keys: ArrayLike<number>, keyCount: number, order: Uint32Array | null, count: number): Uint32Array {
  const places = new Uint32Array(keyCount + 1);
  for (let row = 0; row < count; row++) places[keys[row] + 1]++;
  for (let key = 0; key < keyCount; key++) places[key + 1] += places[key];
  const sorted = new Uint32Array(count);
  for (let place = 0; place < count; place++) {
    const row = order ? order[place] : place;
    sorted[places[keys[row]]++] = row;
  }
  return sorted;
}
