/** Milliseconds per million elements before anything was measured: what a slow integrated GPU needs, and what software. */
const firstPerMillion = { hardware: 15, software: 1000 };
/** What a measurement weighs after each further one. */
const memory = 0.8;
/** Frames whose sizes differ by less than this (relative variance) tell no slope. */
const leastSpread = 0.01;

/**
 * A running estimate of a frame's time as `fixed + perElement * elements`, milliseconds: a straight line through the
 * last frames by least squares with fading weights. Without the fixed part, small frames would look dear, be made
 * smaller still, and never recover.
 */
export class FrameCost {
  fixed = 0;
  perElement: number;
  private weight = 0;
  private elements = 0;
  private milliseconds = 0;
  private elementsSquared = 0;
  private product = 0;

  /** `software`: a processor takes the place of a graphics card. */
  constructor(software = false) {
    this.perElement = (software ? firstPerMillion.software : firstPerMillion.hardware) / 1e6;
  }

  get perMillion(): number {
    return this.perElement * 1e6;
  }

  add(elements: number, milliseconds: number): void {
    if (!(elements > 0) || !(milliseconds >= 0 && milliseconds < Infinity)) return;
    const predicted = this.fixed + this.perElement * elements;
    // A load that comes or goes changes all frames at once: what was learned before would only hold the estimate back.
    if (milliseconds > 3 * predicted || 3 * milliseconds < predicted) this.forget();
    this.weight = this.weight * memory + 1;
    this.elements = this.elements * memory + elements;
    this.milliseconds = this.milliseconds * memory + milliseconds;
    this.elementsSquared = this.elementsSquared * memory + elements * elements;
    this.product = this.product * memory + elements * milliseconds;

    const meanElements = this.elements / this.weight;
    const meanMilliseconds = this.milliseconds / this.weight;
    const variance = this.elementsSquared / this.weight - meanElements ** 2;
    if (variance > leastSpread * meanElements ** 2) {
      const slope = (this.product / this.weight - meanElements * meanMilliseconds) / variance;
      const steepest = meanMilliseconds / meanElements;
      // Neither part is ever negative, and elements always cost something.
      this.perElement = Math.min(steepest, Math.max(steepest * 0.02, slope));
      this.fixed = Math.max(0, meanMilliseconds - this.perElement * meanElements);
    } else {
      const before = this.fixed + this.perElement * meanElements;
      const ratio = before > 0 ? meanMilliseconds / before : 1;
      this.fixed *= ratio;
      this.perElement *= ratio;
    }
    this.perElement = Math.max(this.perElement, 1e-9);
  }

  private forget(): void {
    this.weight = 0;
    this.elements = 0;
    this.milliseconds = 0;
    this.elementsSquared = 0;
    this.product = 0;
  }
}
