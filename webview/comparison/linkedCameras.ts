import type { Disposable } from '../../src/messaging/port';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import type { CameraState, SceneViewer } from '../scene/sceneApi';

/** Sizes that differ by more than this factor, and boxes farther apart than this many sizes, have no view in common. */
const mostRatio = 2;
const mostApart = 2;

const middle = ({ min, max }: Bounds): Vector3 => [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
export const diagonal = ({ min, max }: Bounds): number => Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Whether two boxes are so different in size or place that one camera cannot show both. */
export function areFarApart(a: Bounds, b: Bounds): boolean {
  const [sizeA, sizeB] = [diagonal(a), diagonal(b)];
  if (!(sizeA > 0 && sizeB > 0)) return distance(middle(a), middle(b)) > mostApart * Math.max(sizeA, sizeB);
  const ratio = sizeA / sizeB;
  return ratio > mostRatio || ratio < 1 / mostRatio || distance(middle(a), middle(b)) > mostApart * Math.max(sizeA, sizeB);
}

/** Brings places of box `from` to those of box `to` that correspond: relative to the middle and the diagonal of each. */
function correspondence(from: Bounds, to: Bounds): (position: Vector3) => Vector3 {
  const [a, b] = [middle(from), middle(to)];
  const [sizeA, sizeB] = [diagonal(from), diagonal(to)];
  const factor = sizeA > 0 && sizeB > 0 ? sizeB / sizeA : 1;
  return (position) => [b[0] + factor * (position[0] - a[0]), b[1] + factor * (position[1] - a[1]), b[2] + factor * (position[2] - a[2])];
}

/** The view of box `to` that corresponds to a view of box `from`. */
export function relativeView(camera: CameraState, from: Bounds, to: Bounds): CameraState {
  const place = correspondence(from, to);
  return { ...camera, position: place(camera.position), target: place(camera.target) };
}

/** The part of box `to` that corresponds to a part of box `from`: the same share of each side. */
export function relativeBox(box: Bounds, from: Bounds, to: Bounds): Bounds {
  const side = (end: Vector3): Vector3 => {
    const value = (axis: 0 | 1 | 2): number => {
      const size = from.max[axis] - from.min[axis];
      const share = size > 0 ? (end[axis] - from.min[axis]) / size : end[axis] < from.min[axis] ? -1 : end[axis] > from.max[axis] ? 2 : 0.5;
      return to.min[axis] + share * (to.max[axis] - to.min[axis]);
    };
    return [value(0), value(1), value(2)];
  };
  return { min: side(box.min), max: side(box.max) };
}

/** Keeps two scenes' cameras together while it is on: what moves in one moves in the other, in the same frame. */
export class LinkedCameras implements Disposable {
  private on = false;
  /** Relative to each box instead of in the same coordinates. */
  byFit = false;
  private readonly subscriptions: Disposable[];

  constructor(private readonly viewers: readonly [SceneViewer, SceneViewer]) {
    this.subscriptions = viewers.map((viewer, i) =>
      viewer.on('camera', ({ shown }) => {
        if (this.on) this.follow(viewer, viewers[1 - i], shown);
      }),
    );
  }

  /** From now on the second scene follows; it begins where the first is. */
  setLinked(on: boolean): void {
    this.on = on;
    if (on) this.follow(...this.viewers, this.viewers[0].camera);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(leader: SceneViewer, follower: SceneViewer, camera: CameraState): void {
    const [from, to] = [leader.bounds, follower.bounds];
    follower.setCamera(this.byFit && from && to ? relativeView(camera, from, to) : camera, { quiet: true });
  }
}
