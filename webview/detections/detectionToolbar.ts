import { element, icon, iconButton } from '../panels/element';
import type { InspectorStore } from '../stores/inspectorStore';
import type { FileStore } from '../stores/fileStore';
import { menuButton, type MenuEntry } from '../panels/menu';
import type { DetectionStore } from './detectionStore';
import { ImageNavigator } from './imageNavigator';

export interface DetectionToolbarActions {
  fit(): void;
  zoom(factor: number): void;
  birdsEye(): void;
  fromCamera(): void;
  compare(): void;
  evaluate(): void;
  suppress(): void;
  choosePictureFolder(): void;
  /** Of a folder: what its parts are. */
  chooseParts(): void;
  saveImage(): void;
  copyInformation(): void;
  showKeys(): void;
}

/** The row over picture and list: list, image, fit, colours, more, inspector. Arrow keys walk through it, Tab leaves it. */
export class DetectionToolbar {
  readonly element: HTMLElement;
  readonly navigator: ImageNavigator;
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(
    private readonly store: DetectionStore,
    private readonly actions: DetectionToolbarActions,
    inspector: InspectorStore,
    private readonly file: FileStore,
    status: HTMLElement,
  ) {
    this.navigator = new ImageNavigator(store);
    const list = iconButton('list-unordered', 'List of boxes', () => store.set({ listVisible: !store.state.listVisible }));
    const fit = iconButton('screen-full', 'Fit to view', () => actions.fit(), 'F');
    const space = iconButton('globe', 'Boxes in space', () => store.set({ view: store.state.view === 'space' ? 'picture' : 'space' }), 'V');
    const colour = menuButton('symbol-color', 'Colour and signs', () => this.colours());
    const more = menuButton('ellipsis', 'More actions', () => this.more());
    const panel = iconButton('layout-sidebar-right', 'Inspector', () => inspector.set({ visible: !inspector.state.visible }), 'I');
    this.buttons = [list, ...this.navigator.buttons, fit, space, colour, more, panel];
    this.element = element(
      'div',
      { class: 'toolbar detection-toolbar', attributes: { role: 'toolbar', 'aria-label': 'Picture' } },
      list,
      this.navigator.element,
      fit,
      space,
      colour,
      more,
      status,
      panel,
    );
    this.element.addEventListener('keydown', (event) => this.walk(event));
    const show = (): void => {
      const { phase } = file.state;
      const { listVisible, overview, view } = store.state;
      for (const button of [list, fit, space, colour, more]) button.disabled = phase !== 'open';
      list.setAttribute('aria-pressed', String(listVisible));
      space.hidden = overview?.hasCuboids !== true;
      space.setAttribute('aria-pressed', String(view === 'space'));
      panel.disabled = phase === 'failed';
      panel.setAttribute('aria-pressed', String(inspector.state.visible));
      panel.replaceChildren(icon(inspector.state.visible ? 'layout-sidebar-right' : 'layout-sidebar-right-off'));
    };
    for (const each of [store, inspector, file]) each.subscribe(show);
    show();
  }

  private walk(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const usable = this.buttons.filter((button) => !button.disabled && !button.hidden);
    const at = usable.findIndex((button) => button === event.target);
    const targets: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: usable.length - 1 };
    const target = targets[event.key];
    if (at < 0 || target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    usable[(target + usable.length) % usable.length]?.focus();
  }

  private colours(): MenuEntry[] {
    const { store } = this;
    const { colourBy, labels, masks, overview } = store.state;
    return [
      { kind: 'choice', label: 'Colour by category', shortcut: 'C', checked: colourBy === 'category', run: () => store.set({ colourBy: 'category' }) },
      { kind: 'choice', label: 'Colour by outcome', shortcut: 'C', checked: colourBy === 'outcome', run: () => store.set({ colourBy: 'outcome' }) },
      { kind: 'separator' },
      { kind: 'toggle', label: 'Labels', shortcut: 'L', checked: labels, run: () => store.set({ labels: !labels }) },
      ...(overview?.hasMasks === true ? [{ kind: 'toggle', label: 'Masks', shortcut: 'M', checked: masks, run: () => store.set({ masks: !masks }) } as const] : []),
    ];
  }

  private more(): MenuEntry[] {
    const { actions, store } = this;
    return [
      ...(store.state.view === 'space'
        ? ([
            { kind: 'action', label: "Bird's-eye view", run: () => actions.birdsEye() },
            { kind: 'action', label: 'From the camera', run: () => actions.fromCamera() },
            { kind: 'separator' },
          ] as const)
        : []),
      { kind: 'action', label: 'Zoom in', shortcut: '+', run: () => actions.zoom(1.25) },
      { kind: 'action', label: 'Zoom out', shortcut: '−', run: () => actions.zoom(0.8) },
      { kind: 'separator' },
      { kind: 'action', label: store.state.overview?.role === 'truth' ? 'Compare with detections…' : 'Compare with truth…', run: () => actions.compare() },
      { kind: 'action', label: 'Evaluate…', disabled: store.state.other === null, run: () => actions.evaluate() },
      { kind: 'action', label: 'Suppress overlaps in a file…', run: () => actions.suppress() },
      { kind: 'separator' },
      ...(this.file.state.isFolder ? [{ kind: 'action', label: 'Parts of the folder…', run: () => actions.chooseParts() } as const] : []),
      { kind: 'action', label: "Choose the pictures' folder…", run: () => actions.choosePictureFolder() },
      { kind: 'action', label: 'Save picture…', run: () => actions.saveImage() },
      { kind: 'action', label: 'Copy file information', run: () => actions.copyInformation() },
      { kind: 'separator' },
      { kind: 'action', label: 'Keys', shortcut: '?', run: () => actions.showKeys() },
    ];
  }
}
