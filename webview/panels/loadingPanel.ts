import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element, uniqueId } from './element';
import { byteSize, count } from './figures';
import { progressBar, sentence, setProgress } from './progressBar';

export interface LoadingFile {
  readonly name: string;
  readonly bytes: number;
  /** For people. */
  readonly path?: string;
  /** A folder of detections. */
  readonly isFolder?: boolean;
}

/** What stands in place of the scene until something can be drawn. Every line has its place from the start, so nothing jumps. */
export class LoadingPanel {
  readonly element: HTMLElement;
  private readonly name = element('div', { class: 'loading-name' });
  private readonly size = element('span', { class: 'loading-size figure' });
  private readonly activity = element('span', { class: 'loading-activity' });
  private readonly percent = element('span', { class: 'loading-percent figure' });
  private readonly bar = progressBar('Loading');

  constructor(cancel: () => void) {
    const nameId = uniqueId('loading');
    this.name.id = nameId;
    const button = element('vscode-button', { text: 'Cancel' });
    button.secondary = true;
    button.addEventListener('click', cancel);
    this.element = element(
      'div',
      { class: 'loading', attributes: { role: 'group', 'aria-labelledby': nameId } },
      element('div', { class: 'loading-line' }, this.name, this.size),
      this.bar,
      element('div', { class: 'loading-line' }, this.activity, this.percent),
      button,
    );
  }

  show(file: LoadingFile): void {
    this.name.textContent = file.name;
    this.name.title = file.name;
    this.size.textContent = byteSize(file.bytes);
    this.size.title = `${count(file.bytes)} bytes`;
    this.progress(0, 'reading');
  }

  progress(share: number, activity: string): void {
    setProgress(this.bar, share);
    this.activity.textContent = sentence(activity);
    this.percent.textContent = `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;
  }
}

/** The same once points are drawn: a line along the scene's upper edge, the words and Cancel in the toolbar's free room. */
export class LoadingStrip {
  readonly line = progressBar('Loading');
  readonly status: HTMLElement;
  private readonly activity = element('span', { class: 'strip-activity' });

  constructor(cancel: () => void) {
    this.line.classList.add('progress-line');
    const button = element('button', { class: 'link-button', text: 'Cancel', attributes: { type: 'button' } });
    button.addEventListener('click', cancel);
    this.status = element('div', { class: 'strip' }, this.activity, button);
    this.setVisible(false);
  }

  setVisible(visible: boolean): void {
    this.line.hidden = !visible;
    this.status.hidden = !visible;
  }

  progress(share: number, activity: string): void {
    setProgress(this.line, share);
    const text = `${sentence(activity)}, ${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;
    this.activity.textContent = text;
    this.activity.title = text;
  }
}
