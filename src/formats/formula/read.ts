import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import { xFastest } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { buildGrid } from '../grids/buildGrid';
import { MemoryBudget } from '../memoryBudget';
import { readFormulaDocument, type FormulaDocument } from './document';
import { evaluateInBlocks } from './evaluateInBlocks';

/** Longer files are no formulae. */
const mostBytes = 1024 * 1024;
const millisecondsBetweenLooks = 50;

/** Text that begins like an object with an expression; the name must say that it is a field. */
export function isFormula(head: Uint8Array, name: string): boolean {
  return name.toLowerCase().endsWith('.sdf.json') && /^\s*\{/.test(new TextDecoder().decode(head.subarray(0, 512)));
}

/** Reads a formula file and evaluates it over its bounds. Throws FormatError, CancelledError. */
export async function readFormula(source: ByteSource, context: ReadContext): Promise<GridModel> {
  if (source.size > mostBytes) {
    throw new FormatError({ file: source.name, expected: `at most ${mostBytes} bytes of text`, found: `${source.size}`, advice: 'The file holds more than a formula.' });
  }
  const text = new TextDecoder().decode(await source.read(0, source.size, context.signal));
  const document = readFormulaDocument(source.name, text.replace(/^\uFEFF/, ' '));
  const { dimensions, spacing } = samplesOf(document);
  const [width, height, depth] = dimensions;
  const budget = new MemoryBudget(source.name, context.options.limit);
  const data = budget.allocate('float32', width * height * depth, 'the field');
  if (!(data instanceof Float32Array)) throw new TypeError('Float32 was asked for.');
  const { min } = document.bounds;
  const placesAlong = (axis: 0 | 1 | 2): Float64Array => Float64Array.from({ length: dimensions[axis] }, (_, i) => min[axis] + i * spacing);
  let looked = performance.now();
  for (const share of evaluateInBlocks(document.program, { dimensions, xs: placesAlong(0), ys: placesAlong(1), zs: placesAlong(2) }, data)) {
    if (performance.now() - looked < millisecondsBetweenLooks) continue;
    context.progress?.(share, 'evaluating the expression');
    // Lets a cancel in: the next version of the text may be here already.
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfCancelled(context.signal);
    looked = performance.now();
  }
  const values = { kind: 'values', name: 'value', type: 'float32', components: 1, data } as const;
  const comments = document.title === null ? [] : [document.title];
  const grid = buildGrid({ dimensions, axisOrder: xFastest, spacing: [spacing, spacing, spacing], origin: min, values, content: 'field', comments }, { ...context, options: {} });
  // Who has a graphics processor may evaluate it again there.
  return grid.kind === 'scalarGrid' ? { ...grid, program: document.program } : grid;
}

/** Cubes with `resolution` samples along the longest side; along the others as many as reach the bounds. */
function samplesOf({ bounds: { min, max }, resolution }: FormulaDocument): { readonly dimensions: Vector3; readonly spacing: number } {
  const extents = max.map((value, axis) => value - min[axis]);
  const spacing = Math.max(...extents) / (resolution - 1);
  const [width, height, depth] = extents.map((extent) => Math.ceil((extent / spacing) * (1 - 1e-12)) + 1);
  return { dimensions: [width, height, depth], spacing };
}
