import { boxFlag, boxShape, type Identifier } from '../../model/detectionSet';
import type { SetBuilder } from '../detections/setBuilder';
import type { JsonScanner } from '../json/jsonScanner';
import { KeyTable } from '../json/keyTable';
import { CuboidReader } from './cuboidReader';
import { identifierAt, numberAt } from './values';
import { SegmentationReader } from './segmentation';

const keys = ['image_id', 'category_id', 'bbox', 'score', 'id', 'area', 'iscrowd', 'segmentation', 'ignore', 'difficult', 'bbox3d', 'angle', 'truncated', 'occluded'] as const;
const key = Object.fromEntries(keys.map((name, id) => [name, id])) as Record<(typeof keys)[number], number>;

const flagOfKey: ReadonlyMap<number, number> = new Map([
  [key.iscrowd, boxFlag.crowd],
  [key.ignore, boxFlag.ignore],
  [key.difficult, boxFlag.difficult],
  [key.truncated, boxFlag.truncated],
  [key.occluded, boxFlag.occluded],
]);

/** Reads the objects of "annotations", or of a list of results: COCO's keys, and `bbox3d` and `angle` of our own. */
export class BoxReader {
  private readonly keyTable = new KeyTable(keys);
  private readonly segmentation: SegmentationReader;
  private readonly cuboid: CuboidReader;
  private readonly unknown: number[] = [];
  private member = '';
  private index = 0;

  /** @param list path of the list: "annotations" */
  constructor(
    private readonly scanner: JsonScanner,
    private readonly builder: SetBuilder,
    private readonly list: string,
  ) {
    this.segmentation = new SegmentationReader(scanner, builder.masks, builder.remarks);
    this.cuboid = new CuboidReader(scanner, builder);
  }

  private readonly place = (): string => `${this.list}[${this.index}]`;
  private readonly memberPlace = (): string => `${this.list}[${this.index}]${this.member === '' ? '' : `.${this.member}`}`;

  unread(): Map<string, number> {
    return this.keyTable.unread();
  }

  /** Reads the object at hand, the `index`-th of its list, and adds it. */
  read(index: number): void {
    const { scanner, builder, keyTable, unknown } = this;
    this.index = index;
    this.member = '';
    scanner.path = this.memberPlace;
    builder.restart();
    keyTable.restart();
    if (unknown.length > 0) unknown.length = 0;
    if (scanner.type() !== 'object') throw scanner.fault('a box as an object');
    scanner.take('{');
    let first = true;
    let bboxLength = 0;
    while (scanner.goesOn('}', first)) {
      first = false;
      const id = keyTable.next(scanner);
      if (id < 0) {
        this.member = '';
        this.readOther(id);
        continue;
      }
      this.member = keys[id];
      if (id === key.image_id) builder.imageRow = builder.imageOf(this.identifier());
      else if (id === key.category_id) builder.categoryRow = builder.categoryOf(this.identifier());
      else if (id === key.bbox) bboxLength = this.readRectangle();
      else if (id === key.score) builder.score = this.numberOrNull();
      else if (id === key.id) this.readId();
      else if (id === key.area) builder.area = this.numberOrNull();
      else if (id === key.segmentation) this.segmentation.read();
      else if (id === key.bbox3d) this.cuboid.read();
      else if (id === key.angle) builder.angle = this.numberOrNull();
      else this.readFlag(flagOfKey.get(id) ?? 0);
    }
    this.member = '';
    this.check(bboxLength);
    if (unknown.length > 0) for (const id of unknown) keyTable.count(id);
    builder.commit();
  }

  private identifier(): Identifier {
    return identifierAt(this.scanner);
  }

  private numberOrNull(): number {
    return numberAt(this.scanner, this.builder.remarks);
  }

  private readId(): void {
    const id = this.scanner.type() === 'null' ? this.skipped() : this.identifier();
    if (typeof id === 'number') this.builder.numberId = id;
    else if (id !== null) this.builder.textId = id;
  }

  private skipped(): null {
    this.scanner.skip();
    return null;
  }

  private readFlag(flag: number): void {
    const type = this.scanner.type();
    const isSet = type === 'number' ? this.scanner.number() !== 0 : type === 'true';
    if (type !== 'number') this.scanner.skip();
    if (isSet) this.builder.flags |= flag;
  }

  /** Numbers that are not COCO's are kept under their name, everything else is counted. */
  private readOther(id: number): void {
    const { scanner, builder } = this;
    const name = this.keyTable.nameOf(id);
    const byte = scanner.peek();
    const isNumber = byte === 45 || (byte >= 48 && byte <= 57);
    if (isNumber && name !== null) {
      builder.setAttribute(name, scanner.number());
      return;
    }
    this.unknown.push(id);
    scanner.skip();
  }

  /** x, y, width, height; or, as Detectron2 writes turned boxes, centre x, y, width, height, degrees. Answers how many numbers there were. */
  private readRectangle(): number {
    const { scanner, builder } = this;
    if (scanner.type() === 'null') {
      scanner.skip();
      return 0;
    }
    const values = this.numbers;
    let length = 0;
    scanner.take('[');
    while (scanner.goesOn(']', length === 0)) {
      const value = this.numberOrNull();
      if (length < values.length) values[length] = value;
      length++;
    }
    if (length === 4) {
      builder.setRectangle(values[0], values[1], values[2], values[3]);
    } else if (length === 5) {
      builder.setRectangle(values[0] - values[2] / 2, values[1] - values[3] / 2, values[2], values[3]);
      // Anticlockwise as one sees it on a screen, where y points down.
      builder.angle = (-values[4] * Math.PI) / 180;
    } else {
      builder.remarks.add('box is not made of 4 numbers and has no place|boxes are not made of 4 numbers and have no place', this.memberPlace);
    }
    return length;
  }

  private readonly numbers = new Float64Array(5);

  private check(bboxLength: number): void {
    const { builder, place } = this;
    const { remarks } = builder;
    if (builder.imageRow < 0) {
      remarks.add('box names no image; it is under the image ""|boxes name no image; they are under the image ""', place);
      builder.imageRow = builder.imageOf('');
    }
    if (builder.categoryRow < 0) {
      remarks.add('box names no category; it is under the category ""|boxes name no category; they are under the category ""', place);
      builder.categoryRow = builder.categoryOf('');
    }
    if ((builder.shape & boxShape.rectangle) !== 0) {
      const { x, y, width, height } = builder;
      if (!Number.isFinite(x + y + width + height)) remarks.add('box has a place that is not finite|boxes have a place that is not finite', place);
      else if (!(width > 0 && height > 0)) remarks.add('box has no area|boxes have no area', place);
    } else if (bboxLength === 0 && (builder.shape & boxShape.cuboid) === 0 && builder.masks.kind === 0) {
      remarks.add('box has neither bbox nor mask and has no place|boxes have neither bbox nor mask and have no place', place);
    }
  }
}
