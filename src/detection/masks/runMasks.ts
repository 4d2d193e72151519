import { maskKind, type DetectionSet } from '../../model/detectionSet';
import { rasterisePolygon } from './rasterise';
import { runArea, runUnion } from './runOperations';

/** Masks of a set as run lengths, whatever the file has. */
export interface RunMasks {
  /** Of box i: runs[offsets[i]] ... runs[offsets[i + 1] - 1]; none where it has no mask. */
  readonly offsets: Uint32Array<ArrayBufferLike>;
  readonly runs: Uint32Array<ArrayBufferLike>;
  /** Pixels inside, a box. */
  readonly areas: Float64Array;
  readonly heights: Uint32Array;
  readonly widths: Uint32Array;
  /** Boxes whose mask could not be made, or that have none. */
  readonly without: number;
  readonly remarks: readonly string[];
}

/** @param sizeOf height and width of the picture of a box, for polygons; null where it is not known */
export function runMasksOf(set: DetectionSet, sizeOf: (row: number) => { readonly height: number; readonly width: number } | null): RunMasks {
  const { masks, count } = set;
  const offsets = new Uint32Array(count + 1);
  const areas = new Float64Array(count);
  const heights = new Uint32Array(count);
  const widths = new Uint32Array(count);
  const all: Uint32Array[] = [];
  let total = 0;
  let without = 0;
  let sizeless = 0;
  let endless = 0;
  for (let row = 0; row < count; row++) {
    offsets[row] = total;
    const kind = masks ? masks.kinds[row] : maskKind.none;
    if (!masks || kind === maskKind.none) {
      without++;
      continue;
    }
    let runs: Uint32Array<ArrayBufferLike>;
    if (kind === maskKind.runs) {
      runs = masks.runs.subarray(masks.runOffsets[row], masks.runOffsets[row + 1]);
      heights[row] = masks.sizes[2 * row];
      widths[row] = masks.sizes[2 * row + 1];
    } else {
      const size = sizeOf(row);
      if (!size) {
        sizeless++;
        without++;
        continue;
      }
      heights[row] = size.height;
      widths[row] = size.width;
      try {
        runs = rasteriseRings(set, row, size.height, size.width);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        endless++;
        without++;
        continue;
      }
    }
    all.push(runs);
    total += runs.length;
    areas[row] = runArea(runs, 0, runs.length);
  }
  offsets[count] = total;
  const joined = new Uint32Array(total);
  let at = 0;
  for (const runs of all) {
    joined.set(runs, at);
    at += runs.length;
  }
  const remarks = [
    ...(sizeless > 0 ? [`${sizeless} polygons belong to images without width and height and have no mask.`] : []),
    ...(endless > 0 ? [`${endless} polygons have a boundary too long to be followed, or one that is not finite, and have no mask.`] : []),
  ];
  return { offsets, runs: joined, areas, heights, widths, without, remarks };
}

/** The union of a box's polygons. */
function rasteriseRings({ masks }: DetectionSet, row: number, height: number, width: number): Uint32Array {
  if (!masks) return new Uint32Array(0);
  let union: Uint32Array | null = null;
  for (let ring = masks.rings[row]; ring < masks.rings[row + 1]; ring++) {
    const runs = rasterisePolygon(masks.coordinates, masks.ringOffsets[ring], masks.ringOffsets[ring + 1], height, width);
    union = union ? runUnion(union, runs) : runs;
  }
  return union ?? Uint32Array.of(height * width);
}
