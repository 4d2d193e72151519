import type { EditorSettings } from '../../src/compute/editorProtocol';
import type { PickParams, PickResult, ScalarsResult } from '../../src/compute/modelProtocol';
import type { GridActions } from '../grids/gridView';
import type { SurfaceActions } from '../grids/surfaceView';
import type { SceneOptions, SceneViewer } from '../scene/sceneApi';
import type { MeasureActions } from './sections/measureSection';

/** What the frame asks of whoever holds the file: the page's session. */
export interface FrameActions extends GridActions, SurfaceActions {
  cancelLoading(): void;
  /** Reads the file again after a failure or a cancel. */
  retry(): void;
  /** Reads the file again, as `frame.reading` now says. */
  reread(): void;
  openAsText(): void;
  copyText(text: string): void;
  /** `name` is what the host's dialog proposes: "bunny.png". */
  saveImage(name: string, png: Uint8Array<ArrayBuffer>): void;
  /** What the next editor that is opened shall begin with. */
  remember(settings: Partial<Omit<EditorSettings, 'limit'>>): void;
  setStatus(text: string, tooltip: string): void;
  /** Brings the values of a scalar to the viewer (`frame.viewer.addScalars`, piece by piece); answers when all are there. */
  requestScalars(scalar: string, signal: AbortSignal): Promise<ScalarsResult>;
  /** Brings outlines and edges to the viewer (`frame.viewer.add`). */
  requestLines(): Promise<void>;
  /** Brings points that stand for cells (`frame.viewer.add`). */
  requestPoints(): Promise<void>;
  /** Tells every piece to the viewer again, after a lost context. */
  requestDisplay(): Promise<void>;
  pick(vertex: PickParams): Promise<PickResult>;
  /** Runs operations on the opened file. */
  readonly measure: MeasureActions;
  /** The state changed (told a moment after the last change): `frame.getState()` is worth keeping. */
  stateChanged(): void;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** Makes the scene; the frame knows no more of it than its interface. */
export type CreateViewer = (options: SceneOptions) => SceneViewer;
