import { countCells, occupiedCells, type OccupiedCells } from '../geometry/occupancy';
import { OperationError } from '../model/errors';
import type { ScalarGrid } from '../model/scalarGrid';
import type { VoxelGrid } from '../model/voxelGrid';
import type { OperationInput } from './operation';

/** The occupied cells of an input. */
export interface OccupancyInput {
  readonly grid: VoxelGrid | ScalarGrid;
  readonly occupancy: OccupiedCells;
  readonly occupied: number;
  /** What counts as occupied, where that is not plain: "cells below 0 (inside)". */
  readonly meaning: string | null;
}

/**
 * The occupied cells of a voxel grid; of a field with both signs those inside, below 0.
 *
 * @throws OperationError for a field of one sign, which does not say what is occupied
 */
export function occupancyOf({ file, model }: OperationInput): OccupancyInput {
  if (model.kind === 'voxelGrid') {
    const occupancy = occupiedCells(model, model.values.data);
    return { grid: model, occupancy, occupied: model.occupied, meaning: null };
  }
  const grid = fieldOf({ file, model });
  const { data } = grid.values;
  const hasBoth = grid.values.components === 1 && data.some((value) => value < 0) && data.some((value) => value > 0);
  if (!hasBoth) {
    throw new OperationError(`${file}: expected occupied and empty cells, found a field (${grid.guess ?? 'numbers'}). Add --content occupancy, which takes cells above 0.5, or --content labels.`);
  }
  const occupancy = occupiedCells(grid, data, true);
  return { grid, occupancy, occupied: countCells(occupancy), meaning: `${file} is a signed field: cells below 0 count as occupied` };
}

/** The field of an input. @throws OperationError for voxels, and for cells of several values */
export function fieldOf({ file, model }: OperationInput): ScalarGrid {
  if (model.kind === 'scalarGrid') return model;
  throw new OperationError(`${file}: expected a field of numbers, found ${model.kind === 'voxelGrid' ? `${model.content} of cells. Add --content field to take them as numbers` : 'no grid'}.`);
}
