/** A line of a label file that is not empty. */
export interface LabelLine {
  /** From 1. */
  readonly line: number;
  readonly words: readonly string[];
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function labelLines(text: string): LabelLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((content, place) => {
    const trimmed = content.trim();
    return trimmed === '' || trimmed.startsWith('#') ? [] : [{ line: place + 1, words: trimmed.split(/[\s,;]+/).filter((word) => word !== '') }];
  });
}

/** A finite number in decimal notation; NaN for any other word. */
export function numberOf(word: string): number {
  return decimal.test(word) ? Number(word) : NaN;
}

/** How text labels of one image are written. */
export type LabelDialect = 'kitti' | 'yolo' | 'padilla';

/** Names of KITTI's classes: a line that begins with one is KITTI's, however many columns it has. */
export const kittiClasses: ReadonlySet<string> = new Set(['Car', 'Van', 'Truck', 'Pedestrian', 'Person_sitting', 'Cyclist', 'Tram', 'Misc', 'DontCare']);

/** Which dialect lines are in, told from the first of them; null for none. */
export function dialectOf(lines: readonly LabelLine[]): LabelDialect | null {
  const [first] = lines;
  if (!first) return null;
  const { words } = first;
  const values = words.map(numberOf);
  const trailing = values.length - 1 - values.findLastIndex(Number.isNaN);
  if (!Number.isNaN(values[0])) {
    const isClass = Number.isInteger(values[0]) && values[0] >= 0;
    if (trailing < 5 || !isClass) return null;
    const places = values.slice(1);
    if (places.every((value) => value >= -2 && value <= 2)) return trailing === 5 || trailing === 6 || trailing % 2 === 1 ? 'yolo' : null;
    return trailing <= 6 ? 'padilla' : null;
  }
  if ((words.length === 15 || words.length === 16) && trailing === words.length - 1) return 'kitti';
  if (kittiClasses.has(words[0])) return 'kitti';
  return trailing === 4 || trailing === 5 ? 'padilla' : null;
}
