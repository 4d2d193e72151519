import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import type { CaptureOptions, SceneViewer } from '../scene/sceneApi';
import { element, iconButton, uniqueId } from './element';
import type { FrameStores } from './frameStores';
import { NumberField } from './numberField';
import { legendOf, withLegend } from './pictureLegend';
import { SelectField } from './selectField';

/** Pixels of a side that graphics cards of today can draw in one piece. */
const sideLimits = { least: 16, most: 8192 } as const;

const grounds = [
  { value: 'theme', label: 'As shown' },
  { value: 'white', label: 'White' },
  { value: 'transparent', label: 'Transparent' },
] as const;

function heldSide(pixels: number): number {
  return Math.min(sideLimits.most, Math.max(sideLimits.least, Math.round(pixels)));
}

/**
 * Asks for the size and ground of a picture of the scene, makes it and hands it to `save`. A modal dialog of the
 * browser, so the focus stays in it and returns.
 */
export function showPictureDialog(viewer: SceneViewer, stores: FrameStores, save: (png: Uint8Array<ArrayBuffer>) => void): void {
  if (document.querySelector('dialog.picture[open]')) return;
  const ratio = Math.max(1, Math.min(4, window.devicePixelRatio));
  let width = heldSide(viewer.canvas.clientWidth * ratio);
  let height = heldSide(viewer.canvas.clientHeight * ratio);
  let background: CaptureOptions['background'] = stores.view.state.background === 'white' ? 'white' : 'theme';

  const widthField = new NumberField('Width in pixels', (value) => {
    width = heldSide(value);
    widthField.show(width);
  });
  const heightField = new NumberField('Height in pixels', (value) => {
    height = heldSide(value);
    heightField.show(height);
  });
  widthField.show(width);
  heightField.show(height);
  const ground = new SelectField('Background', (value) => {
    background = grounds.find((choice) => choice.value === value)?.value ?? 'theme';
  });
  ground.show(grounds, background);
  const legend = legendOf(stores);
  const withBar = element('vscode-checkbox');
  withBar.label = 'With colour bar';
  withBar.checked = legend !== null;
  withBar.hidden = legend === null;

  const titleId = uniqueId('picture');
  const dialog = element('dialog', { class: 'picture', attributes: { 'aria-labelledby': titleId } });
  const failure = element('p', { class: 'hint', attributes: { role: 'alert', hidden: '' } });
  const saveButton = element('vscode-button', { text: 'Save…' });
  saveButton.setAttribute('autofocus', '');
  const cancel = element('vscode-button', { text: 'Cancel' });
  cancel.secondary = true;
  cancel.addEventListener('click', () => dialog.close());
  const make = async (): Promise<void> => {
    saveButton.disabled = true;
    try {
      const scene = await viewer.capture({ width, height, background });
      save(legend !== null && withBar.checked ? await withLegend(scene, legend, background) : scene);
      dialog.close();
    } catch (error) {
      failure.textContent = `The picture could not be made: ${error instanceof Error ? error.message : String(error)}`;
      failure.hidden = false;
      saveButton.disabled = false;
    }
  };
  saveButton.addEventListener('click', () => void make());
  dialog.append(
    element('div', { class: 'dialog-bar' }, element('h2', { text: 'Save Picture', attributes: { id: titleId } }), iconButton('close', 'Close', () => dialog.close(), 'Esc')),
    element(
      'div',
      { class: 'dialog-body' },
      element(
        'div',
        { class: 'field' },
        element('span', { class: 'field-label', text: 'Size', attributes: { 'aria-hidden': 'true' } }),
        element('div', { class: 'range-fields', attributes: { role: 'group', 'aria-label': 'Size in pixels' } }, widthField.element, element('span', { class: 'range-to', text: '×' }), heightField.element),
      ),
      ground.element,
      withBar,
      failure,
    ),
    element('div', { class: 'button-row' }, saveButton, cancel),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
