import type { Bounds, Vector3 } from '../../src/model/bounds';
import { BoxOutline } from './boxOutline';
import type { SceneTones } from './cssColour';
import { Gizmo } from './gizmo';
import type { Orbit } from './orbit';
import { createOverlay } from './overlay';
import { Ring } from './ring';
import { projectedPlace, type CanvasArea } from './sceneCamera';

/** CSS pixels from the visible area's corner to the middle of the axes. */
const gizmoOffset = 46;

/** What lies over the picture: the axes, the ring about the picked point, the edges of the clipping box. */
export class SceneMarks {
  private readonly overlay: SVGSVGElement;
  private readonly outline: BoxOutline;
  private readonly ring: Ring;
  private readonly gizmo: Gizmo;
  private marked: Vector3 | null = null;

  /** `lookFrom` hears of the end of an axis that was clicked. */
  constructor(container: HTMLElement, lookFrom: (direction: Vector3) => void) {
    this.overlay = createOverlay(container);
    this.outline = new BoxOutline(this.overlay);
    this.ring = new Ring(this.overlay);
    this.gizmo = new Gizmo(this.overlay, lookFrom);
  }

  get isMarked(): boolean {
    return this.marked !== null;
  }

  setTones(tones: SceneTones): void {
    this.outline.setTones(tones);
    this.ring.setTones(tones);
    this.gizmo.setTones(tones);
  }

  mark(position: Vector3 | null, orbit: Orbit, area: CanvasArea): void {
    this.marked = position;
    this.ring.place(position && projectedPlace(orbit, area, position));
  }

  /** Follows the view. */
  update(orbit: Orbit, area: CanvasArea, clip: Bounds | null): void {
    this.gizmo.update(orbit, area.insets.left + gizmoOffset, area.height - area.insets.bottom - gizmoOffset);
    this.outline.place(clip, (position) => projectedPlace(orbit, area, position));
    this.ring.place(this.marked && projectedPlace(orbit, area, this.marked));
  }

  dispose(): void {
    this.overlay.remove();
  }
}
