import type { Attribute } from '../../model/attribute';
import {
  boxShape,
  cuboidStride,
  identifierKey,
  type Calibration,
  type DetectionCategory,
  type DetectionImage,
  type DetectionRole,
  type DetectionSet,
  type Identifier,
} from '../../model/detectionSet';
import type { MemoryBudget } from '../memoryBudget';
import { cuboidBounds } from './cuboidBounds';
import { GrowingArray } from './growingArray';
import { MaskBuilder } from './maskBuilder';
import { OptionalColumn } from './optionalColumn';
import { Remarks } from './remarks';
import { Rows } from './rows';

/** The most numbers of a file's own that are kept beside boxes. */
const mostAttributes = 32;

export interface DeclaredImage {
  readonly picture?: string | null;
  readonly cloud?: string | null;
  readonly width?: number | null;
  readonly height?: number | null;
  readonly calibration?: Calibration;
}

export interface SetDescription {
  readonly layout: DetectionSet['layout'];
  /** What the file is by its layout, if that tells it; otherwise it is told from scores. */
  readonly role?: DetectionRole;
  readonly roleReason?: string;
  readonly up?: DetectionSet['up'];
  readonly unread?: ReadonlyMap<string, number>;
  readonly comments?: readonly string[];
}

/**
 * Gathers a {@link DetectionSet} while a file is read: the fields of the box at hand are set, then {@link commit} adds
 * it. Images and categories may be named before they are declared, or never be.
 */
export class SetBuilder {
  readonly images = new Rows<DetectionImage>();
  readonly categories = new Rows<DetectionCategory>();
  readonly masks: MaskBuilder;
  readonly remarks = new Remarks();

  // The box at hand.
  imageRow = 0;
  categoryRow = 0;
  shape = 0;
  x = NaN;
  y = NaN;
  width = NaN;
  height = NaN;
  angle = NaN;
  score = NaN;
  area = NaN;
  flags = 0;
  numberId = NaN;
  textId: string | null = null;
  readonly cuboid = new Float64Array(cuboidStride);
  private readonly others: { readonly name: string; readonly values: readonly number[] }[] = [];

  private rows = 0;
  private scored = 0;
  private readonly image: GrowingArray<Uint32Array<ArrayBuffer>>;
  private readonly category: GrowingArray<Uint32Array<ArrayBuffer>>;
  private readonly shapes: GrowingArray<Uint8Array<ArrayBuffer>>;
  private readonly flagColumn: GrowingArray<Uint8Array<ArrayBuffer>>;
  private readonly rectangles: GrowingArray<Float64Array<ArrayBuffer>>;
  private readonly angles: OptionalColumn;
  private readonly cuboids: OptionalColumn;
  private readonly scores: OptionalColumn;
  private readonly areas: OptionalColumn;
  private readonly ids: OptionalColumn;
  private readonly textIds = new Map<number, string>();
  private readonly attributes = new Map<string, { readonly column: OptionalColumn; readonly components: number }>();

  constructor(
    readonly file: string,
    private readonly budget: MemoryBudget,
  ) {
    const what = 'the boxes';
    this.image = GrowingArray.uint32(budget, what);
    this.category = GrowingArray.uint32(budget, what);
    this.shapes = GrowingArray.uint8(budget, what);
    this.flagColumn = GrowingArray.uint8(budget, what);
    this.rectangles = GrowingArray.float64(budget, what);
    this.angles = new OptionalColumn(budget, what);
    this.cuboids = new OptionalColumn(budget, what, cuboidStride);
    this.scores = new OptionalColumn(budget, what);
    this.areas = new OptionalColumn(budget, what);
    this.ids = new OptionalColumn(budget, what);
    this.masks = new MaskBuilder(budget);
  }

  get count(): number {
    return this.rows;
  }

  /** Begins a box, or begins it anew. */
  restart(): void {
    this.imageRow = -1;
    this.categoryRow = -1;
    this.shape = 0;
    this.x = this.y = this.width = this.height = NaN;
    this.angle = NaN;
    this.score = NaN;
    this.area = NaN;
    this.flags = 0;
    this.numberId = NaN;
    this.textId = null;
    if (this.others.length > 0) this.others.length = 0;
    this.masks.restart();
    this.remarks.restart();
  }

  /** Row of the image of an id, which need not be declared. */
  imageOf(id: Identifier): number {
    return this.images.rowOf(id, undeclaredImage);
  }

  categoryOf(id: Identifier): number {
    return this.categories.rowOf(id, undeclaredCategory);
  }

  /** The file says what an image is. Answers its row. */
  declareImage(id: Identifier, { picture = null, cloud = null, width = null, height = null, calibration }: DeclaredImage, place: () => string): number {
    const declared = { id, picture, cloud, width, height, declared: true, ...(calibration ? { calibration } : {}) };
    return this.images.declare(id, declared, () => this.remarks.add('image has the id of another and is taken for it|images have the id of another and are taken for it', place));
  }

  declareCategory(id: Identifier, name: string, supercategory: string | null, place: () => string): number {
    return this.categories.declare(id, { id, name, supercategory, declared: true }, () =>
      this.remarks.add('category has the id of another and is taken for it|categories have the id of another and are taken for it', place),
    );
  }

  setRectangle(x: number, y: number, width: number, height: number): void {
    this.shape |= boxShape.rectangle;
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }

  /** A number, or a few, of the file's own of the box at hand; of names beyond the first 32, nothing is kept. */
  setAttribute(name: string, ...values: readonly number[]): void {
    this.others.push({ name, values });
  }

