import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import type { PickResult } from '../../src/compute/modelProtocol';
import type { Vector3 } from '../../src/model/bounds';
import type { SummaryKind } from './comparisonToolbar';
import type { CellService } from './pairCells';
import type { PieceSource } from './pieceSource';
import type { SidePaneActions } from './sidePane';

/** What the frame asks of whoever holds the files and runs the comparison. */
export interface ComparisonFrameActions extends SidePaneActions {
  swap(): void;
  cancelCompare(): void;
  /** What is to be computed has changed: alignment, sample, or a split along the axes. */
  compareAgain(): void;
  saveCompared(): void;
  saveSummary(kind: SummaryKind): void;
  copySummary(): void;
  savePicture(png: Uint8Array<ArrayBuffer>): void;
  copyText(text: string): void;
  /** Tells every piece of a side again. */
  readonly files: Readonly<Record<ComparisonSide, PieceSource>>;
  /** Of two grids, what became of their cells. */
  readonly cells: CellService;
  /** Every value of one cell of a side's grid. */
  cell(side: ComparisonSide, cell: Vector3): Promise<PickResult>;
  stateChanged(): void;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}
