import { cellDifferenceLane, type CellDifferenceClientProtocol, type CellDifferenceProtocol, type CellWish } from '../../src/compute/cellDifferenceProtocol';
import type { DisplayPiece } from '../../src/compute/modelProtocol';
import type { SoftCells } from '../../src/geometry/softCells';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import type { Disposable, Port } from '../../src/messaging/port';
import { CancelledError } from '../../src/model/errors';
import type { Vector3 } from '../../src/model/bounds';
import type { VoxelGrid } from '../../src/model/voxelGrid';
import { startPageWorker } from './pageWorkerPort';

type Line = Channel<CellDifferenceClientProtocol, CellDifferenceProtocol>;

/** The worker that keeps what became of the cells of two grids; started when there is something to keep. */
export class CellDifferenceLine {
  private line: Line | null = null;
  private worker: (Port & Disposable) | null = null;

  /** The cells' buffer is handed over. */
  async take(cells: VoxelGrid): Promise<void> {
    this.worker ??= await startPageWorker();
    this.line ??= new Channel<CellDifferenceClientProtocol, CellDifferenceProtocol>(lane(this.worker, cellDifferenceLane), {}, {});
    const { buffer } = cells.values.data;
    await this.line.request('take', { cells }, buffer instanceof ArrayBuffer ? { transfer: [buffer] } : {});
  }

  async pieces(wish: CellWish, add: (piece: DisplayPiece) => void): Promise<void> {
    await this.current().request('pieces', wish, { onProgress: add });
  }

  async points(wish: CellWish, add: (piece: DisplayPiece) => void): Promise<void> {
    await this.current().request('points', wish, { onProgress: add });
  }

  softCells(wish: CellWish): Promise<SoftCells> {
    return this.current().request('softCells', wish);
  }

  labelOf(cell: Vector3): Promise<number> {
    return this.current().request('labelOf', { cell });
  }

  private current(): Line {
    if (!this.line) throw new CancelledError('No grids have been compared yet.');
    return this.line;
  }
}
