import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { boxFlag } from '../../model/detectionSet';
import { FormatError } from '../../model/errors';
import type { SetBuilder } from '../detections/setBuilder';

/** Nesting that no annotation needs. */
const deepest = 32;
/** Characters of an annotation: some 30,000 objects. What parses XML takes thirty times as much memory. */
const longestDocument = 4 * 1024 * 1024;
/** Characters of a tag with its attributes, of which none is read. */
const longestTag = 1 << 14;
/** Characters of what the parser says, which may hold the document. */
const longestMessage = 120;
const entities: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]);

const parser = new XMLParser({
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: true,
  maxNestedTags: deepest,
  isArray: (name) => name === 'object',
});

/** The five entities of XML and numbers of characters; nothing that a document could define. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (whole, decimal: string | undefined, hexadecimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return entities.get(name.toLowerCase()) ?? whole;
    const code = decimal !== undefined ? Number(decimal) : parseInt(hexadecimal ?? '', 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The text of a child; null where there is none, or it holds elements. */
function textOf(value: unknown, name: string): string | null {
  const found = child(value, name);
  return typeof found === 'string' && found !== '' ? decoded(found) : null;
}

function numberOf(text: string | null): number {
  return text !== null && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

/**
 * Adds the objects of one annotation of Pascal VOC, and its image. Document types are refused and entities are not
 * expanded: nothing that a file defines or names is followed.
 *
 * @param id the image's id, where the annotation is one of a folder; the name of the picture without it
 * @throws FormatError with the line, or the element
 */
export function addVocAnnotation(builder: SetBuilder, text: string, file: string, id: string | null): void {
  const type = /<!(DOCTYPE|ENTITY)/i.exec(text);
  if (type) {
    const line = text.slice(0, type.index).split('\n').length;
    throw new FormatError({ file, place: { kind: 'line', line }, expected: 'an annotation without a document type', found: `<!${type[1]}`, advice: 'Document types and entities are not read, for safety.' });
  }
  checkShape(text, file);
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    throw new FormatError({ file, place: { kind: 'line', line: valid.err.line }, expected: 'well-formed XML', found: shortened(valid.err.msg), advice: 'The annotation is damaged.' });
  }
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch (error) {
    throw new FormatError({ file, expected: `XML with at most ${deepest} elements within each other`, found: error instanceof Error ? shortened(error.message) : 'another error', advice: 'The annotation is damaged.' });
  }
  const annotation = child(document, 'annotation');
  if (annotation === undefined) {
    throw new FormatError({ file, expected: 'an element "annotation"', found: 'none', advice: 'This is no annotation of Pascal VOC.' });
  }
  addObjects(builder, annotation, file, id);
}

/** Before anything is built of a document: how long it is, how long its tags are, how deep they lie. Throws FormatError with the line. */
function checkShape(text: string, file: string): void {
  const refuse = (at: number, expected: string, found: string): FormatError =>
    new FormatError({ file, place: { kind: 'line', line: text.slice(0, at).split('\n').length }, expected, found, advice: 'This is no annotation of Pascal VOC.' });
  if (text.length > longestDocument) throw refuse(0, `an annotation of one image, at most ${longestDocument} characters`, `${text.length}`);
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const end = text.indexOf('>', at);
    if (end < 0) return;
    if (end - at > longestTag) throw refuse(at, `tags of at most ${longestTag} characters`, 'a longer one');
    const next = text[at + 1];
    if (next === '/') depth--;
    else if (next !== '?' && next !== '!' && text[end - 1] !== '/') depth++;
    if (depth > deepest) throw refuse(at, `at most ${deepest} elements within each other`, 'more');
  }
}

function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}...` : line;
}

function addObjects(builder: SetBuilder, annotation: unknown, file: string, id: string | null): void {
  const picture = textOf(annotation, 'filename');
  const size = child(annotation, 'size');
  const pixels = (name: string): number | null => {
    const value = numberOf(textOf(size, name));
    return value > 0 ? value : null;
  };
  const name = id ?? (picture ?? file).replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  const image = builder.declareImage(name, { picture, width: pixels('width'), height: pixels('height') }, () => file);
  const objects = child(annotation, 'object');
  (Array.isArray(objects) ? objects : []).forEach((object: unknown, index) => {
    const place = (): string => `${file}, annotation.object[${index}]`;
    builder.restart();
    builder.imageRow = image;
    const category = textOf(object, 'name');
    if (category === null) builder.remarks.add('object has no name; it is under the category ""|objects have no name; they are under the category ""', place);
    builder.categoryRow = builder.categoryOf(category ?? '');
    addBox(builder, child(object, 'bndbox'), file, index, place);
    for (const [element, flag] of [['difficult', boxFlag.difficult], ['truncated', boxFlag.truncated], ['occluded', boxFlag.occluded]] as const) {
      if (textOf(object, element) === '1') builder.flags |= flag;
    }
    const score = numberOf(textOf(object, 'score') ?? textOf(object, 'confidence'));
    if (!Number.isNaN(score)) builder.score = score;
    builder.commit();
  });
}

function addBox(builder: SetBuilder, box: unknown, file: string, index: number, place: () => string): void {
  if (!isRecord(box)) {
    builder.remarks.add('object has no bndbox and has no place|objects have no bndbox and have no place', place);
    return;
  }
  const [left, top, right, bottom] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => {
    const text = textOf(box, name);
    const value = numberOf(text);
    if (!Number.isNaN(value)) return value;
    throw new FormatError({ file, place: { kind: 'path', path: `annotation.object[${index}].bndbox.${name}` }, expected: 'a number', found: text === null ? 'none' : JSON.stringify(text.slice(0, 40)), advice: 'The annotation is damaged.' });
  });
  builder.setRectangle(left, top, right - left, bottom - top);
  if (!(right > left && bottom > top)) builder.remarks.add('box has no area|boxes have no area', place);
}
