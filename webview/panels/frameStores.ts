import type { CameraState } from '../scene/sceneApi';
import type { ClippingStore } from '../stores/clippingStore';
import { createClippingStore, saveClipping } from '../stores/clippingStore';
import type { ColouringStore } from '../stores/colouringStore';
import { choiceKey, choiceOfKey, createColouringStore } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import { createFileStore } from '../stores/fileStore';
import type { InspectorStore } from '../stores/inspectorStore';
import { createInspectorStore } from '../stores/inspectorStore';
import type { PickStore } from '../stores/pickStore';
import { createPickStore } from '../stores/pickStore';
import type { SavedState } from '../stores/savedState';
import type { ViewStore } from '../stores/viewStore';
import { createViewStore } from '../stores/viewStore';

export interface FrameStores {
  readonly file: FileStore;
  readonly colouring: ColouringStore;
  readonly view: ViewStore;
  readonly clipping: ClippingStore;
  readonly pick: PickStore;
  readonly inspector: InspectorStore;
}

export function createFrameStores(): FrameStores {
  return {
    file: createFileStore(),
    colouring: createColouringStore(),
    view: createViewStore(),
    clipping: createClippingStore(),
    pick: createPickStore(),
    inspector: createInspectorStore(),
  };
}

/** What is kept of the stores over a reload. */
export function saveStores(stores: FrameStores, camera: CameraState | null): SavedState {
  const { choice, mappings } = stores.colouring.state;
  const { visible, width, height, folded } = stores.inspector.state;
  return {
    version: 1,
    camera: camera && { ...camera, position: [...camera.position], target: [...camera.target], screenUp: [...camera.screenUp] },
    view: { ...stores.view.state },
    clipping: saveClipping(stores.clipping),
    colouring: {
      choice: choiceKey(choice),
      mappings: [...mappings].map(([key, { map, range }]) => ({ choice: key, map, range: range && { ...range } })),
    },
    inspector: { visible, width, height, folded: [...folded] },
  };
}

/** Puts the stores back as {@link saveStores} found them. */
export function restoreStores(stores: FrameStores, saved: SavedState): void {
  stores.view.set(saved.view);
  stores.clipping.set(saved.clipping);
  stores.inspector.set(saved.inspector);
  if (!saved.colouring) return;
  const choice = choiceOfKey(saved.colouring.choice);
  stores.colouring.set({
    ...(choice ? { choice } : {}),
    mappings: new Map(saved.colouring.mappings.map(({ choice: key, map, range }) => [key, { map, range }])),
  });
}
