import type { Failure } from './errorCard';
import { createErrorCard } from './errorCard';
import { element } from './element';
import type { LoadingFile } from './loadingPanel';
import { LoadingPanel, LoadingStrip } from './loadingPanel';

export interface StageActions {
  cancelLoading(): void;
  openAsText(): void;
  retry(): void;
}

/**
 * The room of the scene and what may stand in it: the scene, the loading panel until something is drawn, a card in
 * place of the scene when there is none to show, a line of text where the file is empty.
 */
export class Stage {
  readonly element: HTMLElement;
  /** Where the scene's canvas goes. It keeps its size while it is covered, so that nothing jumps when it appears. */
  readonly scene = element('div', { class: 'scene' });
  readonly strip: LoadingStrip;
  private readonly panel: LoadingPanel;
  private readonly empty = element('p', { class: 'empty', attributes: { role: 'status', hidden: '' } });
  private readonly card = element('div', { class: 'card-place', attributes: { hidden: '' } });
  private file: LoadingFile = { name: '', bytes: 0 };
  private mode: 'waiting' | 'filling' | 'idle' = 'idle';

  constructor(private readonly actions: StageActions) {
    const cancel = (): void => actions.cancelLoading();
    this.panel = new LoadingPanel(cancel);
    this.panel.element.hidden = true;
    this.strip = new LoadingStrip(cancel);
    // A click gives the scene the focus but needs no outline; the keyboard does.
    this.scene.addEventListener('pointerdown', () => this.scene.classList.add('by-pointer'), { capture: true });
    this.scene.addEventListener('focusout', () => this.scene.classList.remove('by-pointer'));
    this.element = element('main', { class: 'stage', attributes: { 'aria-label': 'Scene' } }, this.scene, this.strip.line, this.empty, this.panel.element, this.card);
  }

  /** Begins to show progress: in place of the scene, or beside what is drawn already when `kept`. */
  load(file: LoadingFile, kept: boolean): void {
    this.file = file;
    this.hideCard();
    this.setEmpty(null);
    this.panel.show(file);
    this.strip.progress(0, 'reading');
    this.setMode(kept ? 'filling' : 'waiting');
  }

  progress(share: number, activity: string): void {
    this.panel.progress(share, activity);
    this.strip.progress(share, activity);
  }

  /** Something is in the picture: the panel gives way to it. */
  drawn(): void {
    if (this.mode === 'waiting') this.setMode('filling');
  }

  done(): void {
    this.setMode('idle');
  }

  fail(failure: Failure): void {
    this.setMode('idle');
    this.setEmpty(null);
    this.card.replaceChildren(createErrorCard(this.file.name, failure, this.actions, this.file.isFolder));
    this.card.hidden = false;
    this.scene.inert = true;
  }

  hideCard(): void {
    this.card.hidden = true;
    this.card.replaceChildren();
    this.scene.inert = false;
  }

  /** A sentence in the middle of the scene; null takes it away. */
  setEmpty(message: string | null): void {
    this.empty.hidden = message === null;
    this.empty.textContent = message ?? '';
  }

  private setMode(mode: 'waiting' | 'filling' | 'idle'): void {
    this.mode = mode;
    this.panel.element.hidden = mode !== 'waiting';
    this.scene.classList.toggle('covered', mode === 'waiting');
    this.strip.setVisible(mode === 'filling');
  }
}
