import type { Disposable } from '../../src/messaging/port';
import type { PickHit, SceneViewer } from '../scene/sceneApi';
import type { PickStore } from '../stores/pickStore';
import { count } from './figures';
import type { FrameActions } from './frameApi';

/** Carries a click in the scene to the inspector: the place at once, the values when the model has told them. */
export class PickController implements Disposable {
  private readonly subscription: Disposable;
  /** Grows with every pick, so that a late answer to an earlier one is dropped. */
  private generation = 0;

  constructor(
    private readonly pick: PickStore,
    private readonly viewer: SceneViewer,
    private readonly actions: Pick<FrameActions, 'pick'>,
    private readonly say: (message: string) => void,
  ) {
    this.subscription = viewer.on('picked', (hit) => void this.show(hit));
  }

  clear(): void {
    if (this.pick.state.picked === null) return;
    this.generation += 1;
    // First, since the scene may tell of the cleared mark itself.
    this.pick.set({ picked: null });
    this.viewer.mark(null);
    this.say('Pick cleared');
  }

  /** Turns the scene about the picked point from now on. */
  centre(): void {
    const { picked } = this.pick.state;
    if (picked) this.viewer.centreOn(picked.position);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async show(hit: PickHit | null): Promise<void> {
    if (hit === null) {
      this.clear();
      return;
    }
    this.generation += 1;
    const { generation } = this;
    const { piece, slot, position } = hit;
    const base = { position, face: hit.kind === 'triangle' ? hit.face : null };
    this.pick.set({ picked: { ...base, values: null, failure: null } });
    try {
      const values = await this.actions.pick({ piece, slot });
      if (generation !== this.generation) return;
      this.pick.set({ picked: { ...base, values, failure: null } });
      this.say(`Picked point ${count(values.index)} at ${values.position.join(', ')}`);
    } catch (error) {
      if (generation !== this.generation) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.pick.set({ picked: { ...base, values: null, failure: `Its values could not be read: ${reason}` } });
    }
  }
}
