import { FormatError } from '../model/errors';
import type { ByteSource } from './byteSource';
import { formatBytes } from './memoryBudget';

/** Annotations of one image as text; no honest file is near this. */
export const largestAnnotation = 64 * 1024 * 1024;

/** The whole text of a file, without a byte order mark. Throws FormatError when it is larger than any file of its kind. */
export async function readWholeText(source: ByteSource, signal?: AbortSignal): Promise<string> {
  checkTextSize(source.name, source.size);
  return decodeText(await source.read(0, source.size, signal));
}

export function checkTextSize(file: string, size: number): void {
  if (size <= largestAnnotation) return;
  throw new FormatError({ file, expected: `annotations of one image, at most ${formatBytes(largestAnnotation)}`, found: formatBytes(size), advice: 'This seems to be a file of another kind.' });
}

export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}
