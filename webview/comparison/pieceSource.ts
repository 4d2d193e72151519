import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { SoftCells } from '../../src/geometry/softCells';

type Add<Piece> = (piece: Piece) => void;

/** Whoever tells what a scene draws: the model of a file, or what became of the cells of two grids. */
export interface PieceSource {
  /** Sources of one key tell the same. */
  readonly key: string;
  display(add: Add<DisplayPiece>): Promise<void>;
  /** Outlines, where a shading asks for them. */
  lines(add: Add<DisplayPiece>): Promise<void>;
  /** Points in place of cells. */
  points(add: Add<DisplayPiece>): Promise<void>;
  softCells(): Promise<SoftCells>;
  /** Labels of cells, for colours by label. */
  labels?(add: Add<ScalarPiece>): Promise<void>;
}
