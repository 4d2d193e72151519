import type { EditorCommand } from '../../src/compute/editorProtocol';
import type { ClippingStore } from '../stores/clippingStore';
import type { ColouringStore } from '../stores/colouringStore';
import { choiceKey, choicesOf, titleOf } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import type { InspectorStore } from '../stores/inspectorStore';
import type { ViewStore } from '../stores/viewStore';
import { element, icon, iconButton } from './element';
import type { ShadingChoice } from './inspectorContext';
import { keyOf } from './keys';
import type { MenuEntry } from './menu';
import { menuButton } from './menu';

export interface ToolbarContext {
  readonly file: FileStore;
  readonly colouring: ColouringStore;
  readonly view: ViewStore;
  readonly clipping: ClippingStore;
  readonly inspector: InspectorStore;
  shadings(): readonly ShadingChoice[];
  command(command: EditorCommand): void;
  canUndoView(): boolean;
  canRedoView(): boolean;
}

const viewEntries: readonly (readonly [EditorCommand, string])[] = [
  ['viewFront', 'Front'],
  ['viewBack', 'Back'],
  ['viewLeft', 'Left'],
  ['viewRight', 'Right'],
  ['viewTop', 'Top'],
  ['viewBottom', 'Bottom'],
];

/** `shortcut` is left out rather than undefined where a command has no key. */
function shortcutOf(command: EditorCommand): { shortcut?: string } {
  const shortcut = keyOf(command);
  return shortcut === undefined ? {} : { shortcut };
}

/** The row of buttons over the scene: six, the rest behind the last. Arrow keys walk through it, Tab leaves it. */
export class Toolbar {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[];
  private readonly shading: HTMLButtonElement;

  /** `status` is what stands in the free room: progress while points are already drawn. */
  constructor(
    private readonly context: ToolbarContext,
    status: HTMLElement,
  ) {
    const { inspector, file } = context;
    const fit = iconButton('screen-full', 'Fit to view', () => context.command('fit'), keyOf('fit'));
    const views = menuButton('compass', 'Views', () => this.views());
    this.shading = menuButton('color-mode', 'Shading', () => this.shadings());
    const colour = menuButton('symbol-color', 'Colour by', () => this.colours());
    const more = menuButton('ellipsis', 'More actions', () => this.more());
    const panel = iconButton('layout-sidebar-right', 'Inspector', () => context.command('toggleInspector'), keyOf('toggleInspector'));
    this.buttons = [fit, views, this.shading, colour, more, panel];
    this.element = element(
      'div',
      { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Scene' } },
      fit,
      views,
      this.shading,
      colour,
      more,
      status,
      panel,
    );
    this.element.addEventListener('keydown', (event) => this.walk(event));
    this.element.addEventListener('focusin', (event) => {
      for (const button of this.buttons) button.tabIndex = button === event.target ? 0 : -1;
    });
    for (const button of this.buttons) button.tabIndex = button === fit ? 0 : -1;

    const showPanel = (): void => {
      const { visible } = inspector.state;
      panel.setAttribute('aria-pressed', String(visible));
      panel.replaceChildren(icon(visible ? 'layout-sidebar-right' : 'layout-sidebar-right-off'));
    };
    inspector.subscribe(showPanel);
    showPanel();
    const enable = (): void => {
      const { phase } = file.state;
      // What is drawn already can be looked at while the rest is read.
      for (const button of [fit, views]) button.disabled = phase === 'failed';
      for (const button of [this.shading, colour, more]) button.disabled = phase !== 'open';
      this.shading.hidden = context.shadings().length < 2;
      panel.disabled = phase === 'failed';
    };
    file.subscribe(enable);
    enable();
  }

  private walk(event: KeyboardEvent): void {
    const usable = this.buttons.filter((button) => !button.disabled && !button.hidden);
    const at = usable.findIndex((button) => button === event.target);
    if (at < 0) return;
    let next: number;
    if (event.key === 'ArrowRight') next = (at + 1) % usable.length;
    else if (event.key === 'ArrowLeft') next = (at - 1 + usable.length) % usable.length;
    else if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = usable.length - 1;
    else return;
    event.preventDefault();
    event.stopPropagation();
    usable[next]?.focus();
  }

  private action(command: EditorCommand, label: string, disabled = false): MenuEntry {
    return { kind: 'action', label, disabled, ...shortcutOf(command), run: () => this.context.command(command) };
  }

  private views(): MenuEntry[] {
    const { view } = this.context;
    return [
      ...viewEntries.map(([command, label]) => this.action(command, label)),
      { kind: 'separator' },
      {
        kind: 'toggle',
        label: 'Orthographic',
        checked: view.state.projection === 'orthographic',
        ...shortcutOf('toggleProjection'),
        run: () => this.context.command('toggleProjection'),
      },
    ];
  }

  private shadings(): MenuEntry[] {
    const { view } = this.context;
    return this.context.shadings().map(({ shading, title }) => ({
      kind: 'choice',
      label: title,
      checked: view.state.shading === shading,
      run: () => view.set({ shading }),
    }));
  }

  private colours(): MenuEntry[] {
    const { colouring, file } = this.context;
    const { result } = file.state;
    if (!result) return [];
    const key = choiceKey(colouring.state.choice);
    return choicesOf(result).map((choice) => ({
      kind: 'choice',
      label: titleOf(choice, result.scalars),
      checked: choiceKey(choice) === key,
      run: () => colouring.set({ choice }),
    }));
  }

  private more(): MenuEntry[] {
    const { view } = this.context;
    const white = view.state.background === 'white';
    return [
      this.action('undoView', 'Undo view', !this.context.canUndoView()),
      this.action('redoView', 'Redo view', !this.context.canRedoView()),
      { kind: 'separator' },
      this.action('biggerPoints', 'Larger points'),
      this.action('smallerPoints', 'Smaller points'),
      {
        kind: 'toggle',
        label: 'White background',
        checked: white,
        run: () => view.set({ background: white ? 'theme' : 'white' }),
      },
      { kind: 'toggle', label: 'Clipping box', checked: this.context.clipping.state.on, ...shortcutOf('toggleClipping'), run: () => this.context.command('toggleClipping') },
      { kind: 'separator' },
      this.action('saveScreenshot', 'Save picture…'),
      this.action('copyInformation', 'Copy file information'),
      { kind: 'separator' },
      this.action('showKeys', 'Keys'),
    ];
  }
}
