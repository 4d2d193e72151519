import type { HealthResult, SurfaceDescription, SurfaceResult, SurfaceShell } from '../../src/compute/modelProtocol';
import type { GridValues } from '../../src/geometry/gridValues';
import { Store } from './store';

/** The surface of the opened field: at which values, how it looks, and what came of it. */
export interface SurfaceState {
  /** Null for a file that has no surface. */
  readonly surface: SurfaceDescription | null;
  /** How the field's values are spread; null until it is known. */
  readonly values: GridValues | null;
  readonly shells: readonly SurfaceShell[];
  /** The shell that slices are centred on. */
  readonly selected: number;
  readonly inside: 'below' | 'above';
  /** A value is being dragged: a coarse surface may stand for the whole. */
  readonly moving: boolean;
  /** What is on show; null until the first surface is there. */
  readonly shown: SurfaceResult | null;
  readonly failure: string | null;
  /** Whether cells are shown where the gradient is off. */
  readonly health: boolean;
  /** What was found there; null until it is known. */
  readonly healthFound: HealthResult | null;
}

export type SurfaceStore = Store<SurfaceState>;

export const mostShells = 6;

const nothing: SurfaceState = {
  surface: null,
  values: null,
  shells: [],
  selected: 0,
  inside: 'below',
  moving: false,
  shown: null,
  failure: null,
  health: false,
  healthFound: null,
};

export function createSurfaceStore(): SurfaceStore {
  return new Store(nothing);
}

/** What of the surface is kept over a reload. */
export type SavedSurface = Pick<SurfaceState, 'shells' | 'inside' | 'selected' | 'health'>;

export function savedSurface({ shells, inside, selected, health }: SurfaceState): SavedSurface {
  return { shells, inside, selected, health };
}

/** The surface that a field begins with: at the value that was told from its values, opaque. */
function defaults({ iso, inside }: SurfaceDescription): Pick<SurfaceState, 'shells' | 'inside' | 'selected'> {
  return { shells: [{ iso, opacity: 1 }], inside, selected: 0 };
}

/** The surface of a field that was just opened, as `kept` has it or as its values suggest. */
export function beginSurface(store: SurfaceStore, surface: SurfaceDescription | null, kept: SavedSurface | null): void {
  if (!surface) {
    store.set(nothing);
    return;
  }
  const usable = kept !== null && kept.shells.length > 0 && kept.shells.length <= mostShells;
  store.set({
    ...nothing,
    ...defaults(surface),
    ...(usable ? { ...kept, selected: Math.min(kept.shells.length - 1, Math.max(0, Math.round(kept.selected))) } : {}),
    surface,
    shown: surface.shown,
  });
}

export function resetSurface(store: SurfaceStore): void {
  const { surface } = store.state;
  if (surface) store.set({ ...defaults(surface), moving: false });
}

/** True when the surface is not the one that the field begins with. */
export function isSurfaceChanged({ surface, shells, inside }: SurfaceState): boolean {
  return surface !== null && (shells.length !== 1 || shells[0].iso !== surface.iso || shells[0].opacity !== 1 || inside !== surface.inside);
}

/** Values that a surface may be at: all that the field has. */
export function isoRange({ values }: SurfaceState): { readonly min: number; readonly max: number } | null {
  return values && values.min !== null && values.max !== null && values.max > values.min ? { min: values.min, max: values.max } : null;
}

/** Moves a shell to a value, held within those of the field. */
export function moveShell(store: SurfaceStore, shell: number, iso: number, moving: boolean): void {
  const { state } = store;
  const range = isoRange(state);
  const held = range ? Math.min(range.max, Math.max(range.min, iso)) : iso;
  if (!Number.isFinite(held)) return;
  store.set({ shells: state.shells.map((each, number) => (number === shell ? { ...each, iso: held } : each)), selected: shell, moving });
}

export function setShellOpacity(store: SurfaceStore, shell: number, opacity: number): void {
  const held = Math.min(1, Math.max(0.05, opacity));
  store.set({ shells: store.state.shells.map((each, number) => (number === shell ? { ...each, opacity: held } : each)), selected: shell });
}

/** One more shell, where there is most room between the values of the others and the ends; the outer ones let it through. */
export function addShell(store: SurfaceStore): void {
  const { state } = store;
  const range = isoRange(state);
  if (!range || state.shells.length >= mostShells) return;
  const values = state.values;
  const [low, high] = values && values.low !== null && values.high !== null && values.high > values.low ? [values.low, values.high] : [range.min, range.max];
  const places = [low, ...state.shells.map(({ iso }) => iso).sort((a, b) => a - b), high];
  let widest = 0;
  for (let i = 1; i < places.length - 1; i++) if (places[i + 1] - places[i] > places[widest + 1] - places[widest]) widest = i;
  const shells = [...state.shells.map(({ iso, opacity }) => ({ iso, opacity: Math.min(opacity, 0.5) })), { iso: (places[widest] + places[widest + 1]) / 2, opacity: 0.5 }];
  store.set({ shells, selected: shells.length - 1, moving: false });
}

export function removeShell(store: SurfaceStore, shell: number): void {
  const { shells, selected } = store.state;
  if (shells.length < 2) return;
  const rest = shells.filter((_, number) => number !== shell);
  const alone = rest.length === 1 ? [{ ...rest[0], opacity: 1 }] : rest;
  store.set({ shells: alone, selected: Math.min(alone.length - 1, selected > shell ? selected - 1 : selected), moving: false });
}
