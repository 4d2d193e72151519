import type { Scene } from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import { Content } from './content';
import type { SceneMaterials } from './sceneMaterials';

type Waiting = { readonly content: Content; readonly piece: DisplayPiece } | { readonly content: Content; readonly scalars: ScalarPiece };

/** Bytes that one frame uploads without being late. */
const smallUpload = 6_000_000;

function bytesOf(waiting: Waiting): number {
  if ('scalars' in waiting) return waiting.scalars.values.byteLength;
  const { piece } = waiting;
  switch (piece.kind) {
    case 'sample':
    case 'points':
    case 'vertices':
      return piece.positions.byteLength;
    case 'triangles':
    case 'lines':
      return piece.indices.byteLength;
    case 'grid':
      return piece.values.byteLength;
    case 'cells':
      return piece.words.byteLength;
  }
}

export interface ContentListener {
  /** A piece is on the GPU. `redraw`: what is in the picture is not right any more. */
  uploaded(piece: DisplayPiece['kind'] | 'scalars', redraw: boolean, shown: boolean): void;
  replaced(): void;
}

/** What is shown, what is to replace it, and what waits for its upload: one piece a frame, in the order of arrival. */
export class ContentStore {
  private shown: Content;
  private incoming: Content | null = null;
  private ending = false;
  private queue: Waiting[] = [];
  private unfinished = false;

  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly materials: SceneMaterials,
    private readonly scene: Scene,
    private readonly listener: ContentListener,
  ) {
    this.shown = this.create();
    scene.add(this.shown.group);
  }

  get current(): Content {
    return this.shown;
  }

  get pending(): number {
    return this.queue.length;
  }

  /** The last piece that came was not the last of its kind. */
  get arriving(): boolean {
    return this.unfinished;
  }

  get byteLength(): number {
    return this.shown.byteLength + (this.incoming?.byteLength ?? 0);
  }

  add(piece: DisplayPiece): void {
    if (piece.kind === 'sample') this.unfinished = true;
    else if (piece.kind === 'grid') this.unfinished = true;
    else if (piece.kind !== 'lines') this.unfinished = !piece.last;
    this.queue.push({ content: this.incoming ?? this.shown, piece });
  }

  addScalars(scalars: ScalarPiece): void {
    this.queue.push({ content: this.incoming ?? this.shown, scalars });
  }

  clearScalars(): void {
    const content = this.incoming ?? this.shown;
    this.queue = this.queue.filter((waiting) => !('scalars' in waiting && waiting.content === content));
    content.clearScalars();
  }

  clear(): void {
    this.cancelReplacement();
    this.queue = [];
    this.unfinished = false;
    this.shown.dispose();
    this.shown = this.create();
    this.scene.add(this.shown.group);
  }

  beginReplacement(): void {
    this.cancelReplacement();
    this.incoming = this.create();
  }

  endReplacement(): void {
    if (!this.incoming) return;
    this.ending = true;
    this.replaceWhenUp();
  }

  cancelReplacement(): void {
    const { incoming } = this;
    if (!incoming) return;
    this.queue = this.queue.filter((waiting) => waiting.content !== incoming);
    incoming.dispose();
    this.incoming = null;
    this.ending = false;
    this.unfinished = false;
  }

  /** Uploads a piece, and further ones as long as they are small together; true when there was one. */
  upload(): boolean {
    let bytes = 0;
    let uploaded = false;
    while (this.queue.length > 0) {
      bytes += bytesOf(this.queue[0]);
      if (uploaded && bytes > smallUpload) break;
      this.uploadNext();
      uploaded = true;
    }
    return uploaded;
  }

  private uploadNext(): void {
    const waiting = this.queue.shift();
    if (!waiting) return;
    const { content } = waiting;
    if ('piece' in waiting) {
      const redraw = content.add(waiting.piece);
      this.listener.uploaded(waiting.piece.kind, redraw, content === this.shown);
    } else {
      content.addScalars(waiting.scalars);
      this.listener.uploaded('scalars', true, content === this.shown);
    }
    this.replaceWhenUp();
  }

  dispose(): void {
    this.cancelReplacement();
    this.queue = [];
    this.shown.dispose();
  }

  private replaceWhenUp(): void {
    if (!this.ending || !this.incoming || this.queue.some((waiting) => waiting.content === this.incoming)) return;
    this.shown.dispose();
    this.shown = this.incoming;
    this.scene.add(this.shown.group);
    this.incoming = null;
    this.ending = false;
    this.listener.replaced();
  }

  private create(): Content {
    return new Content(this.context, this.materials);
  }
}
