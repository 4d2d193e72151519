import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import { xFastest } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { ByteSlices } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { buildGrid } from '../grids/buildGrid';
import { CellTarget, machineIsLittleEndian } from '../grids/cellTarget';
import { readTextValues, withLine } from '../grids/textValues';
import { MemoryBudget } from '../memoryBudget';
import { TextCursor } from '../textCursor';

/** Three whole numbers, three numbers, one number, then the values. */
const headerPattern = /^\s*(\d+(?:\.0*)?)\s+(\d+(?:\.0*)?)\s+(\d+(?:\.0*)?)\s+([-+\d.eE]+)\s+([-+\d.eE]+)\s+([-+\d.eE]+)\s+([-+\d.eE]+)\s/;

/** True for text that begins with seven numbers, of which the first three are whole. */
export function isSdf(head: Uint8Array): boolean {
  return headerPattern.test(`${new TextDecoder('latin1').decode(head.subarray(0, 512))} `);
}

/** Reads a signed distance field as SDFGen writes it. Throws FormatError, CancelledError. */
export async function readSdf(source: ByteSource, context: ReadContext): Promise<GridModel> {
  const head = await source.read(0, 512, context.signal);
  const match = headerPattern.exec(`${new TextDecoder('latin1').decode(head)} `);
  const numbers = match ? match.slice(1, 8).map(Number) : [];
  if (!match || !numbers.every(Number.isFinite)) {
    throw new FormatError({
      file: source.name,
      place: { kind: 'line', line: 1 },
      expected: 'three dimensions, three numbers of the origin and the spacing, as SDFGen writes',
      found: describeForeignContent(head),
      advice: 'The extension .sdf also stands for molecules and robots, which this is not for.',
    });
  }
  const [nx, ny, nz, ox, oy, oz, dx] = numbers;
  const dimensions: Vector3 = [nx, ny, nz];
  if (!dimensions.every((size) => size >= 1)) {
    throw new FormatError({ file: source.name, place: { kind: 'line', line: 1 }, expected: 'dimensions of at least 1', found: `${nx} ${ny} ${nz}`, advice: 'The file may be damaged.' });
  }
  if (!(dx > 0)) context.warn(`The spacing is ${dx}; ${dx === 0 ? 1 : Math.abs(dx)} is used.`);
  const spacing = dx === 0 ? 1 : Math.abs(dx);
  const start = Math.min(match[0].length, source.size);
  const budget = new MemoryBudget(source.name, context.options.limit, context.allocate);
  const possible = ((source.size - start + 1) / 2) * 4;
  const target = new CellTarget({ file: source.name, type: 'float32', length: nx * ny * nz, possible, budget, what: 'the cells' });
  const cursor = new TextCursor(new ByteSlices(source, start, { signal: context.signal }), start, source.name);
  const { count, goesOn } = await withLine(source, context.signal, () => readTextValues(cursor, target.data, source.name));
  target.advance(4 * count);
  if (goesOn) target.overflowed = true;
  const remark = target.describe(target.finish(machineIsLittleEndian));
  if (remark !== null) context.warn(remark);
  const values = { kind: 'values', name: 'distance', type: 'float32', components: 1, data: target.data } as const;
  return buildGrid({ dimensions, axisOrder: xFastest, spacing: [spacing, spacing, spacing], origin: [ox, oy, oz], values, content: 'field', file: source.name }, context);
}
