import type { Bounds, Vector3 } from '../../src/model/bounds';
import { fitted, frameOf, halfHeight, interpolated, nearestTurn, orbitOf, stateOf, upVector, viewAngles, type Orbit } from './orbit';
import { placeInTargetPlane, visibleAspects, type CanvasArea } from './sceneCamera';
import type { CameraState, Projection, UpAxis, ViewName } from './sceneApi';
import { add, addScaled, dot, length, subtract } from './vector';
import { ViewHistory } from './viewHistory';

const transitionMilliseconds = 200;
/** A view is settled when nothing moved it for this long. */
const settleMilliseconds = 250;
const straight = Math.PI / 2;

const sameView = (a: Orbit, b: Orbit): boolean =>
  a.projection === b.projection &&
  a.upAxis === b.upAxis &&
  Math.abs(a.azimuth - b.azimuth) < 1e-9 &&
  Math.abs(a.elevation - b.elevation) < 1e-9 &&
  Math.abs(a.distance / b.distance - 1) < 1e-9 &&
  length(subtract(a.target, b.target)) < 1e-9 * a.distance;

export interface RigListener {
  /** The view changed; a frame is wanted. */
  moved(quiet: boolean): void;
  settled(quiet: boolean): void;
}

/** Moves the camera: a turntable in the file's coordinates, transitions, and undo of settled views. */
export class CameraRig {
  private orbit: Orbit;
  private transition: { readonly from: Orbit; readonly to: Orbit; readonly start: number } | null = null;
  private readonly history = new ViewHistory<Orbit>(sameView);
  private settleTimer: ReturnType<typeof setTimeout> | undefined;
  private quiet = false;
  private scale = 1;

  constructor(
    upAxis: UpAxis,
    projection: Projection,
    private readonly area: () => CanvasArea,
    private readonly listener: RigListener,
    private readonly reducedMotion: () => boolean,
  ) {
    this.orbit = { target: [0, 0, 0], distance: 4, azimuth: Math.PI / 5, elevation: Math.PI / 7, upAxis, projection };
  }

  get view(): Orbit {
    return this.orbit;
  }

  /** Where the camera is, or is on its way to. */
  get destination(): Orbit {
    return this.transition?.to ?? this.orbit;
  }

  get state(): CameraState {
    return stateOf(this.destination);
  }

  /** Where the camera is at this moment. */
  get shown(): CameraState {
    return stateOf(this.orbit);
  }

  get moving(): boolean {
    return this.transition !== null;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** How large the scene is: limits of the distance are told from it. */
  setExtent(bounds: Bounds): void {
    const extent = length(subtract(bounds.max, bounds.min));
    if (extent > 0) this.scale = extent;
  }

  /** Advances a transition to a time of `performance.now`. */
  advance(now: number): void {
    if (!this.transition) return;
    const { from, to, start } = this.transition;
    const share = Math.min(1, Math.max(0, (now - start) / transitionMilliseconds));
    const eased = share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
    if (share >= 1) {
      this.transition = null;
      this.orbit = to;
    } else this.orbit = interpolated(from, to, eased);
    this.told();
  }

  turn(azimuth: number, elevation: number): void {
    this.jump((orbit) => ({
      ...orbit,
      azimuth: orbit.azimuth + azimuth,
      elevation: Math.max(-straight, Math.min(straight, orbit.elevation + elevation)),
    }));
  }

  /** Moves what is seen by CSS pixels to the right and down. */
  pan(x: number, y: number): void {
    this.jump((orbit) => {
      const { right, up } = frameOf(orbit);
      const unit = halfHeight(orbit.distance) / (this.area().height / 2);
      return { ...orbit, target: addScaled(addScaled(orbit.target, right, -x * unit), up, y * unit) };
    });
  }

  /** Divides what is seen by `factor`, with the place (x, y) of the target's plane kept where it is. */
  zoom(factor: number, x: number, y: number): void {
    this.jump((orbit) => {
      const distance = Math.min(this.scale * 1e4, Math.max(this.scale * 1e-7, orbit.distance / factor));
      const kept = placeInTargetPlane(orbit, this.area(), x, y);
      const share = distance / orbit.distance;
      return { ...orbit, distance, target: addScaled(kept, subtract(orbit.target, kept), share) };
    });
  }

  fit(bounds: Bounds, animated: boolean): void {
    this.setExtent(bounds);
    const { aspectX, aspectY } = visibleAspects(this.area());
    this.go(fitted(this.destination, bounds, aspectX, aspectY), animated);
  }

  look(name: ViewName): void {
    this.go({ ...this.destination, ...viewAngles[name] }, true);
  }

  /** Looks against a unit axis of the file, from its end. */
  lookFrom(axis: Vector3): void {
    const current = this.destination;
    const rise = dot(axis, upVector(current.upAxis));
    if (Math.abs(rise) > 0.5) {
      this.go({ ...current, azimuth: 0, elevation: Math.sign(rise) * straight }, true);
      return;
    }
    const state: CameraState = { ...stateOf(current), position: add(current.target, axis), screenUp: upVector(current.upAxis) };
    const seen = orbitOf(state);
    if (seen) this.go({ ...current, azimuth: seen.azimuth, elevation: seen.elevation }, true);
  }

  centreOn(position: Vector3): void {
    this.go({ ...this.destination, target: position }, true);
  }

  setProjection(projection: Projection): void {
    // The orthographic window is what the perspective sees at the target, so that the target keeps its size.
    this.go({ ...this.destination, projection }, false);
  }

  setUpAxis(upAxis: UpAxis): void {
    this.go({ ...this.destination, upAxis }, false);
  }

  /** False when the state is none. */
  setState(state: CameraState, quiet: boolean, animated: boolean): boolean {
    const orbit = orbitOf(state);
    if (!orbit) return false;
    this.go({ ...orbit, azimuth: nearestTurn(orbit.azimuth, this.orbit.azimuth) }, animated, quiet);
    return true;
  }

  undo(): void {
    const orbit = this.history.undo();
    if (orbit) this.go(orbit, true);
  }

  redo(): void {
    const orbit = this.history.redo();
    if (orbit) this.go(orbit, true);
  }

  dispose(): void {
    clearTimeout(this.settleTimer);
    this.transition = null;
  }

  private go(to: Orbit, animated: boolean, quiet = false): void {
    this.quiet = quiet;
    const comparable = to.upAxis === this.orbit.upAxis && to.projection === this.orbit.projection;
    if (animated && comparable && !this.reducedMotion()) {
      this.transition = { from: this.orbit, to, start: performance.now() };
    } else {
      this.transition = null;
      this.orbit = to;
    }
    this.told();
  }

  private jump(change: (orbit: Orbit) => Orbit): void {
    this.transition = null;
    this.quiet = false;
    this.orbit = change(this.orbit);
    this.told();
  }

  private told(): void {
    this.listener.moved(this.quiet);
    clearTimeout(this.settleTimer);
    if (this.transition) return;
    const quiet = this.quiet;
    this.settleTimer = setTimeout(() => {
      this.history.record(this.orbit);
      this.listener.settled(quiet);
    }, settleMilliseconds);
  }
}
