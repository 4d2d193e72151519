import { cuboidStride, maskKind, type DetectionSet, type Masks } from '../model/detectionSet';

/**
 * Some boxes of a set, in the order of `rows`, with all that is known of them; images and categories stay.
 *
 * @param scores of all boxes of the set, in place of its own
 */
export function selectBoxes(set: DetectionSet, rows: Uint32Array, scores: Float64Array<ArrayBufferLike> | null = set.scores): DetectionSet {
  const pick = (data: Float64Array<ArrayBufferLike>, stride: number): Float64Array<ArrayBuffer> => {
    const picked = new Float64Array(stride * rows.length);
    rows.forEach((row, to) => picked.set(data.subarray(stride * row, stride * (row + 1)), stride * to));
    return picked;
  };
  const textIds = new Map<number, string>();
  if (set.textIds.size > 0) {
    rows.forEach((row, to) => {
      const text = set.textIds.get(row);
      if (text !== undefined) textIds.set(to, text);
    });
  }
  return {
    ...set,
    count: rows.length,
    image: Uint32Array.from(rows, (row) => set.image[row]),
    category: Uint32Array.from(rows, (row) => set.category[row]),
    shapes: Uint8Array.from(rows, (row) => set.shapes[row]),
    flags: Uint8Array.from(rows, (row) => set.flags[row]),
    rectangles: pick(set.rectangles, 4),
    angles: set.angles && pick(set.angles, 1),
    cuboids: set.cuboids && pick(set.cuboids, cuboidStride),
    scores: scores && pick(scores, 1),
    areas: set.areas && pick(set.areas, 1),
    ids: set.ids && pick(set.ids, 1),
    textIds,
    masks: set.masks && selectMasks(set.masks, rows),
    attributes: set.attributes.map((attribute) => ({ ...attribute, data: pick(Float64Array.from(attribute.data, Number), attribute.components) })),
  };
}

function selectMasks(masks: Masks, rows: Uint32Array): Masks {
  const rings: number[] = [0];
  const ringOffsets: number[] = [];
  const runOffsets: number[] = [0];
  const parts: Float64Array<ArrayBufferLike>[] = [];
  const runParts: Uint32Array<ArrayBufferLike>[] = [];
  let coordinateCount = 0;
  let runCount = 0;
  for (const row of rows) {
    for (let ring = masks.rings[row]; ring < masks.rings[row + 1]; ring++) {
      const part = masks.coordinates.subarray(masks.ringOffsets[ring], masks.ringOffsets[ring + 1]);
      ringOffsets.push(coordinateCount);
      parts.push(part);
      coordinateCount += part.length;
    }
    rings.push(ringOffsets.length);
    if (masks.kinds[row] === maskKind.runs) {
      const part = masks.runs.subarray(masks.runOffsets[row], masks.runOffsets[row + 1]);
      runParts.push(part);
      runCount += part.length;
    }
    runOffsets.push(runCount);
  }
  ringOffsets.push(coordinateCount);
  const coordinates = new Float64Array(coordinateCount);
  const runs = new Uint32Array(runCount);
  let at = 0;
  for (const part of parts) {
    coordinates.set(part, at);
    at += part.length;
  }
  at = 0;
  for (const part of runParts) {
    runs.set(part, at);
    at += part.length;
  }
  return {
    kinds: Uint8Array.from(rows, (row) => masks.kinds[row]),
    rings: Uint32Array.from(rings),
    ringOffsets: Uint32Array.from(ringOffsets),
    coordinates,
    runOffsets: Uint32Array.from(runOffsets),
    runs,
    sizes: Uint32Array.from({ length: 2 * rows.length }, (_, to) => masks.sizes[2 * rows[to >> 1] + (to & 1)]),
  };
}
