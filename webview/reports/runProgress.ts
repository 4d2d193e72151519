import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { RunProgress as Progress } from '../../src/compute/processProtocol';
import { element } from '../panels/element';
import { progressBar, sentence, setProgress } from '../panels/progressBar';

/** Work that ends sooner shows no bar: it would only flicker. In milliseconds. */
const patience = 500;

/** What a run is doing, with Cancel; seen from half a second on. Esc cancels at once. */
export class RunProgress {
  readonly element: HTMLElement;
  private readonly bar = progressBar('Progress');
  private readonly activity = element('span', { class: 'loading-activity' });
  private readonly percent = element('span', { class: 'figure' });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private keys: AbortController | undefined;

  constructor(private readonly cancel: () => void) {
    const button = element('vscode-button', { text: 'Cancel' });
    button.secondary = true;
    button.addEventListener('click', cancel);
    this.element = element(
      'div',
      { class: 'run-progress', attributes: { hidden: '' } },
      element('div', { class: 'loading-line' }, this.activity, this.percent),
      this.bar,
      button,
    );
  }

  begin(): void {
    this.end();
    this.show({ share: 0, activity: 'starting' });
    this.keys = new AbortController();
    window.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.cancel();
    }, { signal: this.keys.signal });
    this.timer = setTimeout(() => {
      this.element.hidden = false;
    }, patience);
  }

  show({ share, activity }: Progress): void {
    setProgress(this.bar, share);
    this.activity.textContent = sentence(activity);
    this.percent.textContent = `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`;
  }

  end(): void {
    clearTimeout(this.timer);
    this.keys?.abort();
    this.element.hidden = true;
  }
}
