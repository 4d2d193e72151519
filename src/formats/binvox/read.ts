import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import type { AxisOrder } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { ByteSlices } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { buildGrid } from '../grids/buildGrid';
import { readHeaderText } from '../grids/headerText';
import { formatBytes, MemoryBudget } from '../memoryBudget';

/** y fastest, then z, then x: the order of binvox. */
export const binvoxOrder: AxisOrder = [1, 2, 0];
/** Cells that one pair of bytes can stand for. */
const longestRun = 255;

export function isBinvox(head: Uint8Array): boolean {
  return /^#binvox\b/.test(new TextDecoder('latin1').decode(head.subarray(0, 16)));
}

interface BinvoxHeader {
  readonly dimensions: Vector3;
  readonly translate: Vector3;
  readonly scale: number;
  readonly comments: readonly string[];
  /** Line of the dimensions. */
  readonly line: number;
}

/**
 * Reads a binvox file (Patrick Min). Cell (x, y, z) has its centre at translate + scale (i + 0.5) / d with d the largest
 * dimension. Throws FormatError, CancelledError.
 */
export async function readBinvox(source: ByteSource, context: ReadContext): Promise<GridModel> {
  const head = await source.read(0, 64, context.signal);
  if (!isBinvox(head)) {
    throw new FormatError({ file: source.name, place: { kind: 'byte', offset: 0 }, expected: '"#binvox"', found: describeForeignContent(head), advice: 'The file is of another kind.' });
  }
  const { text, dataStart } = await readHeaderText(source, findDataLine, context.signal);
  const { dimensions, translate, scale, comments, line } = parseHeader(text, source.name, (message) => context.warn(message));
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  const most = Math.floor((source.size - dataStart) / 2) * longestRun;
  if (!Number.isSafeInteger(count) || (count > 1 << 20 && most < count / 2)) {
    throw new FormatError({ file: source.name, place: { kind: 'line', line }, expected: `${count} cells`, found: `${most} at most in ${formatBytes(source.size - dataStart)}`, advice: 'The file is cut off or damaged; get it again.' });
  }
  const data = new MemoryBudget(source.name, context.options.limit).allocate('uint8', count, 'the cells');
  if (!(data instanceof Uint8Array)) throw new TypeError('Cells are bytes.');
  const filled = await readRuns(source, dataStart, data, context);
  if (filled < count) context.warn(`The file ends early: ${filled} of ${count} cells are there; the missing ones are empty.`);
  const values = { kind: 'values', name: 'value', type: 'uint8', components: 1, data } as const;
  const largest = Math.max(...dimensions);
  const step = scale / largest;
  const origin: Vector3 = [translate[0] + step / 2, translate[1] + step / 2, translate[2] + step / 2];
  const isLabelled = data.some((value) => value > 1);
  if (isLabelled) context.warn('Some cells have a value above 1, which binvox does not write; values were taken as labels where they differ.');
  return buildGrid({ dimensions, axisOrder: binvoxOrder, spacing: [step, step, step], origin, values, comments, ...(isLabelled ? {} : { content: 'occupancy' as const }), file: source.name }, context);
}

/** The line "data" ends the header. */
function findDataLine(bytes: Uint8Array<ArrayBuffer>, isWhole: boolean): number {
  const match = /(?:^|\n)data[ \t]*(\r\n|\n)/.exec(new TextDecoder('latin1').decode(bytes));
  if (!match) return isWhole && bytes.length > 1 << 20 ? bytes.length : -1;
  return match.index + match[0].length;
}

function parseHeader(text: string, file: string, warn: (message: string) => void): BinvoxHeader {
  let dimensions: Vector3 | null = null;
  let translate: Vector3 = [0, 0, 0];
  let scale = NaN;
  let line = 1;
  const comments: string[] = [];
  for (const [index, raw] of text.split(/\r\n|\n/).entries()) {
    const [word, ...rest] = raw.trim().split(/\s+/);
    const numbers = rest.map(Number);
    if (word === '#binvox') {
      if (rest[0] !== '1') warn(`The file says version ${rest[0] ?? 'none'}; it was read as version 1.`);
    } else if (word === 'dim') {
      line = index + 1;
      if (numbers.length !== 3 || !numbers.every((size) => Number.isSafeInteger(size) && size >= 1)) {
        throw new FormatError({ file, place: { kind: 'line', line }, expected: 'three dimensions of at least 1', found: JSON.stringify(raw.slice(0, 80)), advice: 'The file may be damaged.' });
      }
      // "dim" lists depth, width, height: the order of the array, x, z, y.
      dimensions = [numbers[0], numbers[2], numbers[1]];
    } else if (word === 'translate' && numbers.length === 3 && numbers.every(Number.isFinite)) {
      translate = [numbers[0], numbers[1], numbers[2]];
    } else if (word === 'scale' && numbers.length === 1 && numbers[0] > 0 && Number.isFinite(numbers[0])) {
      scale = numbers[0];
    } else if (word === 'translate' || word === 'scale') {
      warn(`Line ${index + 1} (${word}) cannot be read and was not used.`);
    } else if (word.startsWith('#')) {
      comments.push(raw.trim().slice(1).trim());
    }
  }
  if (!dimensions) {
    throw new FormatError({ file, place: { kind: 'path', path: 'header' }, expected: 'a line "dim"', found: 'none', advice: 'The header may be damaged.' });
  }
  // Without a scale, a cell is 1 wide.
  return { dimensions, translate, scale: Number.isNaN(scale) ? Math.max(...dimensions) : scale, comments, line };
}

/** Pairs of bytes, a value and how often it comes, run on over rows and layers. Gives the number of cells that came. */
async function readRuns(source: ByteSource, start: number, data: Uint8Array<ArrayBufferLike>, context: ReadContext): Promise<number> {
  const slices = new ByteSlices(source, start, { signal: context.signal });
  let position = 0;
  let value = -1;
  let done = start;
  for (let slice = await slices.next(); slice; slice = await slices.next()) {
    for (let i = 0; i < slice.length; i++) {
      if (value < 0) {
        if (position === data.length) {
          const rest = source.size - done - i;
          if (rest > 2) context.warn(`The file goes on after the last cell with ${rest} bytes, which were not read.`);
          return position;
        }
        value = slice[i];
        continue;
      }
      const end = position + slice[i];
      if (end > data.length) {
        context.warn('The last run is longer than the cells that are left; its end was not used.');
        data.fill(value, position);
        return data.length;
      }
      if (value !== 0) data.fill(value, position, end);
      position = end;
      value = -1;
    }
    done += slice.length;
    context.progress?.(done / source.size, 'reading cells');
  }
  return position;
}
