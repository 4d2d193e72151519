import { bytesOfType, type NumericType } from '../../model/numericType';
import { isSequence, type PythonValue } from './pythonLiteral';

/** Numbers of one kind that lie side by side in an item of an array. */
export interface NpyField {
  /** Null for an array without named fields. */
  readonly name: string | null;
  readonly type: NumericType;
  readonly littleEndian: boolean;
  /** Byte in the item. */
  readonly offset: number;
  /** Numbers: more than 1 where the field is an array itself. */
  readonly components: number;
}

export interface NpyItem {
  readonly fields: readonly NpyField[];
  /** Of one item. */
  readonly bytes: number;
}

const typesOfCodes = new Map<string, NumericType>([
  ['b1', 'bool'],
  ['?', 'bool'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/**
 * The layout of an array's items as its header describes it.
 * @throws TypeError that says in words what is not supported and why
 */
export function parseDataType(description: PythonValue | undefined): NpyItem {
  if (typeof description === 'string') {
    const { type, littleEndian } = parseCode(description);
    return { fields: [{ name: null, type, littleEndian, offset: 0, components: 1 }], bytes: bytesOfType[type] };
  }
  if (!isSequence(description) || description.kind !== 'list') throw new TypeError('a "descr" that is neither a type nor a list of fields');
  const fields: NpyField[] = [];
  let offset = 0;
  for (const entry of description.items) {
    if (!isSequence(entry) || entry.items.length < 2) throw new TypeError('a field without a name and a type');
    const [title, code, shape] = entry.items;
    const name = isSequence(title) ? title.items[1] : title;
    if (typeof name !== 'string') throw new TypeError('a field whose name is no text');
    if (typeof code !== 'string') throw new TypeError(`the field "${name}" with fields of its own`);
    const padding = /^\|?V(\d+)$/.exec(code);
    if (padding) {
      offset += Number(padding[1]);
      continue;
    }
    const components = shape === undefined ? 1 : componentsOf(name, shape);
    const { type, littleEndian } = parseCode(code);
    fields.push({ name, type, littleEndian, offset, components });
    offset += bytesOfType[type] * components;
  }
  if (fields.length === 0) throw new TypeError('items without a field of numbers');
  return { fields, bytes: offset };
}

function componentsOf(name: string, shape: PythonValue): number {
  const sizes = isSequence(shape) ? shape.items : [shape];
  const components = sizes.reduce<number>((product, size) => (typeof size === 'number' && size > 0 ? product * size : NaN), 1);
  if (!(components >= 1 && components <= 4096)) throw new TypeError(`the field "${name}" with more than 4096 numbers an item, or none`);
  return components;
}

function parseCode(code: string): { readonly type: NumericType; readonly littleEndian: boolean } {
  const match = /^([<>|=]?)(.*)$/.exec(code);
  const letters = match?.[2] ?? '';
  const type = typesOfCodes.get(letters);
  // "=" is the order of the machine that wrote it, which nothing tells; nearly all are little-endian.
  if (type) return { type, littleEndian: match?.[1] !== '>' };
  throw new TypeError(describeUnsupported(letters));
}

function describeUnsupported(letters: string): string {
  switch (letters[0]) {
    case 'O':
      return 'Python objects, which are pickled: reading them could run any program';
    case 'c':
      return `complex numbers (${letters})`;
    case 'M':
    case 'm':
      return `dates or times (${letters})`;
    case 'U':
    case 'S':
    case 'a':
      return `texts (${letters})`;
    case 'V':
      return `bytes without a meaning (${letters})`;
    case 'f':
    case 'g':
      return `floating-point numbers (${letters}) whose format differs from machine to machine`;
    default:
      return `the type ${JSON.stringify(letters.slice(0, 20))}`;
  }
}
