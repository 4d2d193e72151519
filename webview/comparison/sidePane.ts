import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import type { DisplayPiece, OpenResult, ScalarPiece } from '../../src/compute/modelProtocol';
import type { PieceSource } from './pieceSource';
import { type AffineTransform, identityTransform } from '../../src/geometry/affineTransform';
import type { Disposable } from '../../src/messaging/port';
import { element, iconButton } from '../panels/element';
import type { Failure } from '../panels/errorCard';
import type { LoadingFile } from '../panels/loadingPanel';
import { Stage } from '../panels/stage';
import { emptiness } from '../panels/summary';
import type { CreateViewer } from '../panels/frameApi';
import { scenePalette } from '../panels/theme';
import type { Colouring, SceneViewer } from '../scene/sceneApi';
import { DisplayedRows } from './displayedRows';
import { movedPiece } from './movedPiece';

export interface SidePaneActions {
  cancelLoading(side: ComparisonSide): void;
  retry(side: ComparisonSide): void;
  openSide(side: ComparisonSide): void;
}

/** One of the two scenes with its name and role, and what stands in its place while there is none. */
export class SidePane implements Disposable {
  readonly element: HTMLElement;
  readonly viewer: SceneViewer;
  readonly rows = new DisplayedRows();
  result: OpenResult | null = null;
  private readonly stage: Stage;
  private readonly name = element('span', { class: 'pane-name' });
  private readonly note = element('span', { class: 'pane-note' });
  private transform: AffineTransform = identityTransform;
  private values: Float32Array<ArrayBufferLike> | null = null;
  private hasPieces = false;
  /** What is drawn in place of the file's own pieces; null for these. */
  private instead: PieceSource | null = null;
  /** Numbers what was begun to be drawn, so that what was overtaken adds nothing. */
  private drawing = 0;

  constructor(
    readonly side: ComparisonSide,
    actions: SidePaneActions,
    readonly file: PieceSource,
    createViewer: CreateViewer,
  ) {
    this.stage = new Stage({
      cancelLoading: () => actions.cancelLoading(side),
      openAsText: () => actions.openSide(side),
      retry: () => actions.retry(side),
    });
    this.stage.element.setAttribute('aria-label', `Scene of the ${side}`);
    this.element = element(
      'section',
      { class: `pane ${side}`, attributes: { 'aria-label': side === 'compared' ? 'Compared' : 'Reference' } },
      element(
        'header',
        { class: 'pane-bar' },
        element('span', { class: 'pane-role', text: side }),
        this.name,
        this.note,
        this.stage.strip.status,
        iconButton('go-to-file', `Open the ${side} in an editor`, () => actions.openSide(side)),
      ),
      this.stage.element,
    );
    this.viewer = createViewer({ container: this.stage.scene, palette: scenePalette() });
    this.viewer.on('uploaded', () => this.stage.drawn());
  }

  get shownTransform(): AffineTransform {
    return this.transform;
  }

  /** A file begins to be read. What is shown stays until the new one is there. */
  load(file: LoadingFile): void {
    this.setName(file.name, file.path ?? file.name);
    this.drawing++;
    this.instead = null;
    const kept = this.result !== null;
    if (kept) this.viewer.beginReplacement();
    else if (this.hasPieces) this.viewer.clear();
    this.rows.clear();
    this.stage.load(file, kept);
  }

  progress(share: number, activity: string): void {
    this.stage.progress(share, activity);
  }

  add(piece: DisplayPiece): void {
    this.hasPieces = true;
    this.rows.note(piece);
    this.viewer.add(movedPiece(piece, this.transform));
  }

  opened(result: OpenResult): void {
    if (this.result) this.viewer.endReplacement();
    this.result = result;
    this.stage.done();
    this.stage.setEmpty(emptiness(result.info));
    this.tellScalars();
  }

  failed(failure: Failure): void {
    if (this.result) this.viewer.cancelReplacement();
    this.result = null;
    this.stage.fail(failure);
  }

  /** There is no file on this side. */
  absent(name: string, reason: string): void {
    this.drawing++;
    this.instead = null;
    this.setName(name, name);
    this.result = null;
    this.viewer.clear();
    this.stage.done();
    this.stage.hideCard();
    this.stage.setEmpty(`The ${this.side} is absent: ${reason}`);
  }

  /** What is said beside the name: "moved by icp". */
  setNote(text: string, title = text): void {
    this.note.textContent = text;
    this.note.title = text === '' ? '' : title;
  }

  /** Values of the rows, in the file's order, for the colouring 'scalar'. */
  setValues(values: Float32Array<ArrayBufferLike> | null): void {
    if (this.values === values) return;
    this.values = values;
    if (this.result) this.tellScalars();
  }

  setColouring(colouring: Colouring): void {
    this.viewer.setColouring(colouring);
  }

  /** Whose pieces are drawn. */
  get source(): PieceSource {
    return this.instead ?? this.file;
  }

  /** Draws the pieces of another source, or those of the file again; the camera stays. */
  async show(instead: PieceSource | null): Promise<void> {
    if (instead?.key === this.instead?.key || !this.result) return;
    this.instead = instead;
    await this.redraw(true);
  }

  /** Draws everything moved from where the file has it. */
  async moveBy(transform: AffineTransform): Promise<void> {
    if (transform.every((value, place) => value === this.transform[place])) return;
    this.transform = transform;
    if (this.result) await this.redraw(false);
  }

  /** After a lost context. */
  async restore(): Promise<void> {
    const number = ++this.drawing;
    await this.source.display((piece) => {
      if (number === this.drawing) this.add(piece);
    });
    if (number === this.drawing) this.tellScalars();
  }

  setPalette(): void {
    this.viewer.setPalette(scenePalette());
  }

  dispose(): void {
    this.viewer.dispose();
  }

  private setName(name: string, title: string): void {
    this.name.textContent = name;
    this.name.title = title;
  }

  /** The pieces that are drawn, told anew; the old ones stay in the picture until all are there. */
  private async redraw(keepView: boolean): Promise<void> {
    const number = ++this.drawing;
    this.viewer.beginReplacement();
    try {
      await this.source.display((piece) => {
        if (number === this.drawing) this.add(piece);
      });
      if (number !== this.drawing) return;
      this.tellScalars();
      this.viewer.endReplacement({ keepView });
    } catch (error) {
      if (number === this.drawing) this.viewer.cancelReplacement();
      throw error;
    }
  }

  /** Whether the file's cells have labels that are told apart by colours of ours. */
  get hasPlainLabels(): boolean {
    return this.result?.grid?.content === 'labels' && !this.result.hasColours;
  }

  private tellScalars(): void {
    this.viewer.clearScalars();
    if (this.hasPlainLabels && !this.instead) {
      const number = this.drawing;
      const add = (piece: ScalarPiece): void => {
        if (number === this.drawing) this.viewer.addScalars(piece);
      };
      // Without them the cells keep the neutral tone.
      void this.file.labels?.(add).catch(() => undefined);
    }
    if (!this.values) return;
    for (const piece of this.rows.inDisplayOrder(this.values)) this.viewer.addScalars(piece);
  }
}
