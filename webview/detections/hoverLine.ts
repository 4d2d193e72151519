import type { BoxSide, BoxValue } from '../../src/compute/detections/detectionProtocol';
import type { Disposable } from '../../src/messaging/port';
import { element } from '../panels/element';
import { categoryName, samePlace, type BoxPlace, type DetectionStore } from './detectionStore';
import { relationOf } from './relationOf';

/** Milliseconds over a box before its values are asked for: a pointer on its way passes many. */
const rest = 60;

/** One line under the picture with everything that is known of the box under the pointer. */
export class HoverLine implements Disposable {
  readonly element = element('p', { class: 'hover-line', attributes: { hidden: '', 'aria-hidden': 'true' } });
  private readonly subscription: Disposable;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shown: BoxPlace | null = null;

  constructor(
    private readonly store: DetectionStore,
    private readonly values: (row: number, of: BoxSide) => Promise<readonly BoxValue[]>,
  ) {
    this.subscription = store.subscribe(({ hovered }) => this.follow(hovered));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private follow(place: BoxPlace | null): void {
    if (samePlace(place, this.shown)) return;
    this.shown = place;
    clearTimeout(this.timer);
    this.element.hidden = true;
    if (place) this.timer = setTimeout(() => void this.show(place), rest);
  }

  private async show(place: BoxPlace): Promise<void> {
    const { state } = this.store;
    const boxes = place.side === 'own' ? state.boxes : state.otherBoxes;
    const row = boxes?.rows.at(place.index);
    if (!boxes || row === undefined) return;
    const relation = relationOf(state, place)?.text;
    // Values that cannot be had are told where the box is selected; a line that is not there disturbs nobody.
    const values = await this.values(row, place.side).catch(() => []);
    if (!samePlace(place, this.shown) || this.store.state.boxes !== state.boxes) return;
    const name = categoryName(state, boxes.categories[place.index]);
    const others = values.filter((each) => each.name !== 'category').map((each) => `${each.name} ${each.text}`);
    this.element.replaceChildren(element('strong', { text: name }), ' ', ...(relation === undefined ? [] : [element('span', { text: relation }), ' ']), element('span', { text: others.join(' · ') }));
    this.element.hidden = false;
  }
}
