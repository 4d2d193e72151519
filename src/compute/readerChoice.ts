import { readFile, stat } from 'node:fs/promises';
import type { ReaderOptions } from '../formats/format';
import { FormatError } from '../model/errors';
import type { OptionValues } from '../operations/operation';
import { withFileErrors } from './fileErrors';

/** How the user wants files read. */
export interface ReaderChoice {
  /** A format's id. */
  readonly format?: string;
  readonly options: ReaderOptions;
}

/** A camera's description is a few lines. */
const largestIntrinsics = 1 << 20;

/** What the checked reader options of a request say; those that were not given are left out. */
export async function readerChoice(values: OptionValues): Promise<ReaderChoice> {
  const { format, array, axes, columns, intrinsics, limit } = values;
  return {
    ...(typeof format === 'string' ? { format } : {}),
    options: {
      ...(typeof array === 'string' ? { array } : {}),
      ...(typeof axes === 'string' ? { axes } : {}),
      ...(typeof columns === 'string' ? { columns: columns.split(',').map((name) => name.trim()) } : {}),
      ...(typeof intrinsics === 'string' ? { intrinsics: await readIntrinsics(intrinsics) } : {}),
      ...(typeof limit === 'number' ? { limit } : {}),
    },
  };
}

async function readIntrinsics(path: string): Promise<string> {
  const expected = "a text file with a camera's intrinsics";
  return withFileErrors(path, expected, async () => {
    const { size } = await stat(path);
    if (size > largestIntrinsics) {
      throw new FormatError({ file: path, expected, found: `${size} bytes`, advice: 'Name the file of the camera, not of the picture.' });
    }
    return readFile(path, 'utf8');
  });
}
