import type { Color, Camera, Scene } from 'three';
import type { Detail } from './detail';
import { setRange, type DrawUnit } from './drawUnit';
import { FrameTimer } from './frameTimer';
import type { SceneStatistics } from './sceneApi';
import type { Stage } from './stage';

/** After the last movement, before the picture fills in. */
const quietMilliseconds = 100;
/**
 * The most of the time that filling in takes while more content is on its way: whoever draws in software shares the
 * processor with what moves and decodes the rest.
 */
const fillingShare = 0.25;
/** The longest that an artificial load waits in one frame. */
const longestLoad = 250;

export interface PictureSource {
  readonly scene: Scene;
  readonly camera: Camera;
  readonly background: Color;
  /** Uploads at most one piece; true when it did. */
  upload(): boolean;
  pending(): number;
  /** More pieces are to come. */
  arriving(): boolean;
  byteLength(): number;
  /** Moves what is under way to the time of the frame; true when more frames are wanted. */
  advance(now: number): boolean;
  /** Aims the camera and sets what follows from the view, right before drawing. */
  prepare(): void;
  /** What is to be drawn now (coarser where that is more than `most` elements), and all there is, which is hidden otherwise. */
  units(most?: number): readonly DrawUnit[];
  allUnits(): readonly DrawUnit[];
  told(statistics: SceneStatistics): void;
  rested(statistics: SceneStatistics): void;
}

/**
 * The picture on the canvas, made on demand. While the view moves each frame begins anew with as many elements as its
 * time allows; when it is still, the rest is drawn over it in parts, until everything is there and no frame runs.
 */
export class Picture {
  private handle = 0;
  private stale = true;
  private lastMove = -Infinity;
  /** When the picture may next fill in while content arrives. */
  private nextFilling = -Infinity;
  private waitingToFill: ReturnType<typeof setTimeout> | undefined;
  private held = false;
  private ready = false;
  private resting = false;
  /** What the last frame drew stands for finer elements, which must not be drawn over it. */
  private coarse = false;
  private shown: readonly DrawUnit[] = [];
  private load = 0;
  private milliseconds = 0;
  private timer: FrameTimer;
  private waiting: ((statistics: SceneStatistics) => void)[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly source: PictureSource,
    private readonly detail: Detail,
  ) {
    this.timer = new FrameTimer(stage.context);
  }

  /** Frames begin: the shaders are there. */
  begin(): void {
    this.ready = true;
    this.request();
  }

  request(): void {
    this.setResting(false);
    if (this.ready && this.handle === 0) this.handle = requestAnimationFrame(this.frame);
  }

  /** All that is in the picture is wrong now. */
  restart(): void {
    this.stale = true;
    this.request();
  }

  /** As {@link restart}, because the view moves. */
  moved(): void {
    this.lastMove = performance.now();
    this.restart();
  }

  /** A pointer is down: frames come quickly, as if the view moved, until it moves no more. */
  holding(held: boolean): void {
    this.held = held;
    this.request();
  }

  /** Draws at once, within the frame that shows a new canvas size. */
  drawNow(): void {
    if (!this.ready || this.stage.lost) return;
    this.stale = true;
    this.draw(false);
    this.request();
  }

  setLoad(millisecondsPerMillion: number): void {
    this.load = millisecondsPerMillion;
    this.request();
  }

  get statistics(): SceneStatistics {
    const total = this.source.units().reduce((sum, unit) => sum + unit.count, 0);
    const drawn = this.shown.reduce((sum, unit) => sum + unit.drawn, 0);
    return {
      drawn,
      total,
      frameMilliseconds: this.milliseconds,
      costPerMillion: this.detail.cost.perMillion,
      pending: this.source.pending(),
      bytes: this.source.byteLength(),
    };
  }

  whenAtRest(): Promise<SceneStatistics> {
    if (this.resting) return Promise.resolve(this.statistics);
    this.request();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** After a lost context. */
  reset(): void {
    this.timer.dispose();
    this.timer = new FrameTimer(this.stage.context);
    this.restart();
  }

  dispose(): void {
    cancelAnimationFrame(this.handle);
    clearTimeout(this.waitingToFill);
    this.timer.dispose();
    this.ready = false;
  }

  private readonly frame = (now: number): void => {
    this.handle = 0;
    if (!this.ready || this.stage.lost) return;
    if (this.timer.busy) {
      this.request();
      return;
    }
    if (this.stage.measure()) this.stale = true;
    const moving = this.source.advance(now);
    const uploaded = this.source.upload();
    const still = performance.now() - this.lastMove > quietMilliseconds;
    const incomplete = this.source.units().some((unit) => unit.drawn < unit.count);
    const wait = this.source.arriving() ? this.nextFilling - performance.now() : 0;
    // What waits to be uploaded goes first: behind a frame on the GPU it would hold up the page.
    const fills = incomplete && still && this.source.pending() === 0 && wait <= 0;
    if (this.stale || fills) this.draw(uploaded);
    const unfinished = this.source.units().some((unit) => unit.drawn < unit.count);
    if (moving || this.stale || this.source.pending() > 0 || (unfinished && (!still || wait <= 0))) this.request();
    else if (unfinished) this.fillLater(wait);
    else if (!this.timer.busy) this.rest();
  };

  /** Nothing is to be done for a while but to fill in after it. */
  private fillLater(milliseconds: number): void {
    clearTimeout(this.waitingToFill);
    this.waitingToFill = setTimeout(() => this.request(), milliseconds);
  }

  private draw(uploaded: boolean): void {
    const { source, stage, detail } = this;
    const { renderer } = stage;
    const moving = performance.now() - this.lastMove <= quietMilliseconds;
    const quick = moving || this.held;
    const units = quick ? source.units(detail.budget(true)) : source.units();
    const coarse = units.some((unit) => unit.coarse);
    if (coarse !== this.coarse) this.stale = true;
    this.coarse = coarse;
    this.shown = units;
    source.prepare();
    renderer.setRenderTarget(null);
    if (this.stale) {
      for (const unit of source.allUnits()) unit.drawn = 0;
      renderer.setClearColor(source.background, 1);
      renderer.clear();
      this.stale = false;
    }
    const plan = detail.plan(units, quick);
    for (const unit of source.allUnits()) unit.object.visible = false;
    plan.units.forEach((unit, i) => {
      setRange(unit, plan.from[i], plan.to[i]);
      unit.drawn = plan.to[i];
    });
    const start = performance.now();
    this.timer.begin();
    if (plan.elements > 0) renderer.render(source.scene, source.camera);
    if (this.load > 0) {
      const until = start + Math.min(longestLoad, (this.load * plan.elements) / 1e6);
      while (performance.now() < until) continue;
    }
    this.timer.end((milliseconds) => {
      this.milliseconds = milliseconds;
      const now = performance.now();
      this.nextFilling = now + (now - start) * (1 / fillingShare - 1);
      // Without a timer of the GPU's own, the time of an upload is in that of the frame.
      if (!uploaded || this.timer.exact) detail.measured(plan.elements, milliseconds, quick);
      source.told(this.statistics);
      this.request();
    });
  }

  /** Also told on the canvas, for tests that look at the picture from outside the page. */
  private setResting(resting: boolean): void {
    if (this.resting === resting) return;
    this.resting = resting;
    this.stage.canvas.dataset.atRest = String(resting);
  }

  private rest(): void {
    if (this.resting) return;
    this.setResting(true);
    const { statistics } = this;
    this.source.rested(statistics);
    for (const resolve of this.waiting.splice(0)) resolve(statistics);
  }
}
