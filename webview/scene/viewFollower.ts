import type { Bounds } from '../../src/model/bounds';
import type { CameraRig } from './cameraRig';
import { length, subtract } from './vector';

/** The view follows a scene that is still loading when its extent grows by more than this share. */
const growth = 0.02;

/** Keeps all that has come in view, until somebody moves the camera. */
export class ViewFollower {
  private following = true;
  private fitted: Bounds | null = null;

  constructor(private readonly rig: CameraRig) {}

  /** Nobody has moved the camera yet. */
  get isFollowing(): boolean {
    return this.following;
  }

  /** The camera is somebody's from now on. */
  stop(): void {
    this.following = false;
  }

  follow(bounds: Bounds): void {
    this.rig.setExtent(bounds);
    if (!this.following) return;
    const { fitted } = this;
    const grown = fitted ? length(subtract(bounds.min, fitted.min)) + length(subtract(bounds.max, fitted.max)) : Infinity;
    if (grown <= growth * length(subtract(bounds.max, bounds.min))) return;
    this.fitted = bounds;
    this.rig.fit(bounds, false);
  }
}
