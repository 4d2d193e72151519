import { FormatError } from '../../model/errors';
import type { Mesh } from '../../model/mesh';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { facetBytes, headerBytes } from './layout';
import { readBinaryStl } from './readBinary';
import { readTextStl } from './readText';

/** True for text that begins like an ascii STL. Binary files may begin with "solid" too: they have bytes that no text has. */
export function isTextStl(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 1024));
  return /^\s*solid(\s|$)/i.test(text) && ![...text].some((character) => character < '\t');
}

/** Number of facets that a binary header promises; null when there is no whole header. */
export function promisedFacets(head: Uint8Array): number | null {
  if (head.length < headerBytes) return null;
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(80, true);
}

/** Text in the words of the format; binary data has no mark of its own, so there the name must say so. */
export function isStl(head: Uint8Array, name: string): boolean {
  if (isTextStl(head)) return /^\s*solid[^\n\r]*[\n\r]+\s*(facet|endsolid)/i.test(new TextDecoder('latin1').decode(head.subarray(0, 4096)));
  return name.toLowerCase().endsWith('.stl') && head.length >= headerBytes;
}

/** Reads an STL file. Throws FormatError, CancelledError. */
export async function readStl(source: ByteSource, context: ReadContext): Promise<Mesh> {
  const head = await source.read(0, Math.max(headerBytes, 1024), context.signal);
  const promised = promisedFacets(head);
  const isWholeBinary = promised !== null && source.size === headerBytes + facetBytes * promised;
  if (!isWholeBinary && isTextStl(head)) return readTextStl(source, context);
  if (promised === null) {
    throw new FormatError({
      file: source.name,
      place: { kind: 'byte', offset: 0 },
      expected: '"solid", or a binary header of 84 bytes',
      found: head.length === 0 ? describeForeignContent(head) : `${source.size} bytes that begin with ${describeForeignContent(head)}`,
      advice: 'The file is cut, or of another format.',
    });
  }
  return readBinaryStl(source, head, promised, context);
}
