import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import { comparisonSides } from '../../src/compute/comparisonProtocol';
import { transformPoint } from '../../src/geometry/affineTransform';
import type { Disposable } from '../../src/messaging/port';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { union } from '../scene/localBounds';
import type { CameraState, ViewName } from '../scene/sceneApi';
import { clipOf, type ClippingStore } from '../stores/clippingStore';
import type { ComparisonViewStore } from './comparisonStore';
import { areFarApart, diagonal, LinkedCameras, relativeBox } from './linkedCameras';
import type { SidePane } from './sidePane';

/** A worst point is looked at from as many of its distances, or this share of the diagonal, whichever is farther. */
const nearness = { distances: 12, diagonal: 0.06 } as const;

export type Panes = Readonly<Record<ComparisonSide, SidePane>>;

/** Where both cameras are and what they see: linked in one space, linked each about its own box, or each for itself. */
export class PairViews implements Disposable {
  /** The cameras are where somebody left them, or were brought to what there is. */
  framed = false;
  private restored: Partial<Record<ComparisonSide, CameraState>> = {};
  private readonly linked: LinkedCameras;

  /** `complete` tells whether both sides are there. */
  constructor(
    private readonly panes: Panes,
    private readonly view: ComparisonViewStore,
    private readonly clipping: ClippingStore,
    private readonly complete: () => boolean,
  ) {
    this.linked = new LinkedCameras([panes.compared.viewer, panes.reference.viewer]);
    clipping.subscribe(() => this.clip());
  }

  get bounds(): Readonly<Record<ComparisonSide, Bounds | null>> {
    const of = (side: ComparisonSide): Bounds | null => (this.panes[side].result ? this.panes[side].viewer.bounds : null);
    return { compared: of('compared'), reference: of('reference') };
  }

  /** Whether one view of both makes no sense, so that each is seen relative to its own box. */
  get byFit(): boolean {
    const { compared, reference } = this.bounds;
    return this.view.state.layout === 'side' && compared !== null && reference !== null && areFarApart(compared, reference);
  }

  get isLinked(): boolean {
    const { linked, layout } = this.view.state;
    return (linked || layout !== 'side') && this.complete();
  }

  /** Null while nobody has looked yet. */
  camera(side: ComparisonSide): CameraState | null {
    return this.framed ? this.panes[side].viewer.camera : (this.restored[side] ?? null);
  }

  restore(cameras: Readonly<Record<ComparisonSide, CameraState | null>>): void {
    for (const side of comparisonSides) {
      const camera = cameras[side];
      if (!camera) continue;
      this.restored[side] = camera;
      this.panes[side].viewer.setCamera(camera, { quiet: true });
    }
    this.framed = Object.keys(this.restored).length > 0;
  }

  /** While files are read, each camera is for itself. */
  part(): void {
    this.linked.setLinked(false);
  }

  /** Links or unlinks as it is wished now, and clips both alike. */
  link(): void {
    this.linked.byFit = this.byFit;
    this.linked.setLinked(this.isLinked);
    this.panes.reference.setNote(this.byFit && this.isLinked ? 'seen about its own box' : '', 'The boxes differ much in size or place, so each is seen relative to its own: a turn of one turns the other.');
    const { compared, reference } = this.bounds;
    this.clipping.set({ room: this.byFit ? compared : union(compared, reference) });
    this.clip();
  }

  fit(animated: boolean): void {
    const { compared, reference } = this.bounds;
    const both = union(compared, reference);
    if (!both) return;
    const apart = this.byFit || !this.isLinked;
    this.panes.compared.viewer.fit(animated, (apart ? compared : both) ?? both);
    if (!this.isLinked || !this.framed) this.panes.reference.viewer.fit(animated, (apart ? reference : both) ?? both);
  }

  look(name: ViewName): void {
    this.panes.compared.viewer.view(name);
    if (!this.isLinked) this.panes.reference.viewer.view(name);
  }

  /** Looks at a place of a side's file in both scenes; `distance` tells from how near. */
  flyTo(side: ComparisonSide, position: Vector3, distance: number): void {
    const place = side === 'compared' ? transformPoint(this.panes.compared.shownTransform, position) : position;
    const bounds = union(this.bounds.compared, this.bounds.reference);
    const near = Math.max(nearness.distances * distance, nearness.diagonal * (bounds ? diagonal(bounds) : 1));
    const targets = this.byFit || this.isLinked ? [this.panes[side]] : comparisonSides.map((each) => this.panes[each]);
    for (const { viewer } of targets) {
      const { camera } = viewer;
      const away = camera.position.map((value, axis) => value - camera.target[axis]);
      const length = Math.hypot(...away) || 1;
      const at = (axis: number): number => place[axis] + (near * away[axis]) / length;
      viewer.setCamera({ ...camera, target: place, position: [at(0), at(1), at(2)] }, { animated: true });
    }
    this.mark(side, place);
  }

  /** Where both are drawn as one space, the other scene shows the same place. */
  mark(side: ComparisonSide, place: Vector3): void {
    for (const each of comparisonSides) this.panes[each].viewer.mark(each === side || !this.byFit ? place : null);
  }

  dispose(): void {
    this.linked.dispose();
  }

  /** The box is that of the compared where each is seen about its own box; the reference's corresponds to it. */
  private clip(): void {
    const clip = clipOf(this.clipping.state);
    const { compared, reference } = this.bounds;
    this.panes.compared.viewer.setClip(clip);
    this.panes.reference.viewer.setClip(clip && compared && reference && this.byFit ? relativeBox(clip, compared, reference) : clip);
  }
}
