import { FormatError } from '../../model/errors';

/** An element's start or end in a document of bytes. */
export interface XmlTag {
  readonly name: string;
  readonly kind: 'start' | 'end' | 'empty';
  readonly attributes: ReadonlyMap<string, string>;
  /** Offset of "<" and the offset after ">". */
  readonly from: number;
  readonly to: number;
}

/** The longest tag; data lies between tags. */
const longestTag = 1 << 16;
const less = 60;
const greater = 62;
const entities: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]);

/**
 * The next tag at or after an offset; null when there is none. Comments and the declaration are passed over. Document
 * types, entities of their own and CDATA are refused: nothing that a file defines is expanded, nothing it names is read.
 *
 * @throws FormatError with the byte
 */
export function nextTag(bytes: Uint8Array<ArrayBuffer>, start: number, file: string): XmlTag | null {
  let from = bytes.indexOf(less, start);
  while (from >= 0) {
    const opening = latin(bytes, from, from + 4);
    if (opening.startsWith('<!--')) {
      from = bytes.indexOf(less, endOf(bytes, from + 4, '-->', file));
      continue;
    }
    if (opening.startsWith('<?')) {
      from = bytes.indexOf(less, endOf(bytes, from + 2, '?>', file));
      continue;
    }
    if (opening.startsWith('<!')) throw fault(file, from, 'an element', `"${latin(bytes, from, from + 20)}"`, 'Document types and CDATA are not read, for safety.');
    return readTag(bytes, from, file);
  }
  return null;
}

function readTag(bytes: Uint8Array<ArrayBuffer>, from: number, file: string): XmlTag {
  const end = bytes.indexOf(greater, from);
  if (end < 0 || end - from > longestTag) throw fault(file, from, '">" after an element\'s name and attributes', end < 0 ? 'the end of the file' : 'none', 'The file may be cut off.');
  const text = new TextDecoder().decode(bytes.subarray(from + 1, end));
  const match = /^(\/?)\s*([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)$/.exec(text);
  if (!match) throw fault(file, from, 'an element', JSON.stringify(text.slice(0, 60)), 'The XML is not well formed.');
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of match[3].matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes.set(name, decode(double ?? single ?? '', file, from));
  }
  return { name: match[2], kind: match[1] ? 'end' : match[4] ? 'empty' : 'start', attributes, from, to: end + 1 };
}

function decode(text: string, file: string, offset: number): string {
  return text.replace(/&([^;]{0,40});?/g, (_match, name: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const code = number ? parseInt(number[1] ?? number[2], number[1] ? 16 : 10) : NaN;
    if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const known = entities.get(name);
    if (known !== undefined) return known;
    throw fault(file, offset, 'one of the five entities of XML', `"&${name.slice(0, 40)};"`, 'Entities that files define are not read, for safety.');
  });
}

function endOf(bytes: Uint8Array<ArrayBuffer>, start: number, closing: string, file: string): number {
  const last = closing.charCodeAt(closing.length - 1);
  for (let at = bytes.indexOf(last, start); at >= 0; at = bytes.indexOf(last, at + 1)) {
    if (latin(bytes, at + 1 - closing.length, at + 1) === closing) return at + 1;
  }
  throw fault(file, start, `"${closing}"`, 'the end of the file', 'The file may be cut off.');
}

function latin(bytes: Uint8Array<ArrayBuffer>, from: number, to: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(from, to));
}

export function fault(file: string, offset: number, expected: string, found: string, advice: string): FormatError {
  return new FormatError({ file, place: { kind: 'byte', offset }, expected, found, advice });
}
