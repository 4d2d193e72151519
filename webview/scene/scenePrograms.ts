import type { SceneMaterials } from './sceneMaterials';
import type { Stage } from './stage';
import { compilePrograms } from './warmUp';

/** Compiles what draws: points at once, since every first picture waits for them, the rest when there is time or a mesh is on its way. */
export class ScenePrograms {
  /** All programs but that of points were asked for. */
  private othersAsked = false;
  private disposed = false;

  /** `failed` gets an error for people. */
  constructor(
    private readonly stage: Stage,
    private readonly materials: SceneMaterials,
    private readonly ready: () => void,
    private readonly failed: (message: string) => void,
  ) {}

  async begin(): Promise<void> {
    this.othersAsked = false;
    try {
      await compilePrograms(this.stage.renderer, this.materials, 'points');
    } catch (error) {
      this.tell(error);
    }
    if (!this.disposed && !this.stage.lost) this.ready();
  }

  compileOthers(): void {
    if (this.othersAsked || this.disposed || this.stage.lost) return;
    this.othersAsked = true;
    compilePrograms(this.stage.renderer, this.materials, 'others').catch((error: unknown) => this.tell(error));
  }

  dispose(): void {
    this.disposed = true;
  }

  private tell(error: unknown): void {
    if (!this.disposed) this.failed(error instanceof Error ? error.message : String(error));
  }
}
