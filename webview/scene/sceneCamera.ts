import type { Camera } from 'three';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { frameOf, halfHeight, positionOf, type Orbit } from './orbit';
import type { Insets } from './sceneApi';
import { add, addScaled, dot, length, scale, subtract } from './vector';

/** CSS pixels of the canvas with what covers it. */
export interface CanvasArea {
  readonly width: number;
  readonly height: number;
  readonly insets: Insets;
}

/** A rectangle of the canvas in CSS pixels, y down. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The middle of the visible part of the canvas, where the target is seen. */
export function visibleCentre({ width, height, insets }: CanvasArea): { x: number; y: number } {
  return { x: (insets.left + width - insets.right) / 2, y: (insets.top + height - insets.bottom) / 2 };
}

/** Half the visible width and height over half the canvas's height, as `fitted` takes them. */
export function visibleAspects({ width, height, insets }: CanvasArea): { aspectX: number; aspectY: number } {
  const visibleWidth = Math.max(40, width - insets.left - insets.right);
  const visibleHeight = Math.max(40, height - insets.top - insets.bottom);
  return { aspectX: visibleWidth / height, aspectY: visibleHeight / height };
}

/** Nearest and farthest depth to draw: what the bounds' sphere spans, and not so near that the far end loses its depth. */
export function depthRange(orbit: Orbit, bounds: Bounds | null): { near: number; far: number } {
  const { back } = frameOf(orbit);
  const centre = bounds ? scale(add(bounds.min, bounds.max), 0.5) : orbit.target;
  const radius = (bounds ? length(subtract(bounds.max, bounds.min)) / 2 : 0) * 1.01 + orbit.distance * 1e-3;
  const depth = -dot(subtract(centre, positionOf(orbit)), back);
  if (orbit.projection === 'orthographic') return { near: depth - radius, far: depth + radius };
  const far = Math.max(depth + radius, orbit.distance * 1.001);
  return { near: Math.max(depth - radius, Math.min(orbit.distance * 0.01, far * 0.5), far * 1e-6), far };
}

/** Sets the camera to see `region` of the canvas from an orbit, relative to the scene's origin. */
export function aim(camera: Camera, orbit: Orbit, origin: Vector3, area: CanvasArea, bounds: Bounds | null, region?: Region): void {
  const { right, up, back } = frameOf(orbit);
  const position = subtract(positionOf(orbit), origin);
  camera.matrixAutoUpdate = false;
  camera.matrix.set(
    right[0], up[0], back[0], position[0],
    right[1], up[1], back[1], position[1],
    right[2], up[2], back[2], position[2],
    0, 0, 0, 1,
  );
  camera.matrixWorldNeedsUpdate = true;
  const { near, far } = depthRange(orbit, bounds);
  const { x, y, width, height } = region ?? { x: 0, y: 0, width: area.width, height: area.height };
  const centre = visibleCentre(area);
  // The window at distance 1 for the perspective; the orthographic window is the one at the target.
  const unit = (orbit.projection === 'perspective' ? near * halfHeight(1) : halfHeight(orbit.distance)) / (area.height / 2);
  const left = (x - centre.x) * unit;
  const top = (centre.y - y) * unit;
  const bottom = top - height * unit;
  const end = left + width * unit;
  if (orbit.projection === 'perspective') camera.projectionMatrix.makePerspective(left, end, top, bottom, near, far);
  else camera.projectionMatrix.makeOrthographic(left, end, top, bottom, near, far);
  camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
  camera.updateMatrixWorld();
}

/** Where a position of the file's coordinates is seen, in CSS pixels; null behind the camera. */
export function projectedPlace(orbit: Orbit, area: CanvasArea, position: Vector3): { x: number; y: number } | null {
  const { right, up, back } = frameOf(orbit);
  const offset = subtract(position, positionOf(orbit));
  const depth = -dot(offset, back);
  if (orbit.projection === 'perspective' && !(depth > 0)) return null;
  const unit = halfHeight(orbit.projection === 'perspective' ? depth : orbit.distance) / (area.height / 2);
  const centre = visibleCentre(area);
  return { x: centre.x + dot(offset, right) / unit, y: centre.y - dot(offset, up) / unit };
}

/** The point under a place of the canvas in the plane through the target that faces the camera. */
export function placeInTargetPlane(orbit: Orbit, area: CanvasArea, x: number, y: number): Vector3 {
  const { right, up } = frameOf(orbit);
  const unit = halfHeight(orbit.distance) / (area.height / 2);
  const centre = visibleCentre(area);
  return addScaled(addScaled(orbit.target, right, (x - centre.x) * unit), up, (centre.y - y) * unit);
}

/** The line of sight through a place of the canvas. */
export function rayThrough(orbit: Orbit, area: CanvasArea, x: number, y: number): { from: Vector3; direction: Vector3 } {
  const { back } = frameOf(orbit);
  const through = placeInTargetPlane(orbit, area, x, y);
  if (orbit.projection === 'orthographic') return { from: addScaled(through, back, orbit.distance), direction: scale(back, -1) };
  const from = positionOf(orbit);
  const offset = subtract(through, from);
  return { from, direction: scale(offset, 1 / length(offset)) };
}
