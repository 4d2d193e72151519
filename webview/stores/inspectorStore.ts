import { Store } from './store';

export interface InspectorState {
  readonly visible: boolean;
  /** Pixels, beside the scene. */
  readonly width: number;
  /** Pixels, where the window is narrow and the inspector lies under the scene. */
  readonly height: number;
  /** Ids of the sections that are folded. */
  readonly folded: readonly string[];
}

export type InspectorStore = Store<InspectorState>;

export const inspectorLimits = { width: { least: 200, most: 640 }, height: { least: 120, most: 640 } } as const;

export const inspectorDefaults: InspectorState = { visible: true, width: 320, height: 296, folded: [] };

export function createInspectorStore(): InspectorStore {
  return new Store(inspectorDefaults);
}

export function toggleFolded(inspector: InspectorStore, id: string): void {
  const { folded } = inspector.state;
  inspector.set({ folded: folded.includes(id) ? folded.filter((other) => other !== id) : [...folded, id] });
}

/** Sets the inspector's size along the side by which it is resized, held within its limits. */
export function resizeInspector(inspector: InspectorStore, side: 'width' | 'height', pixels: number): void {
  const { least, most } = inspectorLimits[side];
  const held = Math.round(Math.min(most, Math.max(least, pixels)));
  inspector.set(side === 'width' ? { width: held } : { height: held });
}
