import type { CellWish } from '../../src/compute/cellDifferenceProtocol';
import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import { comparisonSides } from '../../src/compute/comparisonProtocol';
import type { DisplayPiece } from '../../src/compute/modelProtocol';
import type { SoftCells } from '../../src/geometry/softCells';
import type { Vector3 } from '../../src/model/bounds';
import { type CellView, hiddenLabels, showsCells } from './comparisonLook';
import type { ComparisonStore, ComparisonViewStore } from './comparisonStore';
import type { Panes } from './pairViews';
import type { PieceSource } from './pieceSource';

/** Whoever keeps what became of the cells. */
export interface CellService {
  pieces(wish: CellWish, add: (piece: DisplayPiece) => void): Promise<void>;
  points(wish: CellWish, add: (piece: DisplayPiece) => void): Promise<void>;
  softCells(wish: CellWish): Promise<SoftCells>;
  /** A number of `cellStates`, 0 for an empty cell. */
  labelOf(cell: Vector3): Promise<number>;
}

/** What the scenes draw of two grids: the files' own cells, or what became of them. */
export class PairCells {
  /** Numbers the differences, since another one has other cells under the same labels. */
  private number = 0;

  constructor(
    private readonly panes: Panes,
    private readonly view: ComparisonViewStore,
    private readonly comparison: ComparisonStore,
    private readonly cells: CellService,
    private readonly quietly: (what: string, promise: Promise<void>) => void,
  ) {
    comparison.subscribe(({ difference }, previous) => {
      if (difference !== previous.difference) this.number++;
    });
  }

  /** Draws in both scenes what is wished now. */
  apply(): void {
    for (const side of comparisonSides) this.quietly(`The ${side}`, this.panes[side].show(this.sourceOf(side)));
  }

  /** What the reference adds in the scene of the compared; null where it is the file's own. */
  get over(): PieceSource | null {
    return this.sourceOf('over');
  }

  private sourceOf(of: CellView): PieceSource | null {
    if (!showsCells(this.view.state, this.comparison.state.difference)) return null;
    const wish: CellWish = { hidden: hiddenLabels(of, this.view.state) };
    const { cells } = this;
    // Where the two are drawn as one, the cells of the reference lie where the compared has theirs: they were compared there.
    const placed = (add: (piece: DisplayPiece) => void) => (piece: DisplayPiece): void => add(of === 'reference' ? this.inPlaceOf('reference', piece) : piece);
    return {
      key: `${this.number} ${wish.hidden.join()}`,
      display: (add) => cells.pieces(wish, placed(add)),
      points: (add) => cells.points(wish, add),
      lines: () => Promise.resolve(),
      softCells: () => cells.softCells(wish),
    };
  }

  private inPlaceOf(side: ComparisonSide, piece: DisplayPiece): DisplayPiece {
    const grid = this.panes[side].result?.grid;
    if (piece.kind !== 'grid' || !grid) return piece;
    const { spacing, origin, directions } = grid;
    return { ...piece, spacing, origin, directions };
  }
}
