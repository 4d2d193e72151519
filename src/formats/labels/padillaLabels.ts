import { FormatError } from '../../model/errors';
import type { SetBuilder } from '../detections/setBuilder';
import { labelLines, numberOf } from './labelLines';

/**
 * Adds the boxes of one text file of Padilla's tool: class, a confidence in detections, then left, top, width, height in
 * pixels; or left, top, right, bottom.
 *
 * @param hasCorners true when the last two numbers are right and bottom
 * @throws FormatError with the line
 */
export function addPadillaLabels(builder: SetBuilder, text: string, image: number, file: string, hasCorners: boolean): void {
  for (const { line, words } of labelLines(text)) {
    const values = words.map(numberOf);
    // Names of classes may hold blanks; numbers stand at the end, and one word at least is the name.
    const trailing = Math.min(values.length - 1 - values.findLastIndex(Number.isNaN), words.length - 1, 5);
    if (trailing < 4) {
      throw new FormatError({
        file,
        place: { kind: 'line', line },
        expected: 'a class, a confidence in detections, and four numbers',
        found: JSON.stringify(words.join(' ').slice(0, 60)),
        advice: 'Name the format with --format if it is another.',
      });
    }
    const numbers = values.slice(values.length - trailing);
    const [x, y, third, fourth] = numbers.slice(-4);
    const [width, height] = hasCorners ? [third - x, fourth - y] : [third, fourth];
    builder.restart();
    builder.imageRow = image;
    builder.categoryRow = builder.categoryOf(words.slice(0, words.length - trailing).join(' '));
    builder.setRectangle(x, y, width, height);
    if (!(width > 0 && height > 0)) builder.remarks.add('box has no area|boxes have no area', () => `${file}, line ${line}`);
    if (trailing === 5) builder.score = numbers[0];
    builder.commit();
  }
}
