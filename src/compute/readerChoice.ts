import type { ReaderOptions } from '../formats/format';
import { OperationError } from '../model/errors';
import type { Vector3 } from '../model/bounds';
import type { OptionValues } from '../operations/operation';
import type { FileAccess } from './fileAccess';

/** How the user wants files read. */
export interface ReaderChoice {
  /** A format's id. */
  readonly format?: string;
  readonly options: ReaderOptions;
}

/** What the checked reader options of a request say; those that were not given are left out. */
export async function readerChoice(values: OptionValues, files: FileAccess): Promise<ReaderChoice> {
  const { format, array, axes, content, columns, split, intrinsics, limit, origin, spacing } = values;
  return {
    ...(typeof format === 'string' ? { format } : {}),
    options: {
      ...(typeof array === 'string' ? { array } : {}),
      ...(typeof axes === 'string' ? { axes } : {}),
      ...(typeof origin === 'string' ? { origin: triple('origin', origin) } : {}),
      ...(typeof spacing === 'string' ? { spacing: positive(triple('spacing', spacing)) } : {}),
      ...(content === 'occupancy' || content === 'labels' || content === 'field' ? { content } : {}),
      ...(typeof columns === 'string' ? { columns: columns.split(',').map((name) => name.trim()) } : {}),
      ...(typeof split === 'string' ? { split } : {}),
      ...(typeof intrinsics === 'string' ? { intrinsics: await files.readText(intrinsics) } : {}),
      ...(typeof limit === 'number' ? { limit } : {}),
    },
  };
}

/** Three numbers from "x,y,z"; of a spacing one stands for all. Throws OperationError for anything else. */
export function triple(option: 'origin' | 'spacing', text: string): Vector3 {
  const numbers = text.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
  const all = option === 'spacing' && numbers.length === 1 ? [numbers[0], numbers[0], numbers[0]] : numbers;
  if (all.length !== 3 || !all.every(Number.isFinite)) {
    throw new OperationError(`--${option} ${text}: expected ${option === 'spacing' ? 'a number or ' : ''}three numbers separated by commas. Give them as x,y,z.`);
  }
  return [all[0], all[1], all[2]];
}

function positive(spacing: Vector3): Vector3 {
  if (spacing.every((value) => value > 0)) return spacing;
  throw new OperationError(`--spacing ${spacing.join(',')}: expected numbers above 0.`);
}
