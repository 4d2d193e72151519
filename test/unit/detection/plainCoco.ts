import type { DetectionSet, Identifier } from '../../../src/model/detectionSet';

const thresholds = Array.from({ length: 10 }, (_, at) => (at === 9 ? 0.95 : 0.5 + at * ((0.95 - 0.5) / 9)));
const ranges: readonly (readonly [number, number])[] = [[0, 1e10], [0, 1024], [1024, 9216], [9216, 1e10]];

interface Box {
  readonly bbox: readonly number[];
  readonly area: number;
  readonly score: number;
  readonly isCrowd: boolean;
}

/** COCO's twelve numbers written straight from the definition, with nothing shared and nothing fast. */
export function plainCoco(truth: DetectionSet, detections: DetectionSet): Record<string, number | null> {
  const precision: number[][][] = ranges.map(() => thresholds.map(() => []));
  const recall: number[][][][] = ranges.map(() => [1, 10, 100].map(() => thresholds.map(() => [])));
  const images = truth.images.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
  for (const { id } of truth.categories) {
    for (const [area, range] of ranges.entries()) {
      for (const [t, threshold] of thresholds.entries()) {
        for (const [m, most] of [1, 10, 100].entries()) {
          const judged = images.map((image) => judge(boxesOf(truth, image, id), boxesOf(detections, image, id), range, threshold, most));
          const positives = judged.reduce((sum, one) => sum + one.positives, 0);
          if (positives === 0) continue;
          const counted = judged.flatMap((one) => one.counted).map((one, place) => ({ ...one, place })).sort((a, b) => b.score - a.score || a.place - b.place);
          let found = 0;
          const points = counted.map(({ isTrue }, at) => {
            if (isTrue) found++;
            return { recall: found / positives, precision: found / (at + 1 + 2 ** -52) };
          });
          recall[area][m][t].push(found / positives);
          if (m < 2) continue;
          let sum = 0;
          for (let at = 0; at <= 100; at++) sum += Math.max(0, ...points.filter((point) => point.recall >= (at === 100 ? 1 : at * 0.01)).map((point) => point.precision));
          precision[area][t].push(sum / 101);
        }
      }
    }
  }
  const mean = (values: number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
  return {
    AP: mean(precision[0].flat()),
    AP50: mean(precision[0][0]),
    AP75: mean(precision[0][5]),
    APs: mean(precision[1].flat()),
    APm: mean(precision[2].flat()),
    APl: mean(precision[3].flat()),
    AR1: mean(recall[0][0].flat()),
    AR10: mean(recall[0][1].flat()),
    AR100: mean(recall[0][2].flat()),
    ARs: mean(recall[1][2].flat()),
    ARm: mean(recall[2][2].flat()),
    ARl: mean(recall[3][2].flat()),
  };
}

function boxesOf(set: DetectionSet, image: Identifier, category: Identifier): Box[] {
  return Array.from({ length: set.count }, (_, row) => row)
    .filter((row) => set.images[set.image[row]].id === image && set.categories[set.category[row]].id === category)
    .map((row) => {
      const bbox = [...set.rectangles.subarray(4 * row, 4 * row + 4)];
      return { bbox, area: set.areas ? set.areas[row] : bbox[2] * bbox[3], score: set.scores ? set.scores[row] : 0, isCrowd: (set.flags[row] & 1) === 1 };
    });
}

function overlap(found: Box, truth: Box): number {
  const [x, y, w, h] = found.bbox;
  const [a, b, c, d] = truth.bbox;
  const width = Math.min(x + w, a + c) - Math.max(x, a);
  const height = Math.min(y + h, b + d) - Math.max(y, b);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (truth.isCrowd ? w * h : w * h + c * d - width * height);
}

function judge(truths: Box[], found: Box[], [least, most]: readonly [number, number], threshold: number, limit: number) {
  const isOut = (area: number): boolean => area < least || area > most;
  const isIgnored = (truth: Box): boolean => truth.isCrowd || isOut(truth.area);
  const ordered = [...truths.filter((truth) => !isIgnored(truth)), ...truths.filter(isIgnored)];
  const taken = new Set<Box>();
  const ranked = found.map((box, place) => ({ box, place })).sort((a, b) => b.box.score - a.box.score || a.place - b.place).slice(0, 100);
  const judged = ranked.map(({ box }) => {
    let best = Math.min(threshold, 1 - 1e-10);
    let match: Box | null = null;
    for (const truth of ordered) {
      if (taken.has(truth) && !truth.isCrowd) continue;
      if (match && !isIgnored(match) && isIgnored(truth)) break;
      if (overlap(box, truth) < best) continue;
      best = overlap(box, truth);
      match = truth;
    }
    if (match) taken.add(match);
    return { score: box.score, isTrue: match !== null, leftOut: match ? isIgnored(match) : isOut(box.area) };
  });
  return { positives: truths.filter((truth) => !isIgnored(truth)).length, counted: judged.slice(0, limit).filter(({ leftOut }) => !leftOut) };
}
