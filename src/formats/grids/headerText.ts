import { FormatError } from '../../model/errors';
import { throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';

const headerLimit = 1 << 20;
const firstRead = 1 << 16;

/**
 * Finds the end of a text header at the start of a file.
 *
 * @param findEnd offset after the header in the bytes read so far; -1 when it is not among them
 * @returns the header in Latin 1 and the offset after it; the whole file where it is shorter than any header and has no end
 */
export async function readHeaderText(
  source: ByteSource,
  findEnd: (bytes: Uint8Array<ArrayBuffer>, isWhole: boolean) => number,
  signal?: AbortSignal,
): Promise<{ readonly text: string; readonly dataStart: number }> {
  for (let length = firstRead; ; length = headerLimit) {
    throwIfCancelled(signal);
    const bytes = await source.read(0, length, signal);
    const isWhole = bytes.length >= source.size;
    const end = findEnd(bytes, isWhole);
    if (end >= 0) return { text: new TextDecoder('latin1').decode(bytes.subarray(0, end)), dataStart: end };
    if (isWhole || length >= headerLimit) {
      throw new FormatError({
        file: source.name,
        place: { kind: 'byte', offset: bytes.length },
        expected: `the end of the header within ${headerLimit} bytes`,
        found: isWhole ? 'the end of the file' : 'none',
        advice: 'The file may be cut off, or of another kind.',
      });
    }
  }
}
