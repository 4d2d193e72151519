import { Channel } from '../messaging/channel';
import type { Port } from '../messaging/port';
import { OperationError } from '../model/errors';
import { gridStrides } from '../model/grid';
import type { VoxelGrid } from '../model/voxelGrid';
import type { CellDifferenceClientProtocol, CellDifferenceProtocol } from './cellDifferenceProtocol';
import { CellDisplay } from './cellDisplay';
import { pieceBuffers } from './serveModel';

/** Draws what became of the cells of two grids, as one of two sides or both. */
export function serveCellDifference(port: Port): Channel<CellDifferenceProtocol, CellDifferenceClientProtocol> {
  let taken: VoxelGrid | null = null;
  const current = (): VoxelGrid => {
    if (!taken) throw new OperationError('No grids have been compared yet.');
    return taken;
  };
  const shown = (hidden: readonly number[]): CellDisplay => {
    const display = new CellDisplay(current());
    display.hide(hidden);
    return display;
  };
  return new Channel<CellDifferenceProtocol, CellDifferenceClientProtocol>(
    port,
    {
      take: ({ cells }) => {
        taken = cells;
        return null;
      },
      pieces: ({ hidden }, { progress }) => {
        shown(hidden).pieces((piece) => progress(piece, pieceBuffers(piece)));
        return null;
      },
      points: ({ hidden }, { progress }) => {
        shown(hidden).points((piece) => progress(piece, pieceBuffers(piece)));
        return null;
      },
      softCells: ({ hidden }, { transfer }) => {
        const soft = shown(hidden).soft();
        transfer([soft.values.buffer]);
        return soft;
      },
      labelOf: ({ cell }) => {
        const grid = current();
        const strides = gridStrides(grid);
        return Number(grid.values.data[cell[0] * strides[0] + cell[1] * strides[1] + cell[2] * strides[2]] ?? 0);
      },
    },
    {},
  );
}
