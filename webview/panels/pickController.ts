import type { PickResult } from '../../src/compute/modelProtocol';
import type { Disposable } from '../../src/messaging/port';
import type { Vector3 } from '../../src/model/bounds';
import type { PickHit, SceneViewer } from '../scene/sceneApi';
import type { Picked, PickStore } from '../stores/pickStore';
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
    private readonly actions: Pick<FrameActions, 'pick' | 'cell'>,
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

  /** A cell of a grid, whose centre is at `position`. */
  cell(cell: Vector3, position: Vector3): void {
    void this.ask({ position, face: null }, this.actions.cell(cell));
  }

  private async show(hit: PickHit | null): Promise<void> {
    if (hit === null) {
      this.clear();
      return;
    }
    const { piece, slot, position } = hit;
    if (hit.kind === 'cell') {
      this.cell(hit.cell, position);
      return;
    }
    await this.ask({ position, face: hit.kind === 'triangle' ? hit.face : null }, this.actions.pick({ piece, slot }));
  }

  private async ask(base: Pick<Picked, 'position' | 'face'>, request: Promise<PickResult>): Promise<void> {
    this.generation += 1;
    const { generation } = this;
    this.pick.set({ picked: { ...base, values: null, failure: null } });
    try {
      const values = await request;
      if (generation !== this.generation) return;
      this.pick.set({ picked: { ...base, values, failure: null } });
      const what = values.cell ? `cell ${values.cell.join(', ')}` : `point ${count(values.index)}`;
      this.say(`Picked ${what} at ${values.position.join(', ')}`);
    } catch (error) {
      if (generation !== this.generation) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.pick.set({ picked: { ...base, values: null, failure: `Its values could not be read: ${reason}` } });
    }
  }
}
