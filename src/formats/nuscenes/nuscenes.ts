import { numberAt, numbersAt, textAt } from '../coco/values';
import { boxShape, type DetectionSet } from '../../model/detectionSet';
import type { ByteSource } from '../byteSource';
import { setCuboid } from '../detections/cuboid';
import { SetBuilder } from '../detections/setBuilder';
import type { Format, ReadContext } from '../format';
import { JsonScanner } from '../json/jsonScanner';
import { KeyTable } from '../json/keyTable';
import { MemoryBudget } from '../memoryBudget';
import { decodeText } from '../readText';

const keys = ['translation', 'size', 'rotation', 'velocity', 'detection_name', 'detection_score', 'attribute_name', 'sample_token', 'num_pts', 'ego_translation', 'tracking_name', 'tracking_score'];
const [translation, size, rotation, velocity, name, score, , , points, , trackingName, trackingScore] = keys.map((_, id) => id);

/** Results of nuScenes: boxes in the world's frame by sample. */
export const nuscenesFormat: Format = {
  id: 'nuscenes',
  title: 'nuScenes Results',
  // Among other JSON it is told by its content.
  extensions: [],
  kinds: ['detections'],
  priority: 'option',
  recognise: (head) => /"results"\s*:\s*\{/.test(decodeText(head.subarray(0, 4096))),
  decodeInPlace: () => true,
  read: readNuscenes,
};

async function readNuscenes(source: ByteSource, context: ReadContext): Promise<DetectionSet> {
  const budget = new MemoryBudget(source.name, context.options.limit);
  const scanner = new JsonScanner(source, budget, context.signal, (share) => context.progress?.(share, 'reading boxes'));
  const builder = new SetBuilder(source.name, budget);
  const boxes = new BoxReader(scanner, builder);
  await scanner.begin();
  await scanner.step(() => {
    scanner.take('{');
    scanner.mark();
  });
  let hasResults = false;
  for (let first = true; ; first = false) {
    const isFirst = first;
    scanner.path = () => '';
    const key = await scanner.step(() => {
      if (!scanner.goesOn('}', isFirst)) {
        scanner.mark();
        return null;
      }
      const text = scanner.string();
      scanner.take(':');
      const isObject = scanner.type() === 'object';
      scanner.mark();
      return { text, isObject };
    });
    if (!key) break;
    if (key.text === 'results' && key.isObject) {
      hasResults = true;
      await boxes.readAll();
    } else {
      await scanner.step(() => {
        scanner.skip();
        scanner.mark();
      });
    }
  }
  if (!hasResults) throw scanner.fault('an object "results"', 'none', 'These are no results of nuScenes.');
  return builder.finish({ layout: 'dataset', unread: boxes.unread() }, (message) => context.warn(message));
}

/** Reads the boxes of all samples. */
class BoxReader {
  private readonly keyTable = new KeyTable(keys);
  private sample = '';
  private index = 0;
  private attributes = 0;
  private readonly place = (): string => `results[${JSON.stringify(this.sample.slice(0, 60))}][${this.index}]`;

  constructor(
    private readonly scanner: JsonScanner,
    private readonly builder: SetBuilder,
  ) {}

  unread(): Map<string, number> {
    const names = this.keyTable.unread();
    if (this.attributes > 0) names.set('attribute_name', this.attributes);
    return names;
  }

  async readAll(): Promise<void> {
    const { scanner, builder } = this;
    let samples = -1;
    let image = -1;
    await scanner.step(() => {
      if (samples < 0) {
        scanner.take('{');
        scanner.mark();
        samples = 0;
      }
      for (;;) {
        if (image < 0) {
          if (!scanner.goesOn('}', samples === 0)) break;
          this.sample = scanner.string();
          scanner.take(':');
          scanner.take('[');
          scanner.mark();
          image = builder.declareImage(this.sample, {}, this.place);
          this.index = 0;
          samples++;
        }
        while (scanner.goesOn(']', this.index === 0)) {
          this.readBox(image);
          this.index++;
          scanner.mark();
        }
        scanner.mark();
        image = -1;
      }
      scanner.mark();
    });
  }

  private readBox(image: number): void {
    const { scanner, builder, keyTable } = this;
    const { remarks } = builder;
    scanner.path = this.place;
    builder.restart();
    keyTable.restart();
    builder.imageRow = image;
    let centre: number[] | null = null;
    let extent: number[] | null = null;
    let turn: number[] | null = null;
    let hasAttribute = false;
    const unknown: number[] = [];
    scanner.take('{');
    let first = true;
    while (scanner.goesOn('}', first)) {
      first = false;
      const key = keyTable.next(scanner);
      if (key === translation) centre = numbersAt(scanner, remarks, 3);
      else if (key === size) extent = numbersAt(scanner, remarks, 3);
      else if (key === rotation) turn = numbersAt(scanner, remarks, 4);
      else if (key === velocity) this.readVelocity();
      else if (key === name || key === trackingName) builder.categoryRow = builder.categoryOf(textAt(scanner) ?? '');
      else if (key === score || key === trackingScore) builder.score = numberAt(scanner, remarks);
      else if (key === points) builder.setAttribute('num_pts', numberAt(scanner, remarks));
      else {
        if (key === 6) hasAttribute = true;
        else if (key < 0) unknown.push(key);
        scanner.skip();
      }
    }
    if (centre?.length !== 3) throw scanner.fault('"translation" with 3 numbers', centre ? `${centre.length}` : 'none');
    if (extent?.length !== 3) throw scanner.fault('"size" with 3 numbers', extent ? `${extent.length}` : 'none');
    if (turn?.length !== 4) throw scanner.fault('"rotation" with 4 numbers', turn ? `${turn.length}` : 'none');
    if (builder.categoryRow < 0) {
      remarks.add('box has no name; it is under the category ""|boxes have no name; they are under the category ""', this.place);
      builder.categoryRow = builder.categoryOf('');
    }
    // nuScenes writes width, length, height; the box's own x is along its length.
    setCuboid(builder.cuboid, centre, [extent[1], extent[0], extent[2]], turn);
    builder.shape |= boxShape.cuboid;
    if (!extent.every((value) => value > 0)) remarks.add('3-D box has no volume|3-D boxes have no volume', this.place);
    // The kit writes -1 for the truth.
    if (builder.score < 0) builder.score = NaN;
    for (const key of unknown) keyTable.count(key);
    if (hasAttribute) this.attributes++;
    builder.commit();
  }

  /** Two numbers; NaN, which the kit writes for a velocity that is not known, is one too. */
  private readVelocity(): void {
    const { scanner, builder } = this;
    const values: number[] = [];
    scanner.take('[');
    while (scanner.goesOn(']', values.length === 0)) {
      const byte = scanner.peek();
      if (byte === 78) {
        scanner.skip();
        builder.remarks.add('number of a velocity is not known|numbers of velocities are not known', this.place);
        values.push(NaN);
      } else {
        values.push(numberAt(scanner, builder.remarks));
      }
      if (values.length > 3) throw scanner.fault('at most 3 numbers of a velocity', 'more');
    }
    if (values.length > 0) builder.setAttribute('velocity', ...values.slice(0, 2));
  }
}
