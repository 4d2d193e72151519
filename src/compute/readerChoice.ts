import type { ReaderOptions } from '../formats/format';
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
  const { format, array, axes, content, columns, split, intrinsics, limit } = values;
  return {
    ...(typeof format === 'string' ? { format } : {}),
    options: {
      ...(typeof array === 'string' ? { array } : {}),
      ...(typeof axes === 'string' ? { axes } : {}),
      ...(content === 'occupancy' || content === 'labels' || content === 'field' ? { content } : {}),
      ...(typeof columns === 'string' ? { columns: columns.split(',').map((name) => name.trim()) } : {}),
      ...(typeof split === 'string' ? { split } : {}),
      ...(typeof intrinsics === 'string' ? { intrinsics: await files.readText(intrinsics) } : {}),
      ...(typeof limit === 'number' ? { limit } : {}),
    },
  };
}
