import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import type { CellState } from '../../src/geometry/cellDifference';
import type { Vector3 } from '../../src/model/bounds';
import type { InspectorStore } from '../stores/inspectorStore';
import type { Store } from '../stores/store';
import type { ComparisonStore, ComparisonViewStore } from './comparisonStore';

/** The point or cell that was clicked in either scene. */
export interface ComparisonPick {
  readonly side: ComparisonSide;
  /** Row in its file; null where it is not known. */
  readonly row: number | null;
  /** Where it is drawn: moved, where the compared is. */
  readonly position: Vector3;
  /** To the other side; null while it is not known, NaN where there is none. */
  readonly distance: number | null;
  /** Of grids, the cell. */
  readonly cell: PickedCell | null;
}

/** A cell with what both files have there. */
export interface PickedCell {
  readonly index: Vector3;
  /** Null while it is not known. */
  readonly state: CellState | null;
  /** The first of each file's values, as text; null while they are not known. */
  readonly values: Readonly<Record<ComparisonSide, string | null>> | null;
}

export interface PickedState {
  readonly picked: ComparisonPick | null;
}

/** What the sections of a comparison's inspector show and ask for. */
export interface ComparisonContext {
  readonly view: ComparisonViewStore;
  readonly comparison: ComparisonStore;
  readonly picks: Store<PickedState>;
  readonly inspector: InspectorStore;
  /** Looks at a place of a side's file in both scenes; `distance` tells from how near. */
  readonly flyTo: (side: ComparisonSide, position: Vector3, distance: number) => void;
  readonly copy: (text: string, what: string) => void;
}
