/** Up to so many boxes, each is compared with each. */
const fewBoxes = 48;
/** Boxes a cell of the grid, on average. */
const boxesPerCell = 2;
/** As much as rounding may move an edge, as a share of its coordinate; looking a little too far costs nothing. */
const rounding = 1e-14;

export interface SuppressionRecord {
  readonly kept: Uint8Array;
  readonly suppressedBy: Int32Array;
  readonly overlap: Float64Array;
}

/**
 * Greedy suppression among the boxes of one group. Boxes lie in a grid by their corner with the smallest x and y; a kept
 * box visits only the cells where a box that it could suppress may have its corner.
 *
 * An IoU above t needs a common width above t times the larger width (the intersection is at most the common width
 * times the smaller height, the union at least the larger width times that height). So the width of a box suppressed is
 * at most w / t, and its left edge lies between x - (1 - t) min(w / t, widest) and x + (1 - t) w; the same holds for y.
 */
export class AxisSuppressor {
  // The boxes of the group in their ranking, packed so that comparing reads memory in order.
  private lefts = new Float64Array(0);
  private tops = new Float64Array(0);
  private widths = new Float64Array(0);
  private heights = new Float64Array(0);
  private dropped = new Uint8Array(0);
  private cellOf = new Uint32Array(0);
  private members = new Uint32Array(0);
  private offsets = new Uint32Array(0);

  /**
   * @param rectangles x, y, width, height a box; for boxes of another kind, rectangles that enclose them
   * @param iou compares boxes of another kind; null for the rectangles themselves
   */
  constructor(
    private readonly rectangles: Float64Array<ArrayBufferLike>,
    private readonly iou: ((a: number, b: number) => number) | null,
    private readonly threshold: number,
    private readonly record: SuppressionRecord,
  ) {}

  /** @param rows the group's rows from `first` to `end`, by falling rank */
  run(rows: Uint32Array, first: number, end: number): void {
    const count = end - first;
    this.pack(rows, first, count);
    // With a threshold below 0, boxes that do not touch are dropped too.
    if (count <= fewBoxes || this.threshold < 0) this.runPlainly(rows, first, count);
    else this.runOnGrid(rows, first, count);
  }

  private pack(rows: Uint32Array, first: number, count: number): void {
    if (this.lefts.length < count) {
      this.lefts = new Float64Array(count);
      this.tops = new Float64Array(count);
      this.widths = new Float64Array(count);
      this.heights = new Float64Array(count);
      this.dropped = new Uint8Array(count);
      this.cellOf = new Uint32Array(count);
      this.members = new Uint32Array(count);
    }
    const { rectangles } = this;
    for (let rank = 0; rank < count; rank++) {
      const at = 4 * rows[first + rank];
      this.lefts[rank] = rectangles[at];
      this.tops[rank] = rectangles[at + 1];
      this.widths[rank] = rectangles[at + 2];
      this.heights[rank] = rectangles[at + 3];
      this.dropped[rank] = 0;
    }
  }

  private runPlainly(rows: Uint32Array, first: number, count: number): void {
    const { dropped, record } = this;
    for (let rank = 0; rank < count; rank++) {
      if (dropped[rank]) continue;
      record.kept[rows[first + rank]] = 1;
      for (let other = rank + 1; other < count; other++) if (!dropped[other]) this.compare(rows, first, rank, other);
    }
  }

  private runOnGrid(rows: Uint32Array, first: number, count: number): void {
    const { lefts, tops, widths, heights, dropped, record, members } = this;
    const isMeasured = this.iou === null;
    // What is asked of another kind of box than the rectangles may exceed what the rectangles share.
    const threshold = isMeasured ? this.threshold : 0;
    let minX = Infinity;
    let minY = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    let widest = 0;
    let highest = 0;
    for (let rank = 0; rank < count; rank++) {
      const x = lefts[rank];
      const y = tops[rank];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (widths[rank] > widest) widest = widths[rank];
      if (heights[rank] > highest) highest = heights[rank];
    }
    const across = Math.max(1, Math.ceil(Math.sqrt(count / boxesPerCell)));
    const scaleX = maxX > minX && Number.isFinite(maxX - minX) ? (across - 1e-9) / (maxX - minX) : 0;
    const scaleY = maxY > minY && Number.isFinite(maxY - minY) ? (across - 1e-9) / (maxY - minY) : 0;
    const column = (x: number): number => clampCell((x - minX) * scaleX, across);
    const line = (y: number): number => clampCell((y - minY) * scaleY, across);
    const cells = across * across;
    if (this.offsets.length < cells + 2) this.offsets = new Uint32Array(cells + 2);
    const { offsets, cellOf } = this;
    offsets.fill(0, 0, cells + 2);
    for (let rank = 0; rank < count; rank++) {
      const cell = line(tops[rank]) * across + column(lefts[rank]);
      cellOf[rank] = cell;
      offsets[cell + 2]++;
    }
    for (let cell = 0; cell < cells; cell++) offsets[cell + 2] += offsets[cell + 1];
    // Within a cell by rank, since ranks are placed in their order.
    for (let rank = 0; rank < count; rank++) members[offsets[cellOf[rank] + 1]++] = rank;
    const rest = 1 - threshold;
    for (let rank = 0; rank < count; rank++) {
      if (dropped[rank]) continue;
      record.kept[rows[first + rank]] = 1;
      const x = lefts[rank];
      const y = tops[rank];
      const w = widths[rank];
      const h = heights[rank];
      const slackX = rounding * (Math.abs(x) + w);
      const slackY = rounding * (Math.abs(y) + h);
      const firstColumn = column(x - rest * Math.min(w / threshold, widest) - slackX);
      const lastColumn = column(x + rest * w + slackX);
      const firstLine = line(y - rest * Math.min(h / threshold, highest) - slackY);
      const lastLine = line(y + rest * h + slackY);
      for (let at = firstLine; at <= lastLine; at++) {
        // Cells of a line lie one after the other, and so do their boxes.
        const stop = offsets[at * across + lastColumn + 1];
        for (let place = offsets[at * across + firstColumn]; place < stop; place++) {
          const other = members[place];
          if (other > rank && !dropped[other]) this.compare(rows, first, rank, other);
        }
      }
    }
  }

  private compare(rows: Uint32Array, first: number, rank: number, other: number): void {
    const { lefts, tops, widths, heights, threshold } = this;
    const ax = lefts[rank];
    const aw = widths[rank];
    const bx = lefts[other];
    const bw = widths[other];
    let iou = 0;
    const width = (ax + aw < bx + bw ? ax + aw : bx + bw) - (ax > bx ? ax : bx);
    if (width > 0) {
      const ay = tops[rank];
      const ah = heights[rank];
      const by = tops[other];
      const bh = heights[other];
      const height = (ay + ah < by + bh ? ay + ah : by + bh) - (ay > by ? ay : by);
      if (height > 0) {
        if (this.iou) {
          iou = this.iou(rows[first + rank], rows[first + other]);
        } else {
          const intersection = width * height;
          const union = aw * ah + bw * bh - intersection;
          if (union > 0) iou = intersection / union;
        }
      }
    }
    if (!(iou > threshold)) return;
    this.dropped[other] = 1;
    this.record.suppressedBy[rows[first + other]] = rows[first + rank];
    this.record.overlap[rows[first + other]] = iou;
  }
}

/** A cell's number, also for what lies outside; NaN counts as the first. */
function clampCell(place: number, across: number): number {
  if (!(place > 0)) return 0;
  return place < across ? Math.floor(place) : across - 1;
}
