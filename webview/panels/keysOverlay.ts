import { element, iconButton, uniqueId } from './element';
import { describeKey, keyBindings, sceneKeys } from './keys';

interface KeyMeaning {
  readonly keys: string;
  readonly meaning: string;
}

function keyList(rows: readonly KeyMeaning[]): HTMLElement {
  return element(
    'dl',
    { class: 'keys-list' },
    ...rows.map(({ keys, meaning }) => element('div', {}, element('dt', {}, element('kbd', { text: keys })), element('dd', { text: meaning }))),
  );
}

/** The keys of a page with a scene. */
const sceneColumns: readonly (readonly KeyMeaning[])[] = [keyBindings.map((binding) => ({ keys: describeKey(binding), meaning: binding.meaning })), sceneKeys];

/** Shows every key, in columns. A modal dialog of the browser, so the focus stays in it, Esc closes it and focus returns to where it was. */
export function showKeysOverlay(columns = sceneColumns): void {
  if (document.querySelector('dialog.keys[open]')) return;
  const titleId = uniqueId('keys');
  const dialog = element('dialog', { class: 'keys', attributes: { 'aria-labelledby': titleId } });
  dialog.append(
    element(
      'div',
      { class: 'dialog-bar' },
      element('h2', { text: 'Keys', attributes: { id: titleId } }),
      iconButton('close', 'Close', () => dialog.close(), 'Esc'),
    ),
    element(
      'div',
      { class: 'keys-columns' },
      ...columns.map(keyList),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}
