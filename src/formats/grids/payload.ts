import { FormatError } from '../../model/errors';
import { ByteSlices, throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { bunzip } from './bunzip';
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

/** As {@link readInflated}, of bzip2 data, whose blocks are only found by reading them: its bytes are held whole. */
export async function readBunzipped(source: ByteSource, from: number, target: CellTarget, context: Context, skip = 0): Promise<string | null> {
  const bytes = new Uint8Array(Math.max(0, source.size - from));
  let held = 0;
  const slices = new ByteSlices(source, from, { signal: context.signal });
  for (let slice = await slices.next(); slice; slice = await slices.next()) {
    bytes.set(slice.subarray(0, bytes.length - held), held);
    held = Math.min(bytes.length, held + slice.length);
    context.progress?.((from + held) / source.size, 'reading cells');
  }
  let left = skip;
  return bunzip(bytes.subarray(0, held), 0, (part) => {
    throwIfCancelled(context.signal);
    const skipped = Math.min(left, part.length);
    left -= skipped;
    return target.push(part.subarray(skipped));
  });
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
