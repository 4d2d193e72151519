import { element } from './element';

/** Tells screen readers what changed, politely: the newest message replaces one not yet spoken. */
export class Announcer {
  readonly element = element('div', { class: 'visually-hidden', attributes: { role: 'status', 'aria-live': 'polite' } });
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(message: string): void {
    if (this.timer !== undefined) clearTimeout(this.timer);
    // The same words twice are spoken twice only when the region was empty between them.
    this.element.textContent = '';
    this.timer = setTimeout(() => {
      this.element.textContent = message;
    }, 50);
  }
}
