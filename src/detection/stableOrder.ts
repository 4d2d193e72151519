/** Below this many, insertion is sooner. */
const fewRows = 24;

/**
 * Sorts rows[first ... end - 1] by falling value, equal ones in their present order; NaN comes last. Merging from the
 * bottom up: no comparison function is called, and nothing is allocated but a buffer that callers keep.
 */
export function sortFalling(rows: Uint32Array, first: number, end: number, values: Float64Array<ArrayBufferLike>, buffer: Uint32Array): void {
  for (let start = first; start < end; start += fewRows) insertionSort(rows, start, Math.min(end, start + fewRows), values);
  let from = rows;
  let to = buffer;
  for (let width = fewRows; width < end - first; width *= 2) {
    for (let start = first; start < end; start += 2 * width) merge(from, to, start, Math.min(end, start + width), Math.min(end, start + 2 * width), values);
    const merged = to;
    to = from;
    from = merged;
  }
  if (from !== rows) rows.set(from.subarray(first, end), first);
}

/** True when a value comes strictly after another. */
function isAfter(value: number, other: number): boolean {
  return value < other || (value !== value && other === other);
}

function insertionSort(rows: Uint32Array, first: number, end: number, values: Float64Array<ArrayBufferLike>): void {
  for (let place = first + 1; place < end; place++) {
    const row = rows[place];
    const value = values[row];
    let before = place - 1;
    while (before >= first && isAfter(values[rows[before]], value)) {
      rows[before + 1] = rows[before];
      before--;
    }
    rows[before + 1] = row;
  }
}

function merge(from: Uint32Array, to: Uint32Array, start: number, middle: number, end: number, values: Float64Array<ArrayBufferLike>): void {
  let left = start;
  let right = middle;
  for (let place = start; place < end; place++) {
    if (right >= end || (left < middle && !isAfter(values[from[left]], values[from[right]]))) to[place] = from[left++];
    else to[place] = from[right++];
  }
}
