import type { ValueRange } from '../scene/sceneApi';
import { element } from './element';

type End = 'min' | 'max';

/** Steps of the whole track. */
const steps = 1000;

/** A track with two thumbs, each a slider of its own to the keyboard and to screen readers. */
export class RangeSlider {
  readonly element: HTMLElement;
  private readonly inputs: Readonly<Record<End, HTMLInputElement>>;
  private room: ValueRange = { min: 0, max: 1 };

  /** `say` writes a value for screen readers. */
  constructor(
    labels: Readonly<Record<End, string>>,
    private readonly say: (value: number) => string,
    change: (end: End, value: number) => void,
  ) {
    const input = (end: End): HTMLInputElement => {
      const made = element('input', {
        class: `slider range-thumb ${end}`,
        attributes: { type: 'range', min: '0', max: String(steps), step: '1', 'aria-label': labels[end] },
      });
      made.addEventListener('input', () => change(end, this.valueOf(made.valueAsNumber)));
      return made;
    };
    this.inputs = { min: input('min'), max: input('max') };
    this.element = element('div', { class: 'range-slider' }, this.inputs.min, this.inputs.max);
  }

  show(range: ValueRange, room: ValueRange): void {
    this.room = room;
    const share = (value: number): number => (room.max > room.min ? Math.min(1, Math.max(0, (value - room.min) / (room.max - room.min))) : 0);
    for (const end of ['min', 'max'] as const) {
      const { [end]: input } = this.inputs;
      // Rounding to a step must not bring a thumb that is dragged back to where it came from.
      if (this.valueOf(input.valueAsNumber) !== range[end]) input.value = String(Math.round(steps * share(range[end])));
      input.setAttribute('aria-valuetext', this.say(range[end]));
      input.disabled = !(room.max > room.min);
    }
    this.element.style.setProperty('--from', `${100 * share(range.min)}%`);
    this.element.style.setProperty('--to', `${100 * share(range.max)}%`);
    // At the right end the lower thumb must be reachable, or both were stuck there.
    this.inputs.min.classList.toggle('above', share(range.min) > 0.5);
  }

  private valueOf(step: number): number {
    const { min, max } = this.room;
    return step === steps ? max : min + (step / steps) * (max - min);
  }
}
