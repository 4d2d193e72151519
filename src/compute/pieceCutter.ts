import type { ArrivingVertices } from '../formats/format';
import type { Vector3 } from '../model/bounds';
import type { Vertices } from '../model/pointCloud';
import { displayCentre, displayPoints } from './displayCopy';
import { displayOrder } from './displayOrder';
import type { DisplayPiece } from './modelProtocol';
import { pointsPerPiece } from './modelProtocol';

/** Of a file without a sample the first piece is small, so that something shows early. */
const firstPiecePoints = 100_000;

/** Rows of a file that are drawn together. */
export interface Piece {
  readonly first: number;
  readonly count: number;
  readonly shuffled: boolean;
}

export interface PieceListener {
  /** What was told to draw does not hold: a reader found rows that do not fit and began anew. */
  restart(): void;
  display(piece: DisplayPiece): void;
}

/** Cuts arriving vertices into pieces to draw, each as soon as its last vertex is there. */
export class PieceCutter {
  readonly pieces: Piece[] = [];
  private done = 0;
  private isSampled = false;
  /** Where the pieces cut so far came from. */
  private positions: Vertices['positions']['data'] | undefined;
  private centreFound: Vector3 | undefined;

  constructor(private readonly listener: PieceListener) {}

  get centre(): Vector3 {
    return this.centreFound ?? [0, 0, 0];
  }

  sample(vertices: Vertices): void {
    this.isSampled = true;
    this.centreFound = displayCentre(vertices.positions.data, vertices.count);
    this.listener.display({ kind: 'sample', ...displayPoints(vertices, 0, vertices.count, this.centreFound, displayOrder(vertices.count)) });
  }

  arrived(vertices: ArrivingVertices, ready: number): void {
    for (;;) {
      const count = this.nextCount(vertices.count);
      if (ready - this.done < count || this.done + count >= vertices.count) return;
      this.cut(vertices, count, false);
    }
  }

  /** All vertices are there; `vertices` may be fewer than promised, but every piece cut before lies within them. */
  finish(vertices: Vertices & { readonly kind: 'pointCloud' | 'mesh' }): void {
    if (!this.holds(vertices)) {
      this.listener.restart();
      this.pieces.length = 0;
      this.done = 0;
    }
    do {
      const count = this.nextCount(vertices.count);
      this.cut(vertices, count, this.done + count >= vertices.count);
    } while (this.done < vertices.count);
  }

  /** A reader may end with other arrays than it announced: trimmed ones, or ones read anew by another rule. */
  private holds(vertices: Vertices): boolean {
    const { positions, done } = this;
    const final = vertices.positions.data;
    if (!positions || positions === final) return true;
    if (vertices.count < done) return false;
    for (let i = 0; i < 3 * done; i++) if (!Object.is(positions[i], final[i])) return false;
    return true;
  }

  /** Points of the next piece of a file of `total`. */
  private nextCount(total: number): number {
    const most = this.done === 0 && !this.isSampled && total > pointsPerPiece ? firstPiecePoints : pointsPerPiece;
    return Math.min(most, total - this.done);
  }

  private cut(vertices: ArrivingVertices, count: number, last: boolean): void {
    this.positions = vertices.positions.data;
    this.centreFound ??= displayCentre(vertices.positions.data, this.done + count);
    const piece = { first: this.done, count, shuffled: vertices.kind === 'pointCloud' };
    this.listener.display(pieceToDraw(vertices, piece, this.pieces.length, this.centreFound, last));
    this.pieces.push(piece);
    this.done += count;
  }
}

/** The order of a piece's rows in the picture; null for that of the file. */
export function orderOf(piece: Piece): Uint32Array<ArrayBuffer> | null {
  return piece.shuffled ? displayOrder(piece.count) : null;
}

export function pieceToDraw(vertices: ArrivingVertices, piece: Piece, number: number, centre: Vector3, last: boolean): DisplayPiece {
  const points = displayPoints(vertices, piece.first, piece.count, centre, orderOf(piece));
  return piece.shuffled
    ? { kind: 'points', piece: number, first: piece.first, last, ...points }
    : { kind: 'vertices', piece: number, first: piece.first, total: vertices.count, last, ...points };
}
