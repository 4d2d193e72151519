import type { EditorSettings } from '../../src/compute/editorProtocol';
import type { Normals, Shading } from '../scene/sceneApi';
import { Store } from './store';

/** How the scene is drawn, besides its colours. */
export interface ViewState {
  readonly shading: Shading;
  /** Whether surfaces are lit face by face, or as if they were round. */
  readonly normals: Normals;
  readonly projection: EditorSettings['projection'];
  readonly upAxis: EditorSettings['upAxis'];
  /** CSS pixels. */
  readonly pointSize: number;
  readonly background: EditorSettings['background'];
}

export type ViewStore = Store<ViewState>;

export const pointSizeLimits = { least: 1, most: 20 } as const;

export function createViewStore(): ViewStore {
  return new Store<ViewState>({
    shading: 'surface',
    normals: 'flat',
    projection: 'perspective',
    upAxis: 'z',
    pointSize: 2,
    background: 'theme',
  });
}

/** Sets the size of points to whole pixels within the limits. */
export function setPointSize(view: ViewStore, pixels: number): void {
  view.set({ pointSize: Math.min(pointSizeLimits.most, Math.max(pointSizeLimits.least, Math.round(pixels))) });
}
