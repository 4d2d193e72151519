import type { EditorCommand } from '../../src/compute/editorProtocol';

export interface KeyBinding {
  /** `KeyboardEvent.key`, as typed. */
  readonly key: string;
  /** With Ctrl, or Command on a Mac. */
  readonly control?: boolean;
  readonly shift?: boolean;
  readonly command: EditorCommand | 'centreOnPick';
  readonly meaning: string;
}

/** Every key that the page knows besides those that turn and move the scene. */
export const keyBindings: readonly KeyBinding[] = [
  { key: 'F', command: 'fit', meaning: 'Fit everything into view' },
  { key: '1', command: 'viewFront', meaning: 'View from the front' },
  { key: '2', command: 'viewBack', meaning: 'View from the back' },
  { key: '3', command: 'viewLeft', meaning: 'View from the left' },
  { key: '4', command: 'viewRight', meaning: 'View from the right' },
  { key: '5', command: 'viewTop', meaning: 'View from the top' },
  { key: '6', command: 'viewBottom', meaning: 'View from the bottom' },
  { key: 'P', command: 'toggleProjection', meaning: 'Perspective or orthographic' },
  { key: 'C', command: 'nextColouring', meaning: 'Next colouring' },
  { key: 'B', command: 'toggleClipping', meaning: 'Clipping box on or off' },
  { key: 'I', command: 'toggleInspector', meaning: 'Show or hide the inspector' },
  { key: '[', command: 'smallerPoints', meaning: 'Smaller points' },
  { key: ']', command: 'biggerPoints', meaning: 'Larger points' },
  { key: '.', command: 'centreOnPick', meaning: 'Centre on the picked point' },
  { key: 'Z', control: true, command: 'undoView', meaning: 'Undo view' },
  { key: 'Z', control: true, shift: true, command: 'redoView', meaning: 'Redo view' },
  { key: '?', command: 'showKeys', meaning: 'Show these keys' },
];

/** Keys and gestures that the scene itself answers to, for the list of keys. */
export const sceneKeys: readonly { readonly keys: string; readonly meaning: string }[] = [
  { keys: 'Drag', meaning: 'Turn' },
  { keys: 'Right drag', meaning: 'Move' },
  { keys: 'Wheel', meaning: 'Zoom to the pointer' },
  { keys: 'Double-click', meaning: 'Turn about the point' },
  { keys: 'Click', meaning: 'Pick a point' },
  { keys: 'Arrows', meaning: 'Turn' },
  { keys: 'Shift+Arrows', meaning: 'Move' },
  { keys: '+  −', meaning: 'Zoom' },
  { keys: 'Esc', meaning: 'Clear the pick' },
];

const isMac = /mac/i.test(navigator.userAgent);

/** As menus and tooltips show it: "F", "Ctrl+Shift+Z", on a Mac "⇧⌘Z". */
export function describeKey({ key, control = false, shift = false }: KeyBinding): string {
  if (isMac) return `${shift ? '⇧' : ''}${control ? '⌘' : ''}${key}`;
  return `${control ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${key}`;
}

/** The key of a command; undefined when it has none. */
export function keyOf(command: KeyBinding['command']): string | undefined {
  const binding = keyBindings.find((candidate) => candidate.command === command);
  return binding && describeKey(binding);
}

/** Controls in which letters, digits or arrows mean something already. */
const fields =
  'input:not([type=range]), textarea, select, vscode-single-select, [role=menu], dialog, [contenteditable=true]';

/** True when the key belongs to the field or menu that has the focus. */
export function isForField(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.matches(fields));
}

/** The binding that a key event is; null when it is none of the page's. */
export function bindingOf(event: KeyboardEvent): KeyBinding | null {
  if (event.altKey || event.isComposing) return null;
  const control = event.ctrlKey || event.metaKey;
  const typed = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const found = keyBindings.find(
    (binding) =>
      binding.key === typed &&
      (binding.control ?? false) === control &&
      // A sign such as "?" is typed with Shift on some keyboards and without on others.
      (!/[A-Z]/.test(binding.key) || (binding.shift ?? false) === event.shiftKey),
  );
  return found ?? null;
}
