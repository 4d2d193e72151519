import { boxOverlap, type BoxMeasure } from '../../detection/iou/boxOverlap';
import { boxId, boxShape, cuboidStride, identifierKey, maskKind, type DetectionSet } from '../../model/detectionSet';
import { OperationError } from '../../model/errors';
import { exactText } from '../exactText';
import { boxColumns, inTermsOf, type OtherBoxes } from './columns';
import type { BoxColumns, BoxMask, BoxSide, BoxValue, DetectionOverview, ImageBoxes, ImageJudgement, JudgeSettings, JudgeTotals } from './detectionProtocol';
import { truthVerdict, verdict } from './detectionProtocol';
import { indexByImage, type ImageIndex } from './imageIndex';
import { judgeImage, type Judged, type JudgedBoxes } from './judgeImage';

const scoreBins = 50;

/** One of the two files: its boxes in the terms of the opened one, without masks and attributes, and which are of which image. */
interface Side {
  readonly set: DetectionSet;
  readonly index: ImageIndex;
}

interface OtherSide extends Side {
  readonly boxes: OtherBoxes;
  readonly isTruth: boolean;
}

/** Answers a page's questions about detections, one image at a time. Made once a file; another file can be laid beside it. */
export class DetectionQueries {
  private readonly own: Side;
  private other: OtherSide | null = null;
  private readonly measure: BoxMeasure;
  /** IoU of a detection and a truth by their rows; made once for two files. */
  private overlap: (detection: number, truth: number) => number = () => 0;

  constructor(
    private readonly set: DetectionSet,
    private readonly name: string,
  ) {
    this.own = { set: { ...set, masks: null, attributes: [] }, index: indexByImage(new Uint32Array(set.image), set.images.length) };
    this.measure = measureOf(set);
  }

  overview(): DetectionOverview {
    const { set } = this;
    const { offsets } = this.own.index;
    const perCategory = new Uint32Array(set.categories.length);
    for (const category of set.category) perCategory[category]++;
    let shapes = 0;
    for (const shape of set.shapes) shapes |= shape;
    const scores = scoreRange(set.scores);
    return {
      role: set.role,
      roleReason: set.roleReason,
      count: set.count,
      images: {
        ids: set.images.map(({ id }) => identifierKey(id)),
        pictures: set.images.map(({ picture }) => picture),
        clouds: set.images.map(({ cloud }) => cloud),
        widths: Float64Array.from(set.images, ({ width }) => width ?? NaN),
        heights: Float64Array.from(set.images, ({ height }) => height ?? NaN),
        boxes: Uint32Array.from(set.images, (_, image) => offsets[image + 1] - offsets[image]),
      },
      categories: set.categories.map(({ name }, row) => ({ name, boxes: perCategory[row] })),
      scores,
      scoreCounts: scores && set.scores ? histogram(set.scores, scores) : [],
      hasRectangles: (shapes & boxShape.rectangle) !== 0,
      hasCuboids: (shapes & boxShape.cuboid) !== 0,
      hasMasks: (shapes & boxShape.mask) !== 0,
      up: set.up,
    };
  }

