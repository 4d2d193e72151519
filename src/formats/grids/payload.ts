import { FormatError } from '../../model/errors';
import { ByteSlices, throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import type { CellTarget } from './cellTarget';
import { Inflater } from './inflater';

type Context = Pick<ReadContext, 'signal' | 'progress'>;

/** Copies a source's bytes from an offset on into a target, until that is full. */
export async function readRaw(source: ByteSource, from: number, target: CellTarget, context: Context): Promise<void> {
  const slices = new ByteSlices(source, from, { signal: context.signal });
  for (let done = from, slice = await slices.next(); slice; slice = await slices.next()) {
    done += slice.length;
    context.progress?.(done / source.size, 'reading cells');
    if (!target.push(slice)) return;
  }
}

/**
 * Inflates a source's bytes from an offset on into a target.
 *
 * @param skip bytes of what comes out that are left out first
 * @returns what is wrong with the compressed data, or null
 */
export async function readInflated(
  source: ByteSource,
  from: number,
  kind: 'gzip' | 'zlib',
  target: CellTarget,
  context: Context,
  skip = 0,
): Promise<string | null> {
  let left = skip;
  const inflater = new Inflater(kind, (bytes) => {
    const skipped = Math.min(left, bytes.length);
    left -= skipped;
    return target.push(bytes.subarray(skipped));
  });
  const slices = new ByteSlices(source, from, { signal: context.signal });
  for (let done = from, slice = await slices.next(); slice; slice = await slices.next()) {
    done += slice.length;
    context.progress?.(done / source.size, 'decompressing cells');
    if (!inflater.push(slice)) break;
    throwIfCancelled(context.signal);
  }
  return inflater.end();
}

/** The source of a file that a header names. @throws FormatError where there is no folder to look into */
export function openSibling(source: ByteSource, name: string): Promise<ByteSource> {
  if (!source.sibling) {
    throw new FormatError({
      file: source.name,
      expected: 'data in the same file',
      found: `the name of another, ${JSON.stringify(name.slice(0, 120))}, which is not followed here`,
      advice: 'Open the file from a folder of this machine.',
    });
  }
  return source.sibling(name);
}
