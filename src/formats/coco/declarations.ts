import type { Calibration, Identifier } from '../../model/detectionSet';
import type { SetBuilder } from '../detections/setBuilder';
import type { JsonScanner } from '../json/jsonScanner';
import { KeyTable } from '../json/keyTable';
import { identifierAt, numberAt, numbersAt, textAt } from './values';

const imageKeys = ['id', 'file_name', 'width', 'height', 'cloud', 'calibration'];
const categoryKeys = ['id', 'name', 'supercategory'];

/** Reads the objects of "images". */
export class ImageReader {
  private readonly keyTable = new KeyTable(imageKeys);
  private index = 0;
  private readonly place = (): string => `images[${this.index}]`;

  constructor(
    private readonly scanner: JsonScanner,
    private readonly builder: SetBuilder,
  ) {}

  read(index: number): void {
    const { scanner, builder } = this;
    this.index = index;
    scanner.path = this.place;
    builder.remarks.restart();
    let id: Identifier | null = null;
    let picture: string | null = null;
    let cloud: string | null = null;
    let width: number | null = null;
    let height: number | null = null;
    let calibration: Calibration | undefined;
    scanner.take('{');
    this.keyTable.restart();
    let first = true;
    while (scanner.goesOn('}', first)) {
      first = false;
      const key = this.keyTable.next(scanner);
      if (key === 0) id = identifierAt(scanner);
      else if (key === 1) picture = textAt(scanner);
      else if (key === 2) width = this.size();
      else if (key === 3) height = this.size();
      else if (key === 4) cloud = textAt(scanner);
      else if (key === 5) calibration = this.calibration();
      else scanner.skip();
    }
    if (id === null) throw scanner.fault('"id" of an image', 'none');
    // Declared once the whole object is here, since it may be read again.
    builder.declareImage(id, { picture, cloud, width, height, ...(calibration ? { calibration } : {}) }, this.place);
    builder.remarks.commit();
  }

  private size(): number | null {
    const value = numberAt(this.scanner, this.builder.remarks);
    return Number.isFinite(value) && value > 0 ? value : null;
  }

  private calibration(): Calibration | undefined {
    const { scanner, builder } = this;
    if (scanner.type() !== 'object') {
      scanner.skip();
      return undefined;
    }
    const lists = new Map<string, number[]>();
    scanner.take('{');
    let first = true;
    while (scanner.goesOn('}', first)) {
      first = false;
      const name = scanner.string();
      scanner.take(':');
      if (name === 'projection') lists.set(name, numbersAt(scanner, builder.remarks, 12));
      else if (name === 'cloudToBoxes') lists.set(name, numbersAt(scanner, builder.remarks, 16));
      else scanner.skip();
    }
    const projection = lists.get('projection');
    const cloudToBoxes = lists.get('cloudToBoxes') ?? [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    if (projection?.length !== 12 || cloudToBoxes.length !== 16) throw scanner.fault('"calibration" with 12 numbers in "projection" and 16 in "cloudToBoxes"', 'another number');
    return { projection, cloudToBoxes };
  }
}

/** Reads the objects of "categories". */
export class CategoryReader {
  private readonly keyTable = new KeyTable(categoryKeys);
  private index = 0;
  private readonly place = (): string => `categories[${this.index}]`;

  constructor(
    private readonly scanner: JsonScanner,
    private readonly builder: SetBuilder,
  ) {}

  read(index: number): void {
    const { scanner, builder } = this;
    this.index = index;
    scanner.path = this.place;
    builder.remarks.restart();
    let id: Identifier | null = null;
    let name: string | null = null;
    let supercategory: string | null = null;
    scanner.take('{');
    this.keyTable.restart();
    let first = true;
    while (scanner.goesOn('}', first)) {
      first = false;
      const key = this.keyTable.next(scanner);
      if (key === 0) id = identifierAt(scanner);
      else if (key === 1) name = textAt(scanner);
      else if (key === 2) supercategory = textAt(scanner);
      else scanner.skip();
    }
    if (id === null) throw scanner.fault('"id" of a category', 'none');
    builder.declareCategory(id, name ?? String(id), supercategory, this.place);
    builder.remarks.commit();
  }
}
