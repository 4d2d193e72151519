import type { DisplayPiece, PickParams, PickResult, ScalarChoice, ScalarPiece, ScalarsResult } from './modelProtocol';

/** How an opened model is drawn and asked about: what a session needs of it, whatever its kind. */
export interface ModelDisplay {
  readonly hasColours: boolean;
  /** What can be chosen to colour by. */
  readonly scalars: readonly ScalarChoice[];
  /** Makes every piece again. */
  pieces(listener: (piece: DisplayPiece) => void): void;
  /** Outlines of a mesh's polygons and the file's edges; nothing of other models. */
  lines(listener: (piece: DisplayPiece) => void): void;
  /** Points in place of a surface, where they are not among the pieces. */
  points(listener: (piece: DisplayPiece) => void): void;
  /** Throws OperationError for a scalar that there is not. */
  scalarValues(id: string, listener: (piece: ScalarPiece) => void): ScalarsResult;
  /** Throws OperationError for a piece or slot that was never told. */
  pick(params: PickParams): PickResult;
}
