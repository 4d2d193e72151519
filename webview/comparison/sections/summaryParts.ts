import { numberText } from '../../../src/operations/figures';
import type { Report } from '../../../src/operations/operation';
import { element, icon } from '../../panels/element';

export function heading(text: string): HTMLElement {
  return element('h4', { class: 'subheading', text });
}

/** The convention, and what there is to be said besides. */
export function remarks({ convention = '', warnings }: Report): HTMLElement[] {
  return [
    element('p', { class: 'hint convention', text: convention }),
    ...(warnings.length > 0 ? [element('ul', { class: 'warnings' }, ...warnings.map((warning) => element('li', {}, icon('warning'), element('span', { text: warning }))))] : []),
  ];
}

export function computedBy({ device, seconds }: Report): HTMLElement {
  return element('p', { class: 'hint', text: `${device.name}; ${numberText(Number(seconds.compute.toPrecision(3)))} s` });
}
