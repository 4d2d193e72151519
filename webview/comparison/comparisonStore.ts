import type { AlignMethod } from '../../src/operations/alignOptions';
import type { ColourMapName } from '../scene/colourMaps';
import { rangeAboutZero } from '../scene/colourMaps';
import type { ValueRange } from '../scene/sceneApi';
import { Store } from '../stores/store';
import type { CellState } from '../../src/geometry/cellDifference';
import type { Difference, PointDifference } from './difference';

export const layouts = ['side', 'overlay', 'swipe'] as const;
export type Layout = (typeof layouts)[number];

export const colourings = ['distance', 'x', 'y', 'z', 'file', 'two'] as const;
/** By the distance, by one axis of the difference, as the files have it, or one colour each. */
export type ComparisonColouring = (typeof colourings)[number];

export type Alignment = 'none' | AlignMethod;

/** How a comparison is looked at: all of it is kept over a reload. */
export interface ComparisonView {
  readonly layout: Layout;
  readonly linked: boolean;
  /** Where the swipe's divider is, 0...1 of the width. */
  readonly divider: number;
  /** In the overlay, 0...1. */
  readonly opacityCompared: number;
  readonly opacityReference: number;
  readonly colouring: ComparisonColouring;
  /** Null follows the distances. */
  readonly range: ValueRange | null;
  /** An interval of distances that is emphasised or shown alone; null for all. */
  readonly interval: ValueRange | null;
  readonly threshold: number | null;
  /** Only points beyond the threshold are shown. */
  readonly beyondOnly: boolean;
  /** What is not in the interval is not drawn. */
  readonly alone: boolean;
  readonly align: Alignment;
  readonly trim: number;
  /** Points of each that are compared at most; null for all. */
  readonly sample: number | null;
  /** Of grids: what is not drawn. */
  readonly hiddenStates: readonly CellState[];
}

export const firstView: ComparisonView = {
  layout: 'side',
  linked: true,
  divider: 0.5,
  opacityCompared: 1,
  opacityReference: 0.5,
  colouring: 'distance',
  range: null,
  interval: null,
  threshold: null,
  beyondOnly: false,
  alone: false,
  align: 'none',
  trim: 0,
  sample: null,
  hiddenStates: [],
};

/** What is known of the difference. */
export interface ComparisonState {
  readonly difference: Difference | null;
  /** Whether one of the files is a grid, as far as they are read. */
  readonly grids: boolean;
  /** While distances are computed. */
  readonly busy: boolean;
}

export type ComparisonViewStore = Store<ComparisonView>;
export type ComparisonStore = Store<ComparisonState>;

export function createComparisonStores(): { view: ComparisonViewStore; comparison: ComparisonStore } {
  return { view: new Store(firstView), comparison: new Store<ComparisonState>({ difference: null, grids: false, busy: false }) };
}

/** One map for both scenes: diverging where values have signs. */
export function colourMapOf(view: ComparisonView, difference: PointDifference): ColourMapName {
  return isSigned(view, difference) ? 'diverging' : 'viridis';
}

function isSigned({ colouring }: ComparisonView, difference: PointDifference): boolean {
  return colouring === 'x' || colouring === 'y' || colouring === 'z' || difference.signed;
}

/** The range of the colours: the user's, or from zero to what 99 of 100 points stay below; signed ones as wide to both sides. */
export function colourRangeOf(view: ComparisonView, difference: PointDifference): ValueRange {
  if (view.range) return view.range;
  const { usual } = difference;
  return isSigned(view, difference) ? rangeAboutZero({ min: -usual, max: usual }) : { min: 0, max: usual };
}
