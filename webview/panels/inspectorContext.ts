import type { EditorCommand } from '../../src/compute/editorProtocol';
import type { ClippingStore } from '../stores/clippingStore';
import type { ColouringStore } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import type { InspectorStore } from '../stores/inspectorStore';
import type { LabelsStore } from '../stores/labelsStore';
import type { ReadingStore } from '../stores/readingStore';
import type { LinesStore } from '../stores/linesStore';
import type { PickStore } from '../stores/pickStore';
import type { SlicesStore } from '../stores/slicesStore';
import type { SurfaceStore } from '../stores/surfaceStore';
import type { ViewStore } from '../stores/viewStore';
import type { Shading } from '../scene/sceneApi';
import type { Section } from './section';
import type { MeasureActions } from './sections/measureSection';

/** A way of drawing that a kind of model offers. */
export interface ShadingChoice {
  readonly shading: Shading;
  readonly title: string;
}

/** What the sections of the inspector show and change, and the few things they ask for. */
export interface InspectorContext {
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
  /** Asks where to save the surface, and writes it. */
  saveSurface(): void;
  readonly reading: ReadingStore;
  /** Ways of drawing the opened kind of model. */
  readonly shadings: readonly ShadingChoice[];
  /** Puts text on the clipboard and says that `what` is there. */
  copy(text: string, what: string): void;
  /** What the opened file can be measured by. */
  readonly measure: MeasureActions;
  /** In an editor of one file. */
  readonly command?: (command: EditorCommand) => void;
  clearPick(): void;
  centreOnPick(): void;
}

/** Makes one section; it follows the stores from then on. */
export type CreateSection = (context: InspectorContext) => Section;
