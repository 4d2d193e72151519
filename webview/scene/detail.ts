import type { DrawUnit } from './drawUnit';
import { FrameCost } from './frameCost';

/** Time for a frame while the view moves: about 40 frames a second. */
const movingMilliseconds = 25;
/** Time for a part of the picture while it fills in: short enough for the next input not to wait noticeably. */
const fillingMilliseconds = 60;
/** Every other part that fills in is larger by this, since frames of one size do not tell what a frame costs by itself. */
const probe = 2;
/** Fewer than this are always drawn. */
const leastElements = 5_000;

/** What the next frame draws: elements `from[i]` ... `to[i]` of unit i. */
export interface DrawPlan {
  readonly units: readonly DrawUnit[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly elements: number;
}

/** How much a frame can draw, told from the measured time of those before. */
export class Detail {
  readonly cost: FrameCost;
  private parts = 0;
  private whileMoving: number | null = null;

  /** `software`: no frame is drawn by a graphics card, so the first ones are small. */
  constructor(software = false) {
    this.cost = new FrameCost(software);
  }

  /** What a frame took; `moving` as it was planned. */
  measured(elements: number, milliseconds: number, moving: boolean): void {
    this.cost.add(elements, milliseconds);
    if (!moving || !(milliseconds > 0 && milliseconds < Infinity)) return;
    // Frames of a moving view are all of one size and tell no slope, so their size is steered by their time itself.
    const wanted = elements * Math.min(2, Math.max(0.5, movingMilliseconds / milliseconds));
    this.whileMoving = Math.max(leastElements, wanted);
  }

  /** Elements that a frame may draw. */
  budget(moving: boolean): number {
    const { fixed, perElement } = this.cost;
    if (moving) return this.whileMoving ?? Math.max(leastElements, (movingMilliseconds - fixed) / perElement);
    // At least as long on elements as on the frame itself: where frames alone are slow, smaller ones gain nothing.
    return Math.max(leastElements, Math.max(fillingMilliseconds - fixed, fixed) / perElement);
  }

  /**
   * Plans the next part of the picture. Sampled units grow to one common share, so that every part of the whole has
   * its points; others are drawn whole, since a part of them has holes.
   */
  plan(units: readonly DrawUnit[], moving: boolean): DrawPlan {
    const budget = this.budget(moving) * (!moving && this.parts++ % 2 === 1 ? probe : 1);
    let left = budget;
    for (const unit of units) if (!unit.sampled) left -= unit.count - unit.drawn;
    left = Math.max(left, Math.min(leastElements, budget));
    const share = commonShare(units, left);
    const from: number[] = [];
    const to: number[] = [];
    let elements = 0;
    for (const unit of units) {
      const end = unit.sampled ? Math.max(unit.drawn, Math.ceil(unit.count * share)) : unit.count;
      from.push(unit.drawn);
      to.push(end);
      elements += end - unit.drawn;
    }
    return { units, from, to, elements };
  }
}

/** The largest share of all sampled units for which no more than `budget` elements are new. */
export function commonShare(units: readonly Pick<DrawUnit, 'sampled' | 'count' | 'drawn'>[], budget: number): number {
  const needed = (share: number): number =>
    units.reduce((sum, unit) => sum + (unit.sampled ? Math.max(0, unit.count * share - unit.drawn) : 0), 0);
  if (needed(1) <= budget) return 1;
  let lower = 0;
  let upper = 1;
  for (let step = 0; step < 30; step++) {
    const middle = (lower + upper) / 2;
    if (needed(middle) <= budget) lower = middle;
    else upper = middle;
  }
  return lower;
}
