import { CancelledError } from '../../src/model/errors';
import type { Disposable } from '../../src/messaging/port';
import type { DetectionActions, FoundPicture } from './detectionActions';
import { judgeSettings, type BoxPlace, type DetectionState, type DetectionStore } from './detectionStore';

/** Milliseconds of quiet before all images are counted anew: a slider that moves counts the one that is shown. */
const quiet = 150;

export interface ControllerEvents {
  picture(found: FoundPicture): void;
  failed(what: string, error: unknown): void;
}

/** Brings what the store asks for: boxes and picture of the image, verdicts with the settings, counts over all, values of the selected box. The newest question wins. */
export class DetectionController implements Disposable {
  private readonly subscription: Disposable;
  private questions = { boxes: 0, judgement: 0, picture: 0, values: 0 };
  private counting: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Set where boxes of another image are selected as soon as they are there. */
  private wanted: { readonly image: number; readonly place: BoxPlace } | null = null;

  constructor(
    private readonly store: DetectionStore,
    private readonly actions: DetectionActions,
    private readonly events: ControllerEvents,
  ) {
    this.subscription = store.subscribe((state, previous) => this.follow(state, previous));
  }

  /** A file was opened, or its other file changed: everything is asked anew. */
  begin(): void {
    void this.bringBoxes();
    void this.bringPicture();
    this.count(0);
  }

  /** Goes to an image and selects a box of it. */
  show(image: number, place: BoxPlace | null): void {
    const { state } = this.store;
    if (state.image === image && state.boxes) {
      this.store.set({ selected: place });
      return;
    }
    this.wanted = place ? { image, place } : null;
    this.store.set({ image });
  }

  async bringPicture(): Promise<void> {
    const question = ++this.questions.picture;
    const { image } = this.store.state;
    try {
      const found = await this.actions.picture(image);
      if (question === this.questions.picture) this.events.picture(found);
      else found.picture?.close();
    } catch (error) {
      if (question === this.questions.picture) this.events.picture({ picture: null, note: error instanceof Error ? error.message : String(error), canChoose: false });
    }
  }

  dispose(): void {
    this.subscription.dispose();
    clearTimeout(this.timer);
    this.counting?.abort();
  }

  private follow(state: DetectionState, previous: DetectionState): void {
    if (!state.overview) return;
    if (state.image !== previous.image) {
      this.store.set({ selected: null, hovered: null });
      void this.bringBoxes();
      void this.bringPicture();
      return;
    }
    const changed = (['score', 'suppression', 'suppressionIou', 'classAgnostic', 'matchIou'] as const).some((name) => state[name] !== previous[name]);
    if (changed) {
      void this.judge();
      this.count(quiet);
    }
    if (state.selected !== previous.selected) void this.bringValues(state.selected);
  }

  private async bringBoxes(): Promise<void> {
    const question = ++this.questions.boxes;
    const { image, other } = this.store.state;
    try {
      const [boxes, otherBoxes, judgement] = await Promise.all([
        this.actions.boxes(image, 'own'),
        other ? this.actions.boxes(image, 'other') : null,
        this.actions.judgeImage(image, judgeSettings(this.store.state)),
      ]);
      if (question !== this.questions.boxes) return;
      // One change, so that no picture shows the boxes of one image with the verdicts of another.
      const wanted = this.wanted?.image === image ? this.wanted.place : null;
      this.wanted = null;
      this.questions.judgement++;
      // What was selected stays where only the other file, or the version of the file, is new.
      const { selected } = this.store.state;
      const kept = selected && selected.index < ((selected.side === 'own' ? boxes : otherBoxes)?.count ?? 0) ? { ...selected } : null;
      this.store.set({ boxes, otherBoxes, judgement, selected: wanted ?? kept, hovered: null });
    } catch (error) {
      if (question === this.questions.boxes) this.events.failed('The boxes', error);
    }
  }

  private async judge(): Promise<void> {
    const question = ++this.questions.judgement;
    const { image } = this.store.state;
    try {
      const judgement = await this.actions.judgeImage(image, judgeSettings(this.store.state));
      if (question === this.questions.judgement) this.store.set({ judgement });
    } catch (error) {
      if (question === this.questions.judgement) this.events.failed('The verdicts', error);
    }
  }

  private count(delay: number): void {
    clearTimeout(this.timer);
    this.counting?.abort();
    const counting = new AbortController();
    this.counting = counting;
    this.timer = setTimeout(() => {
      this.actions.judgeAll(judgeSettings(this.store.state), counting.signal).then(
        (totals) => {
          if (!counting.signal.aborted) this.store.set({ totals });
        },
        (error: unknown) => {
          if (!counting.signal.aborted && !(error instanceof CancelledError)) this.events.failed('The counts', error);
        },
      );
    }, delay);
  }

  private async bringValues(place: BoxPlace | null): Promise<void> {
    const question = ++this.questions.values;
    this.store.set({ values: null });
    const { boxes, otherBoxes } = this.store.state;
    const row = place ? (place.side === 'own' ? boxes : otherBoxes)?.rows.at(place.index) : undefined;
    if (!place || row === undefined) return;
    try {
      const values = await this.actions.values(row, place.side);
      if (question === this.questions.values) this.store.set({ values });
    } catch (error) {
      if (question === this.questions.values) this.events.failed('The values', error);
    }
  }
}
