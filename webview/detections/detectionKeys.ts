import { isForField } from '../panels/keys';

/** What the keys of the detection editor do, for the list of keys and for the page. */
export const detectionKeys: readonly { readonly keys: string; readonly meaning: string }[] = [
  { keys: '←  →', meaning: 'Previous and next image' },
  { keys: '↑  ↓', meaning: 'Previous and next box' },
  { keys: 'Home  End', meaning: 'First and last image' },
  { keys: 'F', meaning: 'Fit the picture' },
  { keys: '+  −', meaning: 'Zoom' },
  { keys: 'Shift+Arrows', meaning: 'Move the picture' },
  { keys: '.', meaning: 'Show the selected box' },
  { keys: 'C', meaning: 'Colour by category or outcome' },
  { keys: 'L', meaning: 'Labels' },
  { keys: 'M', meaning: 'Masks' },
  { keys: 'N', meaning: 'Suppress overlaps' },
  { keys: 'V', meaning: 'Picture or space' },
  { keys: 'I', meaning: 'Show or hide the inspector' },
  { keys: 'Esc', meaning: 'Clear the pick' },
  { keys: '?', meaning: 'Show these keys' },
];

export interface DetectionKeyActions {
  image(step: number | 'first' | 'last'): void;
  box(step: number): void;
  fit(): void;
  zoom(factor: number): void;
  move(x: number, y: number): void;
  reveal(): void;
  toggle(what: 'colour' | 'labels' | 'masks' | 'suppression' | 'view' | 'inspector'): void;
  clear(): void;
  showKeys(): void;
  /** True when the scene in space used the key. */
  inSpace(event: KeyboardEvent): boolean;
}

/** Pixels that Shift and an arrow move the picture by. */
const step = 48;

/** Listens to the page's keys, as long as no field or menu has the focus. */
export function listenToDetectionKeys(actions: DetectionKeyActions, isOpen: () => boolean, signal: AbortSignal): void {
  const shifted: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => actions.move(step, 0),
    ArrowRight: () => actions.move(-step, 0),
    ArrowUp: () => actions.move(0, step),
    ArrowDown: () => actions.move(0, -step),
  };
  const plain: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => actions.image(-1),
    ArrowRight: () => actions.image(1),
    ArrowUp: () => actions.box(-1),
    ArrowDown: () => actions.box(1),
    Home: () => actions.image('first'),
    End: () => actions.image('last'),
    f: () => actions.fit(),
    '+': () => actions.zoom(1.25),
    '=': () => actions.zoom(1.25),
    '-': () => actions.zoom(0.8),
    '.': () => actions.reveal(),
    c: () => actions.toggle('colour'),
    l: () => actions.toggle('labels'),
    m: () => actions.toggle('masks'),
    n: () => actions.toggle('suppression'),
    v: () => actions.toggle('view'),
    i: () => actions.toggle('inspector'),
    Escape: () => actions.clear(),
    '?': () => actions.showKeys(),
  };
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isForField(event)) return;
      // Sliders and buttons have their own use for arrows, Home and End.
      if (event.key.length > 1 && event.key !== 'Escape' && event.target instanceof Element && event.target.closest('input, button, [role=slider], [role=separator]')) return;
      if (!isOpen() && event.key !== '?') return;
      if (actions.inSpace(event)) {
        event.preventDefault();
        return;
      }
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = (event.shiftKey ? shifted[key] : undefined) ?? plain[key];
      if (!action) return;
      event.preventDefault();
      action();
    },
    { signal },
  );
}
