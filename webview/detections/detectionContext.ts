import type { InspectorContext } from '../panels/inspectorContext';
import type { BoxPlace, DetectionStore } from './detectionStore';

/** What the sections about boxes show and ask for. */
export interface DetectionContext extends InspectorContext {
  readonly detections: DetectionStore;
  /** Lets the user choose the file to compare with. */
  compare(): void;
  forgetOther(): void;
  /** Opens the report of an evaluation of the two files. */
  evaluate(): void;
  /** Opens the report of a suppression with what is set here. */
  suppress(): void;
  selectPartner(): void;
  /** Points of the cloud in a box; null where nobody counted. */
  pointsIn(place: BoxPlace): number | null;
  /** Opens the points of the cloud that are seen through the selected box. */
  liftSelected(): void;
  clearSelection(): void;
}
