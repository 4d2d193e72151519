import { FormatError } from '../../model/errors';
import type { SetBuilder } from '../detections/setBuilder';
import { labelLines, numberOf } from './labelLines';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Adds the boxes of one YOLO label file: class, centre x, centre y, width, height in shares of the picture, and a
 * confidence in predictions; or class and the corners of a polygon. Without the picture's size they stay shares.
 *
 * @throws FormatError with the line
 */
export function addYoloLabels(builder: SetBuilder, text: string, image: number, file: string, size: PictureSize | null): void {
  const width = size?.width ?? 1;
  const height = size?.height ?? 1;
  for (const { line, words } of labelLines(text)) {
    const values = words.map(numberOf);
    const fault = (expected: string, found: string): FormatError =>
      new FormatError({ file, place: { kind: 'line', line }, expected, found, advice: 'Labels of YOLO have a class number and four shares, predictions a confidence besides, polygons pairs of shares.' });
    const wrong = values.findIndex(Number.isNaN);
    if (wrong >= 0) throw fault(`a number in column ${wrong + 1}`, JSON.stringify(words[wrong].slice(0, 40)));
    const [category, ...rest] = values;
    if (!Number.isInteger(category) || category < 0) throw fault('a class number', JSON.stringify(words[0].slice(0, 40)));
    const isPolygon = rest.length > 5 && rest.length % 2 === 0;
    if (rest.length !== 4 && rest.length !== 5 && !isPolygon) throw fault('5 or 6 columns, or a class and pairs', `${words.length}`);
    const place = (): string => `${file}, line ${line}`;
    builder.restart();
    builder.imageRow = image;
    builder.categoryRow = builder.categoryOf(category);
    if (isPolygon) {
      builder.masks.beginRing();
      rest.forEach((value, at) => builder.masks.coordinates.push(value * (at % 2 === 0 ? width : height)));
      const xs = rest.filter((_, at) => at % 2 === 0);
      const ys = rest.filter((_, at) => at % 2 === 1);
      const [left, top] = [least(xs), least(ys)];
      builder.setRectangle(left * width, top * height, (most(xs) - left) * width, (most(ys) - top) * height);
    } else {
      const [x, y, w, h] = rest;
      builder.setRectangle((x - w / 2) * width, (y - h / 2) * height, w * width, h * height);
      if (!(w > 0 && h > 0)) builder.remarks.add('box has no area|boxes have no area', place);
      if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) builder.remarks.add('box has its centre outside of the picture|boxes have their centres outside of the picture', place);
      if (rest.length === 5) builder.score = rest[4];
    }
    builder.commit();
  }
}

function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), -Infinity);
}

/** Names of classes, one a line, in the order of their numbers. */
export function readNames(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Names of classes in the YAML that YOLO's training reads: `names: [a, b]`, or a list or numbered names below `names:`. */
export function readYamlNames(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/\s+#.*$/, ''));
  const at = lines.findIndex((line) => /^names\s*:/.test(line));
  if (at < 0) return [];
  const after = lines[at].replace(/^names\s*:\s*/, '');
  const inline = (after + lines.slice(at + 1).join(' ')).match(/^([[{])([^\]}]*)[\]}]/);
  if (inline) return inline[2].split(',').map((entry, place) => named(entry, place).name).filter((name) => name !== '');
  const names: string[] = [];
  for (const line of lines.slice(at + 1)) {
    if (line.trim() === '') continue;
    if (!/^(\s+|-)/.test(line)) break;
    const { place, name } = named(line.trim().replace(/^-\s*/, ''), names.length);
    if (place < 100_000) names[place] = name;
  }
  return Array.from(names, (name) => name ?? '');
}

function named(entry: string, place: number): { place: number; name: string } {
  const numbered = /^\s*(\d+)\s*:\s*(.*)$/.exec(entry);
  const text = (numbered ? numbered[2] : entry).trim().replace(/^(['"])(.*)\1$/, '$2');
  return { place: numbered ? Number(numbered[1]) : place, name: text };
}
