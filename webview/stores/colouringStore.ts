import type { OpenResult, ScalarChoice } from '../../src/compute/modelProtocol';
import type { Bounds } from '../../src/model/bounds';
import type { ColourMapName } from '../scene/colourMaps';
import { rangeAboutZero } from '../scene/colourMaps';
import type { Colouring, UpAxis, ValueRange } from '../scene/sceneApi';
import { Store } from './store';

/** What to colour by. */
export type ColourChoice =
  | { readonly by: 'file' | 'height' | 'uniform' }
  | { readonly by: 'scalar'; readonly scalar: string };

/** How one choice's values become colours; kept for each, so that returning to it finds it as it was. */
export interface Mapping {
  readonly map: ColourMapName;
  /** Null follows the values' own range. */
  readonly range: ValueRange | null;
}

export interface ColouringState {
  readonly choice: ColourChoice;
  /** By {@link choiceKey}. */
  readonly mappings: ReadonlyMap<string, Mapping>;
  /** Range of the values of the choice; null when it has none (file colours, one colour, no finite value). */
  readonly values: ValueRange | null;
  /** Counts in equal bins over `values`; null where nobody counted. */
  readonly histogram: readonly number[] | null;
  /** Values of a scalar are on their way. */
  readonly busy: boolean;
}

export type ColouringStore = Store<ColouringState>;

export function createColouringStore(): ColouringStore {
  return new Store<ColouringState>({
    choice: { by: 'uniform' },
    mappings: new Map(),
    values: null,
    histogram: null,
    busy: false,
  });
}

/** A text that is the same for the same choice: "height", "scalar vertex.intensity". */
export function choiceKey(choice: ColourChoice): string {
  return choice.by === 'scalar' ? `scalar ${choice.scalar}` : choice.by;
}

/** Reads what {@link choiceKey} wrote; null for anything else. */
export function choiceOfKey(key: string): ColourChoice | null {
  if (key === 'file' || key === 'height' || key === 'uniform') return { by: key };
  return key.startsWith('scalar ') ? { by: 'scalar', scalar: key.slice('scalar '.length) } : null;
}

/** All that an opened file can be coloured by, in the order in which "next colouring" walks through them. */
export function choicesOf(result: OpenResult): ColourChoice[] {
  return [
    ...(result.hasColours ? [{ by: 'file' } as const] : []),
    { by: 'height' },
    ...result.scalars.map(({ id }) => ({ by: 'scalar', scalar: id }) as const),
    { by: 'uniform' },
  ];
}

export function titleOf(choice: ColourChoice, scalars: readonly ScalarChoice[]): string {
  switch (choice.by) {
    case 'file':
      return 'File colours';
    case 'height':
      return 'Height';
    case 'uniform':
      return 'One colour';
    case 'scalar':
      return scalars.find(({ id }) => id === choice.scalar)?.title ?? choice.scalar;
  }
}

/** Range of the coordinate along the up axis, as the scene colours by it. */
export function heightRange(bounds: Bounds | null | undefined, upAxis: UpAxis): ValueRange | null {
  if (!bounds) return null;
  const axis = { x: 0, y: 1, z: 2 } as const;
  switch (upAxis) {
    case 'x':
    case 'y':
    case 'z':
      return { min: bounds.min[axis[upAxis]], max: bounds.max[axis[upAxis]] };
    case '-x':
      return { min: -bounds.max[0], max: -bounds.min[0] };
    case '-y':
      return { min: -bounds.max[1], max: -bounds.min[1] };
    case '-z':
      return { min: -bounds.max[2], max: -bounds.min[2] };
  }
}

/** Labels of cells are names: no order among them means anything. */
export const labelScalar = 'cell.label';

/** True where colours run over a range of values: not for colours of the file, and not for labels, whose legend says more. */
export function isMapped(choice: ColourChoice): boolean {
  return choice.by === 'height' || (choice.by === 'scalar' && choice.scalar !== labelScalar);
}

/** Coordinates change sign wherever the origin lies; their zero means nothing to a colour map. */
const coordinate = /(^|\.)[xyz]$/;

/** Viridis for magnitudes, the diverging map about zero for values of both signs. */
export function defaultMapping(choice: ColourChoice, values: ValueRange | null): Mapping {
  if (choice.by === 'scalar' && choice.scalar === labelScalar) return { map: 'categories', range: null };
  const signed =
    choice.by === 'scalar' && !coordinate.test(choice.scalar) && values !== null && values.min < 0 && values.max > 0;
  return signed ? { map: 'diverging', range: rangeAboutZero(values) } : { map: 'viridis', range: null };
}

export function mappingOf(state: ColouringState): Mapping {
  return state.mappings.get(choiceKey(state.choice)) ?? defaultMapping(state.choice, state.values);
}

/** The range that colours run over now; null when the choice has no values. */
export function rangeOf(state: ColouringState): ValueRange | null {
  return mappingOf(state).range ?? state.values;
}

/** Changes the mapping of the present choice; a diverging map without a range of its own is centred on zero. */
export function setMapping(colouring: ColouringStore, change: Partial<Mapping>): void {
  const { state } = colouring;
  const mapping = { ...mappingOf(state), ...change };
  if (change.map === 'diverging' && mapping.range === null && state.values !== null) {
    mapping.range = rangeAboutZero(state.values);
  }
  colouring.set({ mappings: new Map(state.mappings).set(choiceKey(state.choice), mapping) });
}

export function resetMapping(colouring: ColouringStore): void {
  const mappings = new Map(colouring.state.mappings);
  mappings.delete(choiceKey(colouring.state.choice));
  colouring.set({ mappings });
}

/** True when the user set a map or a range for the present choice. */
export function isMappingChanged(state: ColouringState): boolean {
  return state.mappings.has(choiceKey(state.choice));
}

/** As the scene takes it. While a scalar's values are on their way, or where it has none, its points have one tone. */
export function sceneColouring(state: ColouringState): Colouring {
  const { choice } = state;
  const { map } = mappingOf(state);
  const range = rangeOf(state);
  switch (choice.by) {
    case 'file':
      return { kind: 'file' };
    case 'uniform':
      return { kind: 'uniform', colour: null };
    case 'height':
      return { kind: 'height', map, range };
    case 'scalar':
      return range === null ? { kind: 'uniform', colour: null } : { kind: 'scalar', scalar: choice.scalar, map, range };
  }
}
