import type { Identifier } from '../../model/detectionSet';
import type { Remarks } from '../detections/remarks';
import type { JsonScanner } from '../json/jsonScanner';

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The identifier at hand: a number or a text. Throws FormatError for anything else. */
export function identifierAt(scanner: JsonScanner): Identifier {
  const type = scanner.type();
  if (type === 'string') return scanner.string();
  if (type === 'number') return scanner.number();
  throw scanner.fault('an id, which is a number or a text');
}

/** The number at hand; one in quotes is read with a remark, null is NaN. Throws FormatError for anything else. */
export function numberAt(scanner: JsonScanner, remarks: Remarks): number {
  const byte = scanner.peek();
  if (byte === 34) {
    const text = scanner.string();
    if (!decimal.test(text.trim())) throw scanner.fault('a number', JSON.stringify(text.slice(0, 40)));
    remarks.add('number is written as a text|numbers are written as texts', scanner.path);
    return Number(text);
  }
  if (byte === 110) {
    scanner.skip();
    return NaN;
  }
  return scanner.number();
}

/** The text at hand, or null for null; a number as text. Throws FormatError for anything else. */
export function textAt(scanner: JsonScanner): string | null {
  const type = scanner.type();
  if (type === 'string') return scanner.string();
  if (type === 'number') return String(scanner.number());
  if (type !== 'null') throw scanner.fault('a text');
  scanner.skip();
  return null;
}

/** A list of numbers. Throws FormatError when it is something else or longer than `most`. */
export function numbersAt(scanner: JsonScanner, remarks: Remarks, most: number): number[] {
  const values: number[] = [];
  scanner.take('[');
  while (scanner.goesOn(']', values.length === 0)) {
    if (values.length === most) throw scanner.fault(`at most ${most} numbers`, 'more');
    values.push(numberAt(scanner, remarks));
  }
  return values;
}