  /** Adds the box at hand. Both rows must be set. */
  commit(): void {
    const row = this.rows++;
    this.image.push(this.imageRow);
    this.category.push(this.categoryRow);
    this.rectangles.reserve(4);
    const { data, length } = this.rectangles;
    data[length] = this.x;
    data[length + 1] = this.y;
    data[length + 2] = this.width;
    data[length + 3] = this.height;
    this.rectangles.length += 4;
    if (!Number.isNaN(this.angle)) {
      this.shape |= boxShape.rotated;
      this.angles.set(row, this.angle);
    }
    if ((this.shape & boxShape.cuboid) !== 0) this.cuboids.setAll(row, this.cuboid);
    if (!Number.isNaN(this.score)) {
      this.scored++;
      this.scores.set(row, this.score);
    }
    if (!Number.isNaN(this.area)) this.areas.set(row, this.area);
    if (!Number.isNaN(this.numberId)) this.ids.set(row, this.numberId);
    if (this.textId !== null) this.textIds.set(row, this.textId);
    if (this.masks.kind !== 0) this.shape |= boxShape.mask;
    this.masks.commit(row);
    if (this.others.length > 0) for (const { name, values } of this.others) this.attribute(name, values.length)?.setAll(row, values);
    this.shapes.push(this.shape);
    this.flagColumn.push(this.flags);
    this.remarks.commit();
  }

  /** Everything was read. */
  finish(description: SetDescription, warn: (message: string) => void): DetectionSet {
    const { rows } = this;
    const images = this.images.finish();
    const categories = this.categories.finish();
    const image = this.image.data.slice(0, rows);
    const category = this.category.data.slice(0, rows);
    if (images.order) for (let row = 0; row < rows; row++) image[row] = images.order[image[row]];
    if (categories.order) for (let row = 0; row < rows; row++) category[row] = categories.order[category[row]];
    for (const [what, { mixed }] of [['Images', images], ['Categories', categories]] as const) {
      if (mixed > 0) warn(`${this.file}: ${what} go by numbers and by the same numbers as text (${mixed} times); 7 and "7" are taken for one.`);
    }
    this.remarks.tell(this.file, warn);
    const ids = this.ids.finish(rows);
    const repeated = ids ? repeatedCount(ids) : 0;
    if (repeated > 0) warn(`${this.file}: ${repeated} ${repeated === 1 ? 'box has' : 'boxes have'} the id of another; all are kept.`);
    const cuboids = this.cuboids.finish(rows);
    if (this.scored > 0 && this.scored < rows) warn(`${this.file}: ${rows - this.scored} of ${rows} boxes have no score.`);
    return {
      kind: 'detections',
      count: rows,
      ...this.role(description),
      images: images.rows,
      categories: categories.rows,
      image,
      category,
      shapes: this.shapes.data.slice(0, rows),
      rectangles: this.rectangles.data.slice(0, 4 * rows),
      angles: this.angles.finish(rows),
      cuboids,
      up: description.up ?? 'z',
      masks: this.masks.finish(rows),
      scores: this.scores.finish(rows),
      areas: this.areas.finish(rows),
      flags: this.flagColumn.data.slice(0, rows),
      ids,
      textIds: this.textIds,
      attributes: this.finishAttributes(),
      layout: description.layout,
      unread: description.unread ?? new Map(),
      comments: description.comments ?? [],
      bounds: cuboids && cuboidBounds(cuboids),
    };
  }

  private role({ role, roleReason, layout }: SetDescription): Pick<DetectionSet, 'role' | 'roleReason'> {
    const { scored, rows } = this;
    if (role && role !== 'unknown') return { role, roleReason: roleReason ?? 'the layout of the file' };
    if (scored > 0) return { role: 'detections', roleReason: scored === rows ? 'every box has a score' : `${scored} of ${rows} boxes have a score` };
    if (rows === 0 && layout === 'results') return { role: 'unknown', roleReason: 'there are no boxes' };
    if (layout === 'results') return { role: 'unknown', roleReason: 'a list of results without scores' };
    return { role: 'truth', roleReason: rows === 0 ? 'a data set without boxes' : 'no box has a score' };
  }

  private attribute(name: string, components: number): OptionalColumn | null {
    const known = this.attributes.get(name);
    if (known) return known.components === components ? known.column : null;
    if (this.attributes.size >= mostAttributes) return null;
    const column = new OptionalColumn(this.budget, 'numbers of the boxes', components);
    this.attributes.set(name, { column, components });
    return column;
  }

  private finishAttributes(): Attribute[] {
    return [...this.attributes].flatMap(([name, { column, components }]) => {
      const data = column.finish(this.rows);
      return data ? [{ kind: 'values' as const, name, type: 'float64' as const, components, data }] : [];
    });
  }
}

function undeclaredImage(id: Identifier): DetectionImage {
  return { id, picture: null, cloud: null, width: null, height: null, declared: false };
}

function undeclaredCategory(id: Identifier): DetectionCategory {
  return { id, name: identifierKey(id), supercategory: null, declared: false };
}

/** How many numbers stand in the list once more. */
function repeatedCount(ids: Float64Array): number {
  let isAscending = true;
  for (let row = 1; row < ids.length && isAscending; row++) isAscending = ids[row] > ids[row - 1];
  if (isAscending) return 0;
  const sorted = ids.slice().sort();
  let count = 0;
  for (let row = 1; row < sorted.length; row++) if (sorted[row] === sorted[row - 1]) count++;
  return count;
}
