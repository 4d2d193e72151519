import type { EditorCommand } from '../../src/compute/editorProtocol';
import { element, iconButton } from '../panels/element';
import { keyOf } from '../panels/keys';
import { menuButton, type MenuEntry } from '../panels/menu';
import type { ViewName } from '../scene/sceneApi';
import { viewNames } from '../scene/sceneApi';
import type { InspectorStore } from '../stores/inspectorStore';
import type { ViewStore } from '../stores/viewStore';
import type { ComparisonStore, ComparisonViewStore, Layout } from './comparisonStore';
import { layouts } from './comparisonStore';

export type SummaryKind = 'json' | 'markdown' | 'html';

export interface ComparisonToolbarContext {
  readonly view: ComparisonViewStore;
  readonly comparison: ComparisonStore;
  readonly scene: ViewStore;
  readonly inspector: InspectorStore;
  command(command: EditorCommand): void;
  look(name: ViewName): void;
  swap(): void;
  saveCompared(): void;
  saveSummary(kind: SummaryKind): void;
  savePicture(): void;
  copySummary(): void;
}

const layoutFaces: Readonly<Record<Layout, { readonly icon: string; readonly title: string }>> = {
  side: { icon: 'split-horizontal', title: 'Side by side' },
  overlay: { icon: 'layers', title: 'Overlaid' },
  swipe: { icon: 'mirror', title: 'Swipe' },
};

function opacitySlider(label: string, name: 'opacityCompared' | 'opacityReference', view: ComparisonViewStore): HTMLElement {
  const slider = element('input', { class: 'slider opacity-slider', attributes: { type: 'range', min: '0', max: '1', step: '0.05', 'aria-label': `Opacity of the ${label}`, title: `Opacity of the ${label}` } });
  slider.addEventListener('input', () => view.set({ [name]: slider.valueAsNumber }));
  const show = (): void => {
    slider.value = String(view.state[name]);
    slider.setAttribute('aria-valuetext', `${Math.round(100 * view.state[name])} %`);
  };
  view.subscribe(show);
  show();
  return element('label', { class: `opacity ${label}` }, element('span', { class: 'opacity-key' }), slider);
}

/** The row of buttons over both scenes; `status` is what stands in the free room. */
export function createComparisonToolbar(context: ComparisonToolbarContext, status: HTMLElement): HTMLElement {
  const { view, comparison, inspector, scene } = context;
  const fit = iconButton('screen-full', 'Fit to view', () => context.command('fit'), keyOf('fit'));
  const views = menuButton('compass', 'Views', (): MenuEntry[] => [
    ...viewNames.map((name): MenuEntry => ({ kind: 'action', label: name.slice(0, 1).toUpperCase() + name.slice(1), run: () => context.look(name) })),
    { kind: 'separator' },
    { kind: 'toggle', label: 'Orthographic', checked: scene.state.projection === 'orthographic', run: () => context.command('toggleProjection') },
  ]);
  const layoutButtons = layouts.map((layout) => iconButton(layoutFaces[layout].icon, layoutFaces[layout].title, () => view.set({ layout })));
  const group = element('div', { class: 'button-group', attributes: { role: 'group', 'aria-label': 'Layout' } }, ...layoutButtons);
  const link = iconButton('link', 'Link cameras', () => view.set({ linked: !view.state.linked }));
  const swap = iconButton('arrow-swap', 'Swap compared and reference', () => context.swap());
  const opacities = element('div', { class: 'opacities' }, opacitySlider('compared', 'opacityCompared', view), opacitySlider('reference', 'opacityReference', view));
  const more = menuButton('save', 'Save and copy', (): MenuEntry[] => {
    const disabled = comparison.state.difference === null;
    return [
      {
        kind: 'action',
        label: comparison.state.grids ? 'Save cells of the difference…' : 'Save compared with distance…',
        disabled: disabled || (comparison.state.difference?.kind === 'cells' && !comparison.state.difference.hasCells),
        run: () => context.saveCompared(),
      },
      { kind: 'separator' },
      { kind: 'action', label: 'Save summary as JSON…', disabled, run: () => context.saveSummary('json') },
      { kind: 'action', label: 'Save summary as Markdown…', disabled, run: () => context.saveSummary('markdown') },
      { kind: 'action', label: 'Save summary as HTML with pictures…', disabled, run: () => context.saveSummary('html') },
      { kind: 'action', label: 'Copy summary as Markdown', disabled, run: () => context.copySummary() },
      { kind: 'separator' },
      { kind: 'action', label: 'Save picture…', run: () => context.savePicture() },
    ];
  });
  const panel = iconButton('layout-sidebar-right', 'Inspector', () => context.command('toggleInspector'), keyOf('toggleInspector'));
  const show = (): void => {
    const { layout, linked } = view.state;
    layoutButtons.forEach((button, i) => button.setAttribute('aria-pressed', String(layouts[i] === layout)));
    // One over the other, the two are always seen from the same place.
    link.setAttribute('aria-pressed', String(linked || layout !== 'side'));
    link.disabled = layout !== 'side';
    opacities.hidden = layout !== 'overlay';
    panel.setAttribute('aria-pressed', String(inspector.state.visible));
  };
  view.subscribe(show);
  inspector.subscribe(show);
  show();
  return element('div', { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Comparison' } }, fit, views, group, link, swap, opacities, more, status, panel);
}
