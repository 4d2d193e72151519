import type { SuppressionRecord } from './axisSuppressor';

interface SoftOptions {
  readonly iou: number;
  readonly score: number;
  readonly soft: 'none' | 'linear' | 'gaussian';
  readonly sigma: number;
}

/**
 * Soft suppression among the boxes of one group (Bodla et al., "Soft-NMS: Improving Object Detection With One Line of
 * Code", 2017): the best box is kept, the scores of the others fall by (1 - IoU) where the IoU is greater than the
 * threshold, or by exp(-IoU^2 / sigma), and so on with the best of the rest. Dropped is what falls below the least score.
 *
 * @param rows the group's rows in the file's order; their order is lost
 * @param scores fall in place
 */
export function decayScores(rows: Uint32Array, scores: Float64Array, iou: (a: number, b: number) => number, options: SoftOptions, record: SuppressionRecord): void {
  let count = rows.length;
  for (let done = 0; done < count; done++) {
    let best = done;
    for (let place = done + 1; place < count; place++) {
      const isHigher = scores[rows[place]] > scores[rows[best]];
      const isEarlier = scores[rows[place]] === scores[rows[best]] && rows[place] < rows[best];
      if (isHigher || isEarlier) best = place;
    }
    const row = rows[best];
    rows[best] = rows[done];
    rows[done] = row;
    record.kept[row] = 1;
    for (let place = count - 1; place > done; place--) {
      const other = rows[place];
      const overlap = iou(row, other);
      const before = scores[other];
      if (options.soft === 'gaussian') scores[other] *= Math.exp((-overlap * overlap) / options.sigma);
      else if (overlap > options.iou) scores[other] *= 1 - overlap;
      if (scores[other] < options.score && scores[other] < before) {
        record.suppressedBy[other] = row;
        record.overlap[other] = overlap;
        rows[place] = rows[--count];
      }
    }
  }
}
