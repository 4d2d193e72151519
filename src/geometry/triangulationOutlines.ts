import type { FaceList } from './triangulation';

/**
 * The borders of polygons as line segments, each once however many faces share it: 2 vertex numbers a segment, the
 * smaller first, ordered by it. Segments that name a vertex from `vertexCount` up, or the same one twice, are left out.
 * Memory besides the result: 4 bytes a corner and 4 a vertex.
 */
export function polygonOutlines(polygons: FaceList, vertexCount: number): Uint32Array<ArrayBuffer> {
  const { count, offsets, indices } = polygons;
  // Segments are put into a bucket for their smaller vertex; doubles then lie in the same small bucket.
  const begins = new Uint32Array(vertexCount + 2);
  const visit = (take: (smaller: number, larger: number) => void): void => {
    for (let face = 0; face < count; face++) {
      const end = offsets[face + 1];
      let former = end > offsets[face] ? indices[end - 1] : 0;
      for (let i = offsets[face]; i < end; i++) {
        const present = indices[i];
        if (former < vertexCount && present < vertexCount && former !== present) {
          if (former < present) take(former, present);
          else take(present, former);
        }
        former = present;
      }
    }
  };
  visit((smaller) => {
    begins[smaller + 2]++;
  });
  for (let i = 2; i < begins.length; i++) begins[i] += begins[i - 1];
  const others = new Uint32Array(begins[vertexCount + 1]);
  visit((smaller, larger) => {
    others[begins[smaller + 1]++] = larger;
  });
  // Filling has moved each begin to the bucket's end, which is the next one's begin.
  let kept = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const begin = begins[vertex];
    const end = begins[vertex + 1];
    sortRange(others, begin, end);
    let unique = begin;
    for (let i = begin; i < end; i++) {
      if (unique === begin || others[i] !== others[unique - 1]) others[unique++] = others[i];
    }
    kept += unique - begin;
    // A segment's larger end is never the bucket's own vertex, which therefore marks what was a double.
    others.fill(vertex, unique, end);
  }
  const lines = new Uint32Array(2 * kept);
  let written = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let i = begins[vertex]; i < begins[vertex + 1]; i++) {
      if (others[i] === vertex) break;
      lines[written++] = vertex;
      lines[written++] = others[i];
    }
  }
  return lines;
}

/** Sorts values[begin ... end - 1]; nearly all buckets have a few entries, where insertion is quickest. */
function sortRange(values: Uint32Array, begin: number, end: number): void {
  if (end - begin > 24) {
    values.subarray(begin, end).sort();
    return;
  }
  for (let i = begin + 1; i < end; i++) {
    const value = values[i];
    let place = i;
    for (; place > begin && values[place - 1] > value; place--) values[place] = values[place - 1];
    values[place] = value;
  }
}
