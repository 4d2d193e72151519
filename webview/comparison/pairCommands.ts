import { comparisonSides } from '../../src/compute/comparisonProtocol';
import type { EditorCommand } from '../../src/compute/editorProtocol';
import type { FrameStores } from '../panels/frameStores';
import { bindingOf, isForField } from '../panels/keys';
import { showKeysOverlay } from '../panels/keysOverlay';
import type { ViewName } from '../scene/sceneApi';
import { toggleClipping } from '../stores/clippingStore';
import { setPointSize } from '../stores/viewStore';
import type { PickedState } from './comparisonContext';
import type { ComparisonColouring, ComparisonViewStore } from './comparisonStore';
import type { Store } from '../stores/store';
import type { PairViews, Panes } from './pairViews';

export type PairCommand = EditorCommand | 'centreOnPick';

export interface PairCommandContext {
  readonly panes: Panes;
  readonly views: PairViews;
  readonly view: ComparisonViewStore;
  readonly picks: Store<PickedState>;
  readonly stores: Pick<FrameStores, 'view' | 'clipping' | 'inspector'>;
  savePicture(): void;
  copySummary(): void;
  clearPick(): void;
}

const viewNames: Partial<Record<PairCommand, ViewName>> = {
  viewFront: 'front',
  viewBack: 'back',
  viewLeft: 'left',
  viewRight: 'right',
  viewTop: 'top',
  viewBottom: 'bottom',
};

/** What the key for the next colouring goes through; the parts of the difference are computed only on request. */
const nextColourings: Partial<Record<ComparisonColouring, ComparisonColouring>> = { distance: 'file', file: 'two' };

/** Does what a key, a button or a menu of a comparison asks for; one place for all of them. */
export function runPairCommand(command: PairCommand, context: PairCommandContext): void {
  const { panes, views, view, picks, stores } = context;
  const name = viewNames[command];
  const { picked } = picks.state;
  const scene = stores.view;
  if (name) views.look(name);
  else if (command === 'fit') views.fit(true);
  else if (command === 'toggleProjection') scene.set({ projection: scene.state.projection === 'perspective' ? 'orthographic' : 'perspective' });
  else if (command === 'toggleInspector') stores.inspector.set({ visible: !stores.inspector.state.visible });
  else if (command === 'toggleClipping') toggleClipping(stores.clipping);
  else if (command === 'biggerPoints') setPointSize(scene, scene.state.pointSize + 1);
  else if (command === 'smallerPoints') setPointSize(scene, scene.state.pointSize - 1);
  else if (command === 'undoView') panes.compared.viewer.undoView();
  else if (command === 'redoView') panes.compared.viewer.redoView();
  else if (command === 'showKeys') showKeysOverlay();
  else if (command === 'saveScreenshot') context.savePicture();
  else if (command === 'copyInformation') context.copySummary();
  else if (command === 'nextColouring') view.set({ colouring: nextColourings[view.state.colouring] ?? 'distance', range: null });
  else if (command === 'centreOnPick' && picked) panes[picked.side].viewer.centreOn(picked.position);
}

/** Listens to the page's keys, as long as no field or menu has the focus. */
export function listenToPairKeys(context: PairCommandContext, signal: AbortSignal): void {
  const { panes } = context;
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || isForField(event)) return;
      const pane = comparisonSides.map((side) => panes[side]).find(({ viewer }) => document.activeElement === viewer.canvas);
      const viewer = pane?.viewer ?? (document.activeElement === document.body ? panes.compared.viewer : null);
      if (viewer?.handleKey(event)) {
        event.preventDefault();
        return;
      }
      if (event.key === 'Escape') context.clearPick();
      const binding = bindingOf(event);
      if (!binding) return;
      event.preventDefault();
      runPairCommand(binding.command, context);
    },
    { signal },
  );
}
