import type { Disposable } from '../../src/messaging/port';
import type { SceneViewer, ValueRange } from '../scene/sceneApi';
import type { ColouringStore } from '../stores/colouringStore';
import { choiceKey, choicesOf, labelScalar, heightRange, sceneColouring, titleOf } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import type { ViewStore } from '../stores/viewStore';
import type { FrameActions } from './frameApi';

/** Carries the choice of colours to the scene: fetches a scalar's values when they are chosen, and tells the range they have. */
export class ColouringController implements Disposable {
  private request: AbortController | undefined;
  /** The choice whose values the store holds. */
  private prepared = '';

  constructor(
    private readonly file: FileStore,
    private readonly colouring: ColouringStore,
    private readonly view: ViewStore,
    private readonly viewer: SceneViewer,
    private readonly actions: Pick<FrameActions, 'requestScalars' | 'log'>,
    private readonly say: (message: string) => void,
  ) {
    colouring.subscribe((state, previous) => {
      if (state.choice !== previous.choice) this.prepare(true);
      this.apply();
    });
    view.subscribe((state, previous) => {
      if (state.upAxis === previous.upAxis || this.colouring.state.choice.by !== 'height') return;
      this.setValues(this.height());
    });
  }

  /** The present choice again, for a file that was just read; a choice that it lacks gives way to the scene's own. */
  begin(): void {
    const { result } = this.file.state;
    if (!result) return;
    const { choice } = this.colouring.state;
    const known = choicesOf(result).some((other) => choiceKey(other) === choiceKey(choice));
    this.prepared = '';
    if (known) this.prepare(false);
    else this.chooseDefault();
    this.apply();
  }

  /**
   * The scalar that is preferred where the file has it. Otherwise file colours where there are some, height for clouds
   * and one colour for surfaces, as the scene does.
   */
  chooseDefault(preferred: string | null = null): void {
    const { result } = this.file.state;
    if (!result) return;
    const scalar = result.scalars.find(({ id }) => id === preferred)?.id;
    if (scalar !== undefined) {
      this.colouring.set({ choice: { by: 'scalar', scalar } });
      return;
    }
    const { kind } = result.info;
    if (!result.hasColours && result.scalars.some(({ id }) => id === labelScalar)) {
      this.colouring.set({ choice: { by: 'scalar', scalar: labelScalar } });
      return;
    }
    const otherwise = kind === 'mesh' || kind === 'voxelGrid' || result.surface ? 'uniform' : 'height';
    this.colouring.set({ choice: { by: result.hasColours ? 'file' : otherwise } });
  }

  /** The next of all choices, the first after the last. */
  next(): void {
    const { result } = this.file.state;
    if (!result) return;
    const choices = choicesOf(result);
    const key = choiceKey(this.colouring.state.choice);
    const at = choices.findIndex((choice) => choiceKey(choice) === key);
    const following = choices[(at + 1) % choices.length];
    if (following) this.colouring.set({ choice: following });
  }

  /** Brings the values to the scene again, which has lost them. */
  restore(): void {
    this.prepared = '';
    this.prepare(false);
  }

  /** Brings the values to what is being put in the place of the content, if they are what it is coloured by. */
  async bring(): Promise<void> {
    const { choice } = this.colouring.state;
    if (choice.by !== 'scalar' || !this.file.state.result) return;
    this.request?.abort();
    const controller = new AbortController();
    this.request = controller;
    await this.fetch(choice.scalar, choice.scalar, false, controller.signal);
  }

  dispose(): void {
    this.request?.abort();
  }

  private height(): ValueRange | null {
    return heightRange(this.file.state.result?.info.bounds, this.view.state.upAxis);
  }

  private setValues(values: ValueRange | null): void {
    this.colouring.set({ values, histogram: null, busy: false });
  }

  private prepare(announce: boolean): void {
    const { result } = this.file.state;
    const { choice } = this.colouring.state;
    const key = choiceKey(choice);
    if (!result || key === this.prepared) return;
    this.prepared = key;
    this.request?.abort();
    const title = titleOf(choice, result.scalars);
    if (choice.by !== 'scalar') {
      this.viewer.clearScalars();
      this.setValues(choice.by === 'height' ? this.height() : null);
      if (announce) this.say(`Coloured by ${title.toLowerCase()}`);
      return;
    }
    // The range is known before the values come, so that the panel does not change under the pointer.
    const known = result.scalars.find(({ id }) => id === choice.scalar);
    const min = known?.min ?? null;
    const max = known?.max ?? null;
    const controller = new AbortController();
    this.request = controller;
    this.viewer.clearScalars();
    this.colouring.set({ values: min !== null && max !== null ? { min, max } : null, histogram: null, busy: true });
    void this.fetch(choice.scalar, title, announce, controller.signal);
  }

  private async fetch(scalar: string, title: string, announce: boolean, signal: AbortSignal): Promise<void> {
    try {
      const { min, max, histogram } = await this.actions.requestScalars(scalar, signal);
      if (signal.aborted) return;
      const values = min !== null && max !== null ? { min, max } : null;
      this.colouring.set({ values, histogram: values === null ? null : histogram, busy: false });
      if (announce) this.say(`Coloured by ${title}`);
    } catch (error) {
      if (signal.aborted) return;
      this.prepared = '';
      const reason = error instanceof Error ? error.message : String(error);
      this.actions.log('error', `Values of "${title}" could not be read: ${reason}`);
      this.colouring.set({ busy: false });
      this.say(`${title} could not be read`);
    }
  }

  private apply(): void {
    if (this.file.state.result) this.viewer.setColouring(sceneColouring(this.colouring.state));
  }
}
