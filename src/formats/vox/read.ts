import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import { xFastest } from '../../model/grid';
import type { GridModel } from '../../model/model';
import { throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { buildGrid } from '../grids/buildGrid';
import { formatBytes, MemoryBudget } from '../memoryBudget';
import { readChunks, type VoxFile } from './chunks';
import { defaultPalette, paletteLabels } from './palette';
import { frameOf, placeModels, type Placement } from './scene';

/** A scene is held as one grid; past this many cells its models are read one by one. */
const largestScene = 2 ** 30;
const axes = [0, 1, 2] as const;

export function isVox(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(0, 4)) === 'VOX ';
}

/**
 * Reads a MagicaVoxel file as one grid of palette entries: the scene as its graph places the models, or the one model
 * that `array` numbers (from 1). Cell positions are whole numbers, z up. Throws FormatError, CancelledError.
 */
export async function readVox(source: ByteSource, context: ReadContext): Promise<GridModel> {
  const head = await source.read(0, 64, context.signal);
  if (!isVox(head)) {
    throw new FormatError({ file: source.name, place: { kind: 'byte', offset: 0 }, expected: '"VOX "', found: describeForeignContent(head), advice: 'The file is of another kind.' });
  }
  const budget = new MemoryBudget(source.name, context.options.limit);
  budget.check(source.size, 'the whole file');
  const bytes = await source.read(0, source.size, context.signal);
  throwIfCancelled(context.signal);
  const file = readChunks(bytes, source.name, (message) => context.warn(message));
  const placements = choose(file, source.name, context);
  const { min, dimensions } = extentOf(file, placements, source.name);
  const count = dimensions[0] * dimensions[1] * dimensions[2];
  const data = budget.allocate('uint8', count, 'the cells of the scene');
  if (!(data instanceof Uint8Array)) throw new TypeError('Cells are bytes.');
  const totals = { outside: 0, empty: 0 };
  for (const placement of placements) place(file, placement, min, dimensions, data, totals);
  if (totals.outside > 0) context.warn(`${totals.outside} voxels lie outside the size of their model and were left out.`);
  if (totals.empty > 0) context.warn(`${totals.empty} voxels have colour 0, which means empty, and were left out.`);
  const values = { kind: 'values', name: 'colour', type: 'uint8', components: 1, data } as const;
  const labels = paletteLabels(data, file.palette ?? defaultPalette());
  return buildGrid({ dimensions, axisOrder: xFastest, origin: min, values, content: 'labels', labels, comments: commentsOf(file, placements), file: source.name }, context);
}

function choose(file: VoxFile, name: string, context: ReadContext): readonly Placement[] {
  const { models } = file;
  const { array } = context.options;
  const single = (model: number): Placement => ({ model, columns: [0, 1, 2], signs: [1, 1, 1], translation: halves(models[model].size) });
  if (array !== undefined) {
    const number = Number(array);
    if (!(Number.isInteger(number) && number >= 1 && number <= models.length)) {
      throw new FormatError({ file: name, expected: `a model from 1 to ${models.length}`, found: JSON.stringify(array.slice(0, 40)), advice: 'Give another --array.' });
    }
    return [single(number - 1)];
  }
  const scene = placeModels(file);
  if (scene && scene.hidden > 0) context.warn(`${scene.hidden} hidden models were left out.`);
  if (scene && scene.placements.length > 0) return scene.placements;
  return [single(0)];
}

/** Says which of several models the grid is of. */
function commentsOf({ models }: VoxFile, placements: readonly Placement[]): string[] {
  if (models.length === 1) return [];
  if (placements.length > 1) return [`${placements.length} placements of ${models.length} models`];
  return [`model ${placements[0].model + 1} of ${models.length}; --array N takes another`];
}

/** The shift that undoes a model's turning about its middle. */
function halves([x, y, z]: Vector3): Vector3 {
  return [Math.floor(x / 2), Math.floor(y / 2), Math.floor(z / 2)];
}

/** The cells that the placed models cover together. */
function extentOf({ models }: VoxFile, placements: readonly Placement[], name: string): { readonly min: Vector3; readonly dimensions: Vector3 } {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const placement of placements) {
    const { size } = models[placement.model];
    const { base, steps } = frameOf(placement, size);
    for (const axis of axes) {
      const along = axes.reduce((sum: number, column) => sum + steps[column][axis] * (size[column] - 1), 0);
      min[axis] = Math.min(min[axis], base[axis], base[axis] + along);
      max[axis] = Math.max(max[axis], base[axis], base[axis] + along);
    }
  }
  const dimensions: Vector3 = [max[0] - min[0] + 1, max[1] - min[1] + 1, max[2] - min[2] + 1];
  const cells = dimensions[0] * dimensions[1] * dimensions[2];
  if (cells > largestScene) {
    throw new FormatError({
      file: name,
      expected: `a scene of at most ${formatBytes(largestScene)}`,
      found: `one of ${dimensions.join(' x ')} cells`,
      advice: 'Read its models one by one with --array 1 and so on.',
    });
  }
  return { min, dimensions };
}

function place(
  { models }: VoxFile,
  placement: Placement,
  min: Vector3,
  [width, height]: Vector3,
  data: Uint8Array<ArrayBufferLike>,
  totals: { outside: number; empty: number },
): void {
  const { size, voxels } = models[placement.model];
  const { base, steps } = frameOf(placement, size);
  const row = ([x, y, z]: Vector3): number => x + width * (y + height * z);
  const start = row([base[0] - min[0], base[1] - min[1], base[2] - min[2]]);
  const [stepX, stepY, stepZ] = [row(steps[0]), row(steps[1]), row(steps[2])];
  for (let i = 0; i < voxels.length; i += 4) {
    const x = voxels[i];
    const y = voxels[i + 1];
    const z = voxels[i + 2];
    if (x >= size[0] || y >= size[1] || z >= size[2]) totals.outside++;
    else if (voxels[i + 3] === 0) totals.empty++;
    else data[start + x * stepX + y * stepY + z * stepZ] = voxels[i + 3];
  }
}
