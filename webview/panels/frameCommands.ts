import type { EditorCommand } from '../../src/compute/editorProtocol';
import type { SceneViewer } from '../scene/sceneApi';
import type { FileState } from '../stores/fileStore';
import { toggleClipping } from '../stores/clippingStore';
import { setPointSize } from '../stores/viewStore';
import type { ColouringController } from './colouringController';
import type { FrameStores } from './frameStores';
import { infoText } from './infoText';
import type { KeyBinding } from './keys';
import { bindingOf, isForField } from './keys';
import { showKeysOverlay } from './keysOverlay';

export interface CommandContext {
  readonly stores: FrameStores;
  readonly viewer: SceneViewer;
  readonly colouring: ColouringController;
  copy(text: string, what: string): void;
  savePicture(): void;
  clearPick(): void;
  centreOnPick(): void;
}

/** Does what a command, a key, a button or a menu asks for; one place for all of them. */
export function runCommand(command: EditorCommand | 'centreOnPick', context: CommandContext): void {
  const { viewer, stores, colouring } = context;
  const { view, inspector, file } = stores;
  switch (command) {
    case 'fit':
      return viewer.fit();
    case 'viewFront':
      return viewer.view('front');
    case 'viewBack':
      return viewer.view('back');
    case 'viewLeft':
      return viewer.view('left');
    case 'viewRight':
      return viewer.view('right');
    case 'viewTop':
      return viewer.view('top');
    case 'viewBottom':
      return viewer.view('bottom');
    case 'toggleProjection':
      return view.set({ projection: view.state.projection === 'perspective' ? 'orthographic' : 'perspective' });
    case 'nextColouring':
      return colouring.next();
    case 'toggleClipping':
      return toggleClipping(stores.clipping);
    case 'toggleInspector':
      return inspector.set({ visible: !inspector.state.visible });
    case 'biggerPoints':
      return setPointSize(view, view.state.pointSize + 1);
    case 'smallerPoints':
      return setPointSize(view, view.state.pointSize - 1);
    case 'undoView':
      return viewer.undoView();
    case 'redoView':
      return viewer.redoView();
    case 'saveScreenshot':
      return context.savePicture();
    case 'copyInformation':
      if (file.state.result) context.copy(infoText(file.state.result.info), 'File information');
      return;
    case 'showKeys':
      return showKeysOverlay();
    case 'centreOnPick':
      return context.centreOnPick();
  }
}

/** What only means something when the whole file was read. */
const needsFile: ReadonlySet<KeyBinding['command']> = new Set(['nextColouring', 'toggleClipping', 'saveScreenshot', 'copyInformation', 'centreOnPick']);

/** Whether a command can be done now: what is drawn can be looked at while the rest is read, an error card cannot. */
export function isPossible(command: KeyBinding['command'], phase: FileState['phase']): boolean {
  if (command === 'showKeys' || phase === 'open') return true;
  return phase === 'loading' && !needsFile.has(command);
}

/** Listens to the page's keys, as long as no field or menu has the focus. */
export function listenToKeys(context: CommandContext, signal: AbortSignal): void {
  const { viewer, stores } = context;
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || isForField(event)) return;
      const { phase } = stores.file.state;
      const inScene = document.activeElement === viewer.canvas || document.activeElement === document.body;
      if (phase !== 'failed' && inScene && viewer.handleKey(event)) {
        event.preventDefault();
        return;
      }
      if (event.key === 'Escape') {
        context.clearPick();
        return;
      }
      const binding = bindingOf(event);
      if (!binding || !isPossible(binding.command, phase)) return;
      event.preventDefault();
      runCommand(binding.command, context);
    },
    { signal },
  );
}
