import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import type { Model } from '../../model/model';
import type { ByteSource } from '../byteSource';
import type { Format, ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { isArchive, openEntry, readArchive, type ArchiveEntry } from './archive';
import { interpretArray } from './interpretArray';
import { isNpy, readNpyArray, readNpyHeader, type NpyArray } from './readArray';
import { npyLosses, writeNpy } from './write';

/** Arrays of numbers as numpy.save, numpy.savez and numpy.savez_compressed write them. */
export const npyFormat: Format = {
  id: 'npy',
  title: 'NumPy Array',
  extensions: ['.npy', '.npz'],
  kinds: ['pointCloud', 'voxelGrid', 'scalarGrid', 'featureSet'],
  priority: 'option',
  heeds: ['array', 'axes', 'columns', 'content', 'origin', 'spacing'],
  // Other formats are ZIP archives too: one is told by its name.
  recognise: (head, name) => isNpy(head) || (isArchive(head) && name.toLowerCase().endsWith('.npz')),
  read: readNpy,
  write: writeNpy,
  writtenExtensions: ['.npy'],
  losses: npyLosses,
};

async function readNpy(source: ByteSource, context: ReadContext): Promise<Model> {
  const head = await source.read(0, 8, context.signal);
  const budget = new MemoryBudget(source.name, context.options.limit, context.allocate);
  if (isArchive(head)) return readNpz(source, context, budget);
  if (context.options.array !== undefined) context.warn(`${source.name} holds a single array: --array was not used.`);
  return interpretArray(await readNpyArray(source, context, budget), context, { file: source.name });
}

interface NamedEntry {
  readonly name: string;
  readonly entry: ArchiveEntry;
}

async function readNpz(source: ByteSource, context: ReadContext, budget: MemoryBudget): Promise<Model> {
  const entries = await readArchive(source, context.signal);
  const arrays = entries.filter(({ name }) => name.endsWith('.npy')).map((entry): NamedEntry => ({ name: entry.name.slice(0, -'.npy'.length), entry }));
  const chosen = await chooseArray(source, arrays, context);
  const opened = await openEntry(source, chosen.entry, context.options.limit, context.signal);
  const array = await readNpyArray(opened, context, budget);
  const surroundings = array.shape.length >= 3 ? await readPlacing(source, arrays, context, budget) : {};
  return interpretArray(array, context, { file: opened.name, ...surroundings });
}

/** The array that is named; else the first that holds numbers along at least two axes; else the first with numbers. */
async function chooseArray(source: ByteSource, arrays: readonly NamedEntry[], context: ReadContext): Promise<NamedEntry> {
  const { options, signal } = context;
  const names = arrays.map(({ name }) => `"${name}"`).join(', ');
  if (arrays.length === 0) throw new FormatError({ file: source.name, expected: 'at least one array (.npy)', found: 'none', advice: 'Write the file with numpy.savez.' });
  if (options.array !== undefined) {
    const named = arrays.find(({ name }) => name === options.array);
    if (named) return named;
    throw new FormatError({ file: source.name, expected: `an array among ${names}`, found: JSON.stringify(options.array), advice: 'Name one of these.' });
  }
  if (arrays.length === 1) return arrays[0];
  const best = (await firstReadable(source, arrays, 2, options.limit, signal)) ?? (await firstReadable(source, arrays, 0, options.limit, signal)) ?? arrays[0];
  context.warn(`${source.name} holds the arrays ${names}; "${best.name}" was read. --array NAME reads another.`);
  return best;
}

async function firstReadable(source: ByteSource, arrays: readonly NamedEntry[], axes: number, limit: number | undefined, signal?: AbortSignal): Promise<NamedEntry | null> {
  for (const candidate of arrays) {
    try {
      const { shape } = await readNpyHeader(await openEntry(source, candidate.entry, limit, signal), signal);
      if (shape.length >= axes) return candidate;
    } catch (error) {
      // One that cannot be read (texts, objects) is passed over; if none can, the first says why.
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return null;
}

/** Where a grid lies, when the archive has small arrays named "origin" and "spacing" for it. */
async function readPlacing(source: ByteSource, arrays: readonly NamedEntry[], context: ReadContext, budget: MemoryBudget) {
  const find = async (name: string): Promise<Vector3 | null> => {
    const found = arrays.find((candidate) => candidate.name === name);
    // As large as three numbers and a header can be.
    if (!found || found.entry.bytes > 4096) return null;
    const opened = await openEntry(source, found.entry, context.options.limit, context.signal);
    return vectorOf(await readNpyArray(opened, context, budget));
  };
  const origin = await find('origin');
  const spacing = await find('spacing');
  return { ...(origin ? { origin } : {}), ...(spacing?.every((value) => value > 0) ? { spacing } : {}) };
}

/** Three numbers, or one three times; null for anything else. */
function vectorOf({ columns }: NpyArray): Vector3 | null {
  const values = Array.from(columns[0].data, Number);
  if (!values.every(Number.isFinite)) return null;
  if (values.length === 1) return [values[0], values[0], values[0]];
  return values.length === 3 ? [values[0], values[1], values[2]] : null;
}
