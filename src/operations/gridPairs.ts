import { reorder, type OccupiedCells } from '../geometry/occupancy';
import { OperationError } from '../model/errors';
import { isGridModel, type GridModel } from '../model/model';
import { occupancyOf } from './gridInputs';
import type { OperationInput } from './operation';

/** How much of a cell two grids may be apart, or their cells differ in size, and still count as one place. */
const placeTolerance = 0.01;

/** An input that is known to be a grid. */
export interface GridInput {
  readonly file: string;
  readonly model: GridModel;
}

/** @throws TypeError for an input of another kind, which the descriptor does not let in */
export function gridInput({ file, model }: OperationInput): GridInput {
  if (isGridModel(model)) return { file, model };
  throw new TypeError(`${file}: expected a grid, found ${model.kind}.`);
}

/** @throws OperationError where two grids have no cells of the same index */
export function checkDimensions(a: GridInput, b: GridInput): void {
  if (a.model.dimensions.every((size, axis) => size === b.model.dimensions[axis])) return;
  throw new OperationError(
    `${b.file}: expected ${a.model.dimensions.join(' x ')} cells as in ${a.file}, found ${b.model.dimensions.join(' x ')}. Bring both to one grid, for example by voxelizing what they are of with the same --size.`,
  );
}

/** The occupied cells of two grids of one size, those of the second in the order of the first. */
export interface OccupancyPair {
  readonly first: OccupiedCells;
  readonly second: OccupiedCells;
  /** What counts as occupied, where that is not plain. */
  readonly meanings: readonly string[];
}

/** @throws OperationError for grids of other sizes, and for a field that does not say what is occupied */
export function occupancyPair(a: GridInput, b: GridInput): OccupancyPair {
  checkDimensions(a, b);
  const [first, second] = [occupancyOf(a), occupancyOf(b)];
  return {
    first: first.occupancy,
    second: reorder(second.occupancy, b.model.axisOrder, a.model.axisOrder),
    meanings: [first.meaning, second.meaning].filter((meaning) => meaning !== null),
  };
}

/** Says in which of spacing, origin and directions two grids differ; nothing where they lie in one place. */
export function placeWarnings({ model: a }: GridInput, { model: b }: GridInput): string[] {
  const axes = [0, 1, 2] as const;
  const differs = {
    origin: axes.some((axis) => Math.abs(a.origin[axis] - b.origin[axis]) > placeTolerance * a.spacing[axis]),
    spacing: axes.some((axis) => Math.abs(a.spacing[axis] - b.spacing[axis]) > placeTolerance * a.spacing[axis]),
    directions: axes.some((axis) => axes.some((part) => Math.abs(directionOf(a, axis, part) - directionOf(b, axis, part)) > placeTolerance)),
  };
  const names = Object.entries(differs).flatMap(([name, is]) => (is ? [name] : []));
  if (names.length === 0) return [];
  return [`The grids differ in ${names.join(' and ')}; cells of the same index were compared wherever they lie.`];
}

function directionOf({ directions }: GridModel, axis: 0 | 1 | 2, part: 0 | 1 | 2): number {
  return directions ? directions[axis][part] : axis === part ? 1 : 0;
}
