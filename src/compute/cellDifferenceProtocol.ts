import type { SoftCells } from '../geometry/softCells';
import type { Call } from '../messaging/protocol';
import type { Vector3 } from '../model/bounds';
import type { VoxelGrid } from '../model/voxelGrid';
import type { DisplayPiece } from './modelProtocol';

/** Between a comparison's page and the worker that keeps what became of the cells of two grids. */
export interface CellDifferenceProtocol {
  readonly calls: {
    /** Takes the labels of cells; those of an earlier comparison are gone. */
    readonly take: Call<{ readonly cells: VoxelGrid }, null>;
    /** Faces of the cells, as though those with hidden labels were empty. */
    readonly pieces: Call<CellWish, null, DisplayPiece>;
    /** Their centres, where they can be seen. */
    readonly points: Call<CellWish, null, DisplayPiece>;
    readonly softCells: Call<CellWish, SoftCells>;
    /** A label; 0 where the cell is empty. */
    readonly labelOf: Call<{ readonly cell: Vector3 }, number>;
  };
  readonly notices: Record<never, never>;
}

export interface CellWish {
  readonly hidden: readonly number[];
}

/** The page asks alone. */
export interface CellDifferenceClientProtocol {
  readonly calls: Record<never, never>;
  readonly notices: Record<never, never>;
}

export const cellDifferenceLane = 'cell-difference';