  boxes(image: number, of: BoxSide): ImageBoxes {
    const { set: columns } = this.side(of);
    const { category } = columns;
    const rows = this.rowsOf(image, of);
    const pick = (data: Float64Array | null, stride: number): Float64Array<ArrayBuffer> | null => {
      if (!data) return null;
      const picked = new Float64Array(rows.length * stride);
      for (let i = 0; i < rows.length; i++) for (let k = 0; k < stride; k++) picked[i * stride + k] = data[rows[i] * stride + k];
      return picked;
    };
    const bytes = (data: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(rows, (row) => data[row]);
    return {
      count: rows.length,
      rows: rows.slice(),
      categories: Uint32Array.from(rows, (row) => category[row]),
      shapes: bytes(columns.shapes),
      flags: bytes(columns.flags),
      rectangles: pick(columns.rectangles, 4) ?? new Float64Array(0),
      angles: pick(columns.angles, 1),
      cuboids: pick(columns.cuboids, cuboidStride),
      scores: pick(columns.scores, 1),
      masks: of === 'own' && this.set.masks ? Array.from(rows, (row) => maskOf(this.set, row)) : null,
      calibration: this.set.images[image]?.calibration ?? null,
    };
  }

  values(row: number, of: BoxSide): readonly BoxValue[] {
    const { set: columns } = this.side(of);
    const { category } = columns;
    if (!(row >= 0 && row < category.length)) throw new OperationError(`There is no box in row ${row}.`);
    const { set } = this;
    const number = (data: Float64Array, at: number): string => exactText(data[at], 'float64');
    const values: BoxValue[] = [{ name: 'row', text: String(row) }];
    const add = (name: string, text: string): void => void values.push({ name, text });
    if (of === 'own') {
      const id = boxId(set, row);
      if (id !== null) add('id', String(id));
    }
    add('category', this.categoryName(category[row]));
    if (columns.scores && !Number.isNaN(columns.scores[row])) add('score', number(columns.scores, row));
    if ((columns.shapes[row] & boxShape.rectangle) !== 0) ['x', 'y', 'width', 'height'].forEach((name, k) => add(name, number(columns.rectangles, 4 * row + k)));
    if ((columns.shapes[row] & boxShape.rotated) !== 0 && columns.angles) add('angle', `${number(columns.angles, row)} rad`);
    if ((columns.shapes[row] & boxShape.cuboid) !== 0 && columns.cuboids) {
      ['centre x', 'centre y', 'centre z', 'length', 'width', 'height', 'w', 'i', 'j', 'k'].forEach((name, k) => {
        if (columns.cuboids) add(k > 5 ? `turn ${name}` : name, number(columns.cuboids, cuboidStride * row + k));
      });
    }
    for (const [flag, name] of flagNames) if ((columns.flags[row] & flag) !== 0) add(name, 'yes');
    if (of === 'own') values.push(...furtherValues(set, row));
    return values;
  }

  columns(): BoxColumns {
    return boxColumns(this.set, this.name);
  }

  /** Lays another file beside this one; tells what of it has no place here. */
  setOther(columns: BoxColumns | null, otherIsTruth: boolean): { newCategories: readonly string[]; elsewhere: number } {
    if (!columns) {
      this.other = null;
      return { newCategories: [], elsewhere: 0 };
    }
    const boxes = inTermsOf(this.set, columns);
    // Boxes of images that are not here lie in one more image, which nobody asks for.
    this.other = { boxes, isTruth: otherIsTruth, set: otherSet(this.set, boxes), index: indexByImage(boxes.image, this.set.images.length + 1) };
    const [detections, truth] = otherIsTruth ? [this.own, this.other] : [this.other, this.own];
    this.overlap = boxOverlap(detections.set, truth.set, this.measure).iou;
    return { newCategories: boxes.newCategories, elsewhere: boxes.elsewhere };
  }

  judge(image: number, settings: JudgeSettings): ImageJudgement {
    const { detections, truth } = this.roles();
    return { detections, ...this.judged(image, detections, truth, settings) };
  }

  judgeAll(settings: JudgeSettings, signal: AbortSignal): JudgeTotals {
    const { detections, truth } = this.roles();
    const totals = { boxes: 0, aboveScore: 0, kept: 0, removed: 0 };
    const match = { truePositives: 0, falsePositives: 0, ignored: 0, missed: 0, truths: 0 };
    const count = (into: Judged): void => {
      for (const found of into.verdicts) {
        if (found !== verdict.belowScore) totals.aboveScore++;
        if (found === verdict.suppressed) totals.removed++;
        else if (found !== verdict.belowScore) totals.kept++;
        if (found === verdict.truePositive) match.truePositives++;
        else if (found === verdict.falsePositive) match.falsePositives++;
        else if (found === verdict.ignored) match.ignored++;
      }
      for (const found of into.truths) {
        if (found !== truthVerdict.ignored) match.truths++;
        if (found === truthVerdict.missed) match.missed++;
      }
    };
    for (let image = 0; image < this.set.images.length && !signal.aborted; image++) {
      const judged = this.judged(image, detections, truth, settings);
      totals.boxes += judged.verdicts.length;
      count(judged);
    }
    return { ...totals, match: truth === null ? null : match };
  }

  find(row: number, of: BoxSide): { image: number; index: number } | null {
    const images = of === 'own' ? this.set.image : (this.other?.boxes.image ?? []);
    if (!(row >= 0 && row < images.length) || images[row] >= this.set.images.length) return null;
    const image = images[row];
    return { image, index: this.rowsOf(image, of).indexOf(row) };
  }

  /** Names of the categories of both files, by the rows that boxes have here. */
  private categoryName(row: number): string {
    return row < this.set.categories.length ? this.set.categories[row].name : (this.other?.boxes.newCategories[row - this.set.categories.length] ?? '');
  }

  private roles(): { readonly detections: BoxSide; readonly truth: BoxSide | null } {
    if (!this.other) return { detections: 'own', truth: null };
    return this.other.isTruth ? { detections: 'own', truth: 'other' } : { detections: 'other', truth: 'own' };
  }

  private side(of: BoxSide): Side {
    if (of === 'own') return this.own;
    if (!this.other) throw new OperationError('There is no other file.');
    return this.other;
  }

  private rowsOf(image: number, of: BoxSide): Uint32Array<ArrayBuffer> {
    const { offsets, rows } = this.side(of).index;
    if (!(image >= 0 && image < this.set.images.length)) throw new OperationError(`There is no image ${image}.`);
    return rows.subarray(offsets[image], offsets[image + 1]);
  }

  private judged(image: number, detections: BoxSide, truth: BoxSide | null, settings: JudgeSettings): Judged {
    const boxesOf = (of: BoxSide): JudgedBoxes => ({ set: this.side(of).set, rows: this.rowsOf(image, of) });
    return judgeImage(boxesOf(detections), truth === null ? null : boxesOf(truth), this.measure, this.overlap, settings);
  }
}

/** How boxes are compared: as rectangles where there are some, turned ones as such, otherwise as cuboids on the ground. */
function measureOf({ shapes, angles }: DetectionSet): BoxMeasure {
  let all = 0;
  for (const shape of shapes) all |= shape;
  if ((all & boxShape.rectangle) === 0 && (all & boxShape.cuboid) !== 0) return 'yaw3d';
  return angles ? 'rotated' : 'axis';
}

/** The other file's boxes with the images and categories of the opened one. */
function otherSet(set: DetectionSet, { columns, image, category, newCategories }: OtherBoxes): DetectionSet {
  return {
    ...set,
    ...columns,
    kind: 'detections',
    count: image.length,
    categories: [...set.categories, ...newCategories.map((name) => ({ id: name, name, supercategory: null, declared: true }))],
    image,
    category,
    masks: null,
    areas: null,
    ids: null,
    textIds: new Map(),
    attributes: [],
    bounds: null,
  };
}

const flagNames: readonly (readonly [number, string])[] = [
  [1, 'crowd'],
  [2, 'difficult'],
  [4, 'ignored'],
  [8, 'truncated'],
  [16, 'occluded'],
];

function furtherValues(set: DetectionSet, row: number): BoxValue[] {
  const values: BoxValue[] = [];
  if (set.areas && !Number.isNaN(set.areas[row])) values.push({ name: 'area', text: exactText(set.areas[row], 'float64') });
  for (const attribute of set.attributes) {
    const { name, components, data, type } = attribute;
    const texts = Array.from({ length: components }, (_, k) => exactText(data[components * row + k], type));
    if (texts.some((text) => text !== 'NaN' && text !== 'nan')) values.push({ name, text: texts.join(' ') });
  }
  return values;
}

function scoreRange(scores: Float64Array | null): { min: number; max: number } | null {
  let min = Infinity;
  let max = -Infinity;
  for (const score of scores ?? []) {
    if (score < min) min = score;
    if (score > max) max = score;
  }
  return min <= max && Number.isFinite(max - min) ? { min, max } : null;
}

function histogram(scores: Float64Array, { min, max }: { min: number; max: number }): number[] {
  const counts = new Array<number>(scoreBins).fill(0);
  for (const score of scores) {
    if (Number.isNaN(score)) continue;
    counts[max > min ? Math.min(scoreBins - 1, Math.floor(((score - min) / (max - min)) * scoreBins)) : 0]++;
  }
  return counts;
}

function maskOf({ masks }: DetectionSet, row: number): BoxMask | null {
  if (!masks || masks.kinds[row] === maskKind.none) return null;
  if (masks.kinds[row] === maskKind.runs) {
    return {
      kind: 'runs',
      height: masks.sizes[2 * row],
      width: masks.sizes[2 * row + 1],
      runs: new Uint32Array(masks.runs.subarray(masks.runOffsets[row], masks.runOffsets[row + 1])),
    };
  }
  const rings: Float64Array<ArrayBuffer>[] = [];
  for (let ring = masks.rings[row]; ring < masks.rings[row + 1]; ring++) {
    rings.push(new Float64Array(masks.coordinates.subarray(masks.ringOffsets[ring], masks.ringOffsets[ring + 1])));
  }
  return { kind: 'polygons', rings };
}
