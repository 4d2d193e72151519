import type { OutlineNumber } from '../../src/operations/documents/reportOutline';
import { element } from '../panels/element';
import { fullFigure } from '../panels/figures';

/** The one number large, with its name, as files and --fail-if have it, and its unit; a press copies all of its digits. */
export function createHeadline({ name, value, text, unit }: OutlineNumber, copy: (digits: string) => void): HTMLElement {
  const digits = fullFigure(value);
  const nameText = element('span', { class: 'headline-unit', text: unit === '' ? name : `${name} · ${unit}` });
  const copied = element('span', { class: 'headline-copied', attributes: { 'aria-hidden': 'true' } });
  if (value === null) {
    return element('div', { class: 'headline' }, element('output', { class: 'headline-value', text, attributes: { 'aria-label': `${name}: no value` } }), nameText);
  }
  const button = element('button', {
    class: 'headline-value',
    text,
    title: `${name} = ${digits}\nClick to copy all digits`,
    attributes: { type: 'button', 'aria-label': `${name} ${text}, copy all digits` },
  });
  button.addEventListener('click', () => {
    copy(digits);
    copied.textContent = 'Copied';
    setTimeout(() => (copied.textContent = ''), 1500);
  });
  return element('div', { class: 'headline' }, button, nameText, copied);
}
