import { displayOrder } from '../../src/compute/displayOrder';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';

/** Which rows of the file a piece in the picture stands for. */
interface SeenPiece {
  readonly first: number;
  readonly count: number;
  /** Clouds are drawn in a random order, vertices in the file's. */
  readonly shuffled: boolean;
}

/** Remembers the pieces of one file as they come, so that values in the file's order can be brought into theirs. */
export class DisplayedRows {
  private readonly pieces = new Map<number, SeenPiece>();

  note(piece: DisplayPiece): void {
    if (piece.kind === 'points') this.pieces.set(piece.piece, { first: piece.first, count: piece.count, shuffled: true });
    else if (piece.kind === 'vertices') this.pieces.set(piece.piece, { first: piece.first, count: piece.count, shuffled: false });
  }

  clear(): void {
    this.pieces.clear();
  }

  /** A value for each row, as the scene takes them; rows beyond the values have none. Made one at a time, since each is uploaded at once. */
  *inDisplayOrder(values: Float32Array<ArrayBufferLike>): Generator<ScalarPiece> {
    for (const [piece, { first, count, shuffled }] of this.pieces) {
      const shown = new Float32Array(count);
      if (shuffled) {
        const order = displayOrder(count);
        for (let slot = 0; slot < count; slot++) shown[slot] = values[first + order[slot]] ?? NaN;
      } else for (let slot = 0; slot < count; slot++) shown[slot] = values[first + slot] ?? NaN;
      yield { piece, base: 0, values: shown };
    }
  }

  /** The file's row of what was drawn at a slot of a piece; null for a piece that never came. */
  rowOf(piece: number, slot: number): number | null {
    const seen = this.pieces.get(piece);
    if (!seen) return null;
    return seen.first + (seen.shuffled ? displayOrder(seen.count)[slot] : slot);
  }
}
