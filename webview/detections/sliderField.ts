import { element, uniqueId } from '../panels/element';
import { NumberField } from '../panels/numberField';

/** A number between two ends: a slider that tells while it moves, and a field for all digits. */
export class SliderField {
  readonly element: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly field: NumberField;
  private ends = { min: 0, max: 1 };

  constructor(label: string, change: (value: number) => void) {
    const id = uniqueId('slider');
    this.slider = element('input', { class: 'slider', attributes: { type: 'range', min: '0', max: '1', step: 'any', id, 'aria-label': label } });
    const held = (value: number): number => Math.min(this.ends.max, Math.max(this.ends.min, value));
    this.field = new NumberField(`${label}, number`, (value) => change(held(value)));
    this.slider.addEventListener('input', () => change(held(Number(Number(this.slider.value).toFixed(4)))));
    this.element = element('div', { class: 'slider-field' }, element('label', { class: 'field-label', text: label, attributes: { for: id } }), this.slider, this.field.element);
  }

  show(value: number, min = 0, max = 1): void {
    this.ends = { min, max };
    this.slider.min = String(min);
    this.slider.max = String(max);
    // Ends that are one leave nothing to choose.
    this.slider.disabled = !(max > min);
    this.slider.step = String((max - min) / 1000 || 'any');
    if (Number(this.slider.value) !== value) this.slider.value = String(value);
    this.slider.setAttribute('aria-valuetext', String(value));
    this.field.show(value);
  }

  setEnabled(enabled: boolean): void {
    this.slider.disabled = !enabled;
    this.element.classList.toggle('resting', !enabled);
  }
}
