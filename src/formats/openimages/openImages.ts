import { boxFlag, type DetectionSet } from '../../model/detectionSet';
import { FormatError } from '../../model/errors';
import { ByteSlices } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { SetBuilder } from '../detections/setBuilder';
import type { Format, ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { numberOf } from '../labels/labelLines';
import { decodeText } from '../readText';

/** The longest line; those of the data set have about 100 characters. */
const longestLine = 1 << 20;

function columnsOf(line: string): string[] {
  return line.replace(/^\ufeff/, '').trimEnd().split(',').map((word) => word.trim().replace(/^"(.*)"$/, '$1'));
}

function isHeader(columns: readonly string[]): boolean {
  const names = new Set(columns.map((name) => name.toLowerCase()));
  return names.has('imageid') && names.has('labelname') && names.has('xmin') && names.has('xmax');
}

/** Boxes of Open Images: a line a box, places in shares of the picture. */
export const openImagesFormat: Format = {
  id: 'openimages',
  title: 'Open Images Boxes',
  extensions: ['.csv'],
  kinds: ['detections'],
  priority: 'option',
  recognise: (head) => isHeader(columnsOf(decodeText(head.subarray(0, 4096)).split('\n')[0])),
  decodeInPlace: () => true,
  read: readOpenImages,
};

async function readOpenImages(source: ByteSource, context: ReadContext): Promise<DetectionSet> {
  const builder = new SetBuilder(source.name, new MemoryBudget(source.name, context.options.limit));
  const slices = new ByteSlices(source, 0, context.signal ? { signal: context.signal } : {});
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  let rows: Rows | null = null;
  let done = 0;
  const take = (text: string): void => {
    line++;
    if (text.trim() === '') return;
    if (rows) rows.add(text, line);
    else rows = new Rows(builder, source.name, columnsOf(text));
  };
  for (let slice = await slices.next(); slice; slice = await slices.next()) {
    const lines = (rest + decoder.decode(slice, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
    if (rest.length > longestLine) throw new FormatError({ file: source.name, place: { kind: 'line', line: line + 1 }, expected: 'lines of a table', found: 'one without an end', advice: 'This is no table of Open Images.' });
    done += slice.length;
    context.progress?.(done / source.size, 'reading boxes');
  }
  take(rest);
  if (!rows) throw new FormatError({ file: source.name, expected: 'a header with ImageID, LabelName, XMin, XMax, YMin and YMax', found: 'an empty file', advice: 'Fetch the table again.' });
  return builder.finish({ layout: 'dataset' }, (message) => context.warn(message));
}

/** Adds lines by the columns that the header names. */
class Rows {
  private readonly places: ReadonlyMap<string, number>;
  private readonly scoreColumn: number;

  constructor(
    private readonly builder: SetBuilder,
    private readonly file: string,
    header: readonly string[],
  ) {
    this.places = new Map(header.map((name, place) => [name.toLowerCase(), place]));
    for (const name of ['imageid', 'labelname', 'xmin', 'xmax', 'ymin', 'ymax']) {
      if (!this.places.has(name)) throw new FormatError({ file, place: { kind: 'line', line: 1 }, expected: `a column ${name}`, found: header.join(',').slice(0, 120), advice: 'Open Images has ImageID, LabelName, XMin, XMax, YMin and YMax.' });
    }
    // Of people's annotations, the confidence says only that a person checked them.
    this.scoreColumn = this.places.get('score') ?? this.places.get('conf') ?? (this.places.has('source') ? -1 : (this.places.get('confidence') ?? -1));
  }

  add(text: string, line: number): void {
    const { builder, file } = this;
    const words = columnsOf(text);
    const word = (name: string): string => words[this.places.get(name) ?? -1] ?? '';
    const [left, right, top, bottom] = ['xmin', 'xmax', 'ymin', 'ymax'].map((name) => {
      const value = numberOf(word(name));
      if (!Number.isNaN(value)) return value;
      throw new FormatError({ file, place: { kind: 'line', line }, expected: `a number in the column ${name}`, found: JSON.stringify(word(name).slice(0, 40)), advice: 'The line is damaged.' });
    });
    const place = (): string => `line ${line}`;
    builder.restart();
    builder.imageRow = builder.imageOf(word('imageid'));
    builder.categoryRow = builder.categoryOf(word('labelname'));
    builder.setRectangle(left, top, right - left, bottom - top);
    if (!(right > left && bottom > top)) builder.remarks.add('box has no area|boxes have no area', place);
    if (!(left >= 0 && top >= 0 && right <= 1 && bottom <= 1)) builder.remarks.add('box reaches outside of its picture|boxes reach outside of their pictures', place);
    if (word('isgroupof') === '1') builder.flags |= boxFlag.crowd;
    if (word('istruncated') === '1') builder.flags |= boxFlag.truncated;
    if (word('isoccluded') === '1') builder.flags |= boxFlag.occluded;
    const score = this.scoreColumn < 0 ? NaN : numberOf(words[this.scoreColumn] ?? '');
    if (!Number.isNaN(score)) builder.score = score;
    builder.commit();
  }
}
