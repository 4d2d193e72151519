import type { CameraState } from '../scene/sceneApi';
import type { ClippingStore } from '../stores/clippingStore';
import { createClippingStore, saveClipping } from '../stores/clippingStore';
import type { ColouringStore } from '../stores/colouringStore';
import { choiceKey, choiceOfKey, createColouringStore } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import { createFileStore } from '../stores/fileStore';
import type { InspectorStore } from '../stores/inspectorStore';
import { createInspectorStore } from '../stores/inspectorStore';
import { createLabelsStore, type LabelsState, type LabelsStore } from '../stores/labelsStore';
import { createReadingStore, type ReadingStore } from '../stores/readingStore';
import type { LinesStore } from '../stores/linesStore';
import { createLinesStore } from '../stores/linesStore';
import type { PickStore } from '../stores/pickStore';
import { createPickStore } from '../stores/pickStore';
import type { SavedState } from '../stores/savedState';
import { createSlicesStore, savedSlices, type SlicesState, type SlicesStore } from '../stores/slicesStore';
import { createSurfaceStore, savedSurface, type SurfaceStore } from '../stores/surfaceStore';
import type { ViewStore } from '../stores/viewStore';
import { createViewStore } from '../stores/viewStore';

export interface FrameStores {
  readonly file: FileStore;
  readonly colouring: ColouringStore;
  readonly view: ViewStore;
  readonly clipping: ClippingStore;
  readonly lines: LinesStore;
  readonly pick: PickStore;
  readonly inspector: InspectorStore;
  readonly slices: SlicesStore;
  readonly labels: LabelsStore;
  readonly surface: SurfaceStore;
  readonly reading: ReadingStore;
}

export function createFrameStores(): FrameStores {
  return {
    file: createFileStore(),
    colouring: createColouringStore(),
    view: createViewStore(),
    clipping: createClippingStore(),
    lines: createLinesStore(),
    pick: createPickStore(),
    inspector: createInspectorStore(),
    slices: createSlicesStore(),
    labels: createLabelsStore(),
    surface: createSurfaceStore(),
    reading: createReadingStore(),
  };
}

/** What is kept of the stores over a reload. */
export function saveStores(stores: FrameStores, camera: CameraState | null): SavedState {
  const { choice, mappings } = stores.colouring.state;
  const { visible, width, height, folded } = stores.inspector.state;
  const slices = stores.slices.state.grid ? copyOfSlices(stores.slices.state, stores.labels.state) : null;
  return {
    version: 1,
    camera: camera && { ...camera, position: [...camera.position], target: [...camera.target], screenUp: [...camera.screenUp] },
    view: { ...stores.view.state },
    clipping: saveClipping(stores.clipping),
    lines: stores.lines.state.chosen,
    colouring: {
      choice: choiceKey(choice),
      mappings: [...mappings].map(([key, { map, range }]) => ({ choice: key, map, range: range && { ...range } })),
    },
    inspector: { visible, width, height, folded: [...folded] },
    ...(slices ? { slices } : {}),
    ...(stores.surface.state.surface ? { surface: copyOfSurface(stores) } : {}),
    ...(Object.keys(stores.reading.state.options).length > 0 ? { reading: { ...stores.reading.state.options } } : {}),
  };
}

/** Puts the stores back as {@link saveStores} found them. */
export function restoreStores(stores: FrameStores, saved: SavedState): void {
  stores.view.set(saved.view);
  stores.clipping.set(saved.clipping);
  stores.lines.set({ chosen: saved.lines });
  stores.inspector.set(saved.inspector);
  stores.reading.set({ options: saved.reading ?? {} });
  if (!saved.colouring) return;
  const choice = choiceOfKey(saved.colouring.choice);
  stores.colouring.set({
    ...(choice ? { choice } : {}),
    mappings: new Map(saved.colouring.mappings.map(({ choice: key, map, range }) => [key, { map, range }])),
  });
}

function copyOfSurface({ surface }: FrameStores): SavedState['surface'] {
  const { shells, inside, selected, health } = savedSurface(surface.state);
  return { shells: shells.map((shell) => ({ ...shell })), inside, selected, health };
}

function copyOfSlices(state: SlicesState, { hidden }: LabelsState): SavedState['slices'] {
  const { cell, planes, pictures, map, range } = savedSlices(state);
  return { cell: [...cell], planes: [...planes], pictures, map, range: range && { ...range }, hidden: [...hidden].slice(0, 1000) };
}
