import { element } from '../panels/element';

/** What an operation's numbers mean and where that comes from. */
export function definitionBlock(definition: string, source: string): HTMLElement {
  return element(
    'div',
    { class: 'definition' },
    element('p', { text: definition }),
    element('p', { class: 'definition-source', text: source }),
  );
}
