import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import type { DisplayPiece, OpenResult } from '../../src/compute/modelProtocol';
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

  constructor(
    readonly side: ComparisonSide,
    actions: SidePaneActions,
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

  /** Draws everything moved from where the file has it; `display` tells all pieces again. */
  async moveBy(transform: AffineTransform, display: (add: (piece: DisplayPiece) => void) => Promise<void>): Promise<void> {
    if (transform.every((value, place) => value === this.transform[place])) return;
    this.transform = transform;
    if (!this.result) return;
    this.viewer.beginReplacement();
    try {
      await display((piece) => this.add(piece));
      this.tellScalars();
      this.viewer.endReplacement();
    } catch (error) {
      this.viewer.cancelReplacement();
      throw error;
    }
  }

  /** After a lost context. */
  async restore(display: (add: (piece: DisplayPiece) => void) => Promise<void>): Promise<void> {
    await display((piece) => this.add(piece));
    this.tellScalars();
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

  private tellScalars(): void {
    this.viewer.clearScalars();
    if (!this.values) return;
    for (const piece of this.rows.inDisplayOrder(this.values)) this.viewer.addScalars(piece);
  }
}
