import type { RunProgress as Progress } from '../../src/compute/processProtocol';
import { element } from '../panels/element';
import { progressBar, sentence, setProgress } from '../panels/progressBar';

/** How far a comparison has come: a line over the scenes, and in the toolbar what is being done, with Cancel. */
export class RunStrip {
  /** For the toolbar's free room. */
  readonly element: HTMLElement;
  /** For the scenes' upper edge. */
  readonly bar = progressBar('Comparing');
  private readonly activity = element('span', { class: 'strip-activity' });

  constructor(cancel: () => void) {
    const button = element('button', { class: 'link-button', text: 'Cancel', attributes: { type: 'button' } });
    button.addEventListener('click', cancel);
    this.element = element('div', { class: 'strip', attributes: { hidden: '' } }, this.activity, button);
    this.bar.classList.add('progress-line');
    this.bar.hidden = true;
  }

  /** Null hides both. */
  show(progress: Progress | null): void {
    this.element.hidden = progress === null;
    this.bar.hidden = progress === null;
    if (!progress) return;
    setProgress(this.bar, progress.share);
    const text = `${sentence(progress.activity)}, ${Math.round(100 * Math.min(1, progress.share))} %`;
    this.activity.textContent = text;
    this.activity.title = text;
  }
}
