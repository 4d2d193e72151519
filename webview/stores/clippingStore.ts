import * as v from 'valibot';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { Store } from './store';

const finite = v.pipe(v.number(), v.finite());
const vector = v.tuple([finite, finite, finite]);

/** How far an open side lies outside of the room, as a share of its size: more than the rounding of float32. */
const outside = 1e-5;

/** The box outside of which nothing is shown. */
export interface ClippingState {
  readonly on: boolean;
  /** As it was set, in the file's coordinates; null follows {@link room}. */
  readonly box: Bounds | null;
  /** The bounds of what there is to clip; null before anything is known of them. */
  readonly room: Bounds | null;
}

export type ClippingStore = Store<ClippingState>;
export type ClippingEnd = 'min' | 'max';

export function createClippingStore(): ClippingStore {
  return new Store<ClippingState>({ on: false, box: null, room: null });
}

/** The box as its controls show it. */
export function boxOf({ box, room }: ClippingState): Bounds | null {
  return box ?? room;
}

/**
 * What the scene is to clip; null for nothing. A side that reaches the room's end is open: rounding must not take away
 * what lies on the bounds themselves.
 */
export function clipOf({ on, box, room }: ClippingState): Bounds | null {
  const wanted = box ?? room;
  if (!on || !wanted) return null;
  return room ? open(wanted, room) : wanted;
}

function open(box: Bounds, room: Bounds): Bounds {
  const margin = Math.max(...room.max.map((value, axis) => value - room.min[axis])) || 1;
  const side = (end: ClippingEnd): Vector3 => {
    const value = (axis: 0 | 1 | 2): number => {
      const [wanted, limit] = [box[end][axis], room[end][axis]];
      if (end === 'min') return wanted <= limit ? Math.min(wanted, limit - outside * margin) : wanted;
      return wanted >= limit ? Math.max(wanted, limit + outside * margin) : wanted;
    };
    return [value(0), value(1), value(2)];
  };
  return { min: side('min'), max: side('max') };
}

/** Moves one face of the box, held at the opposite one. */
export function moveFace(clipping: ClippingStore, end: ClippingEnd, axis: 0 | 1 | 2, value: number): void {
  const box = boxOf(clipping.state);
  if (!box || !Number.isFinite(value)) return;
  const held = end === 'min' ? Math.min(value, box.max[axis]) : Math.max(value, box.min[axis]);
  const moved: [number, number, number] = [...box[end]];
  moved[axis] = held;
  clipping.set({ box: { ...box, [end]: moved } });
}

/** What is remembered of it; the room is the file's. */
export const savedClipping = v.optional(v.object({ on: v.boolean(), box: v.nullable(v.object({ min: vector, max: vector })) }), { on: false, box: null });

export function saveClipping({ state: { on, box } }: ClippingStore): v.InferOutput<typeof savedClipping> {
  return { on, box: box && { min: [...box.min], max: [...box.max] } };
}

export function toggleClipping(clipping: ClippingStore): void {
  clipping.set({ on: !clipping.state.on });
}
