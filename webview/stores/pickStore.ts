import type { PickResult } from '../../src/compute/modelProtocol';
import type { Vector3 } from '../../src/model/bounds';
import { Store } from './store';

/** The picked vertex: where it is at once, its values when the model has answered. */
export interface Picked {
  readonly position: Vector3;
  /** The face that was hit, on a surface. */
  readonly face: number | null;
  readonly values: PickResult | null;
  readonly failure: string | null;
}

export interface PickState {
  readonly picked: Picked | null;
}

export type PickStore = Store<PickState>;

export function createPickStore(): PickStore {
  return new Store<PickState>({ picked: null });
}
