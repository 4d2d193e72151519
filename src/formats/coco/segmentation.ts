import { maskKind } from '../../model/detectionSet';
import type { MaskBuilder } from '../detections/maskBuilder';
import type { Remarks } from '../detections/remarks';
import type { JsonScanner } from '../json/jsonScanner';
import { KeyTable } from '../json/keyTable';

const quote = 34;
const backslash = 92;
const mostRun = 0xffffffff;
const keys = ['size', 'counts'];
const size = 0;
const counts = 1;

/**
 * Reads the value of COCO's "segmentation" into the mask of the box at hand: polygons as lists of x and y in turn, or run
 * lengths as a list of numbers or as COCO's compressed text. Null and an empty list are no mask.
 */
export class SegmentationReader {
  private readonly keyTable = new KeyTable(keys);

  constructor(
    private readonly scanner: JsonScanner,
    private readonly masks: MaskBuilder,
    private readonly remarks: Remarks,
  ) {}

  /** Throws FormatError for a value that is no mask. */
  read(): void {
    const type = this.scanner.type();
    if (type === 'array') this.readPolygons();
    else if (type === 'object') this.readRuns();
    else if (type === 'null') this.scanner.skip();
    else throw this.scanner.fault('polygons as lists, or run lengths as {"size", "counts"}');
  }

  private readPolygons(): void {
    const { scanner, masks } = this;
    scanner.take('[');
    let first = true;
    while (scanner.goesOn(']', first)) {
      const isFlat = scanner.type() === 'number';
      if (isFlat && !first) throw scanner.fault('another polygon');
      first = false;
      masks.beginRing();
      const start = masks.coordinates.length;
      // A single polygon that is not in a list of its own is read too.
      if (isFlat) masks.coordinates.push(scanner.number());
      else scanner.take('[');
      while (scanner.goesOn(']', !isFlat && masks.coordinates.length === start)) masks.coordinates.push(scanner.number());
      const length = masks.coordinates.length - start;
      if (length % 2 === 1) {
        this.remarks.add('polygon has an odd number of coordinates; its last is not used|polygons have an odd number of coordinates; their last is not used', scanner.path);
        masks.coordinates.length--;
      }
      if (length < 6) this.remarks.add('polygon has fewer than three corners|polygons have fewer than three corners', scanner.path);
      if (isFlat) return;
    }
  }

  private readRuns(): void {
    const { scanner, masks, keyTable } = this;
    scanner.take('{');
    keyTable.restart();
    let first = true;
    let hasSize = false;
    let hasCounts = false;
    while (scanner.goesOn('}', first)) {
      first = false;
      const key = keyTable.next(scanner);
      if (key === size) {
        scanner.take('[');
        masks.height = this.wholeNumber();
        scanner.take(',');
        masks.width = this.wholeNumber();
        scanner.take(']');
        hasSize = true;
      } else if (key === counts) {
        masks.kind = maskKind.runs;
        if (scanner.peek() === quote) this.readCompressed();
        else this.readCounts();
        hasCounts = true;
      } else {
        scanner.skip();
      }
    }
    if (!hasSize || !hasCounts) throw scanner.fault('"size" and "counts" of run lengths', hasSize ? 'no "counts"' : 'no "size"');
    const runs = masks.currentRuns();
    let sum = 0;
    for (const run of runs) sum += run;
    if (sum === masks.height * masks.width) return;
    if (sum > masks.height * masks.width) {
      throw scanner.fault(`run lengths that add up to ${masks.height} x ${masks.width} = ${masks.height * masks.width}`, `${sum}`, 'The mask is damaged.');
    }
    this.remarks.add('mask ends before its last pixel; the rest is taken as outside|masks end before their last pixel; the rest is taken as outside', scanner.path);
  }

  private readCounts(): void {
    const { scanner, masks } = this;
    scanner.take('[');
    let first = true;
    while (scanner.goesOn(']', first)) {
      first = false;
      masks.runs.push(this.wholeNumber());
    }
  }

  /**
   * COCO's text of run lengths: each number in groups of five bits, the lowest first, as characters from "0" on; the
   * sixth bit says that another group follows, the fifth of the last is the sign. From the fourth number on, what is
   * written is the difference to the number two before.
   */
  private readCompressed(): void {
    const { scanner, masks } = this;
    const { bytes } = scanner;
    const end = scanner.endOfString();
    let position = scanner.position + 1;
    const start = masks.runs.length;
    masks.runs.reserve(end - position);
    const { data } = masks.runs;
    let length = start;
    while (position < end) {
      let value = 0;
      let scale = 1;
      for (;;) {
        let byte = bytes[position++];
        // The only character of the text that JSON escapes.
        if (byte === backslash) byte = bytes[position++];
        const group = byte - 48;
        if (group >>> 0 > 63 || scale > 2 ** 40) throw scanner.fault("run lengths in COCO's compressed text", 'other characters');
        value += (group & 31) * scale;
        scale *= 32;
        if ((group & 32) !== 0) {
          if (position >= end) throw scanner.fault("run lengths in COCO's compressed text", 'a text that ends within a number', 'The mask is cut off.');
          continue;
        }
        if ((group & 16) !== 0) value -= scale;
        break;
      }
      if (length - start > 2) value += data[length - 2];
      if (!(value >= 0 && value <= mostRun)) throw scanner.fault('run lengths of at least 0', `${value}`, 'The mask is damaged.');
      data[length++] = value;
    }
    masks.runs.length = length;
    scanner.position = end + 1;
  }

  private wholeNumber(): number {
    const value = this.scanner.number();
    if (Number.isInteger(value) && value >= 0 && value <= mostRun) return value;
    throw this.scanner.fault('a whole number of at least 0', `${value}`, 'The mask is damaged.');
  }
}
