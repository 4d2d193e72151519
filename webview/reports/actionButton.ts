import { element, icon } from '../panels/element';
import { openMenu, type MenuEntry } from '../panels/menu';

/** How long a button says what it has done, in milliseconds. */
const confirmation = 1500;

/** A flat button with a codicon and words, for the row of what can be done with a report. */
export function actionButton(codicon: string, label: string, press: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { class: 'action-button', attributes: { type: 'button' } },
    icon(codicon),
    element('span', { class: 'action-label', text: label }),
  );
  button.addEventListener('click', press);
  return button;
}

/** The same that opens a menu; the entries are made when it opens. */
export function actionMenu(codicon: string, label: string, entries: () => readonly MenuEntry[]): HTMLButtonElement {
  const open = (): void => openMenu(button, label, entries());
  const button = actionButton(codicon, label, open);
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.append(icon('chevron-down'));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    open();
  });
  return button;
}

/** Says on an element that something is done, then says what it said before. */
export function confirmOn(target: HTMLElement, words: string): void {
  target.dataset.words ??= target.textContent ?? '';
  target.textContent = words;
  setTimeout(() => {
    target.textContent = target.dataset.words ?? '';
    delete target.dataset.words;
  }, confirmation);
}
