import type { GridDescription } from '../../src/compute/modelProtocol';
import type { GridSlice, SliceComponent } from '../../src/geometry/gridSlice';
import type { GridValues } from '../../src/geometry/gridValues';
import type { Vector3 } from '../../src/model/bounds';
import type { Axis } from '../../src/model/grid';
import type { ColourMapName } from '../scene/colourMaps';
import type { ValueRange } from '../scene/sceneApi';
import { Store } from './store';

export const gridAxes = [0, 1, 2] as const;

/** Slices of the opened grid: where they are, how they look, and what the pointer is over. */
export interface SlicesState {
  /** Null for a file without a grid. */
  readonly grid: GridDescription | null;
  /** The cell where the three slices meet. */
  readonly cell: Vector3;
  /** Which of them cut through the scene. */
  readonly planes: readonly [boolean, boolean, boolean];
  /** The three pictures under the scene. */
  readonly pictures: boolean;
  readonly component: SliceComponent;
  /** How the values are spread; null until it is known. */
  readonly values: GridValues | null;
  /** Null takes the one that fits the values. */
  readonly map: ColourMapName | null;
  /** Null follows the common values. */
  readonly range: ValueRange | null;
  /** The value in the middle of a diverging map. */
  readonly centre: number;
  /** Where slices show the line of one value; null shows none. */
  readonly contour: number | null;
  /** The layers that are shown, as they come. */
  readonly shown: readonly [GridSlice | null, GridSlice | null, GridSlice | null];
  /** The cell under the pointer; null when it is over none. */
  readonly hovered: Vector3 | null;
}

export type SlicesStore = Store<SlicesState>;

const nothing: SlicesState = {
  grid: null,
  cell: [0, 0, 0],
  planes: [false, false, false],
  pictures: true,
  component: 0,
  values: null,
  map: null,
  range: null,
  centre: 0,
  contour: null,
  shown: [null, null, null],
  hovered: null,
};

export function createSlicesStore(): SlicesStore {
  return new Store(nothing);
}

/** What of the slices is kept over a reload. */
export type SavedSlices = Pick<SlicesState, 'cell' | 'planes' | 'pictures' | 'map' | 'range'>;

export function savedSlices({ cell, planes, pictures, map, range }: SlicesState): SavedSlices {
  return { cell, planes, pictures, map, range };
}

/** Slices of a grid that was just opened: through its middle, or where `kept` has them. Planes would hide a surface, which is shown instead. */
export function beginSlices(slices: SlicesStore, grid: GridDescription | null, kept: SavedSlices | null, hasSurface: boolean): void {
  if (!grid) {
    slices.set({ grid: null, shown: [null, null, null], values: null, hovered: null });
    return;
  }
  const isField = grid.content === 'field' && !hasSurface;
  const middle = [0, 1, 2].map((axis) => Math.floor((grid.dimensions[axis] - 1) / 2));
  slices.set({
    ...nothing,
    planes: [isField, isField, isField],
    component: grid.components.length > 1 ? 'magnitude' : 0,
    ...(kept ?? {}),
    grid,
    cell: heldIn(grid, kept?.cell ?? [middle[0], middle[1], middle[2]]),
  });
}

function heldIn({ dimensions }: GridDescription, [x, y, z]: Vector3): Vector3 {
  const held = (index: number, axis: Axis): number => Math.min(dimensions[axis] - 1, Math.max(0, Math.round(index)));
  return [held(x, 0), held(y, 1), held(z, 2)];
}

/** Moves the slice across an axis, held within the grid. */
export function moveSlice(slices: SlicesStore, axis: Axis, index: number): void {
  const { grid, cell } = slices.state;
  if (!grid) return;
  const next: [number, number, number] = [...cell];
  next[axis] = index;
  moveTo(slices, next);
}

/** Moves all three slices to a cell. */
export function moveTo(slices: SlicesStore, cell: Vector3): void {
  const { grid, cell: before } = slices.state;
  if (!grid) return;
  const held = heldIn(grid, cell);
  if (held.some((index, axis) => index !== before[axis])) slices.set({ cell: held });
}

export function togglePlane(slices: SlicesStore, axis: Axis): void {
  const planes: [boolean, boolean, boolean] = [...slices.state.planes];
  planes[axis] = !planes[axis];
  slices.set({ planes });
}

/** True when values lie on both sides of the centre. */
function isSigned({ values, centre }: SlicesState): boolean {
  return values !== null && values.min !== null && values.max !== null && values.min < centre && values.max > centre;
}

export function mapOfSlices(state: SlicesState): ColourMapName {
  if (state.map) return state.map;
  if (state.grid?.content === 'labels') return 'categories';
  return isSigned(state) ? 'diverging' : 'viridis';
}

/** The values that colours run over; null until they are known, or when there is none. */
export function rangeOfSlices(state: SlicesState): ValueRange | null {
  const { values, range, centre } = state;
  if (range) return range;
  if (!values || values.min === null || values.max === null || values.low === null || values.high === null) return null;
  // A few outliers must not take all contrast from the rest.
  const common = values.max - values.min > 2 * (values.high - values.low) && values.high > values.low;
  const { min, max } = common ? { min: values.low, max: values.high } : { min: values.min, max: values.max };
  if (mapOfSlices(state) !== 'diverging') return { min, max };
  const extent = Math.max(Math.abs(min - centre), Math.abs(max - centre));
  return { min: centre - extent, max: centre + extent };
}
