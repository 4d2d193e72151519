import type { Bounds, Vector3 } from '../../src/model/bounds';
import type { CameraState, Projection, UpAxis, ViewName } from './sceneApi';
import { add, addScaled, cross, dot, isFinite3, length, scale, subtract } from './vector';

/** Vertical field of view of the perspective, radians; the orthographic window is what it sees at the target. */
export const fieldOfView = (40 * Math.PI) / 180;
const halfHeightAtOne = Math.tan(fieldOfView / 2);

/** Half the height of what is seen at the target, in the file's unit. */
export const halfHeight = (distance: number): number => distance * halfHeightAtOne;

/** A camera on a turntable: angles in radians, coordinates of the file. */
export interface Orbit {
  readonly target: Vector3;
  readonly distance: number;
  /** 0 is the front view; grows as the camera goes to the right. */
  readonly azimuth: number;
  /** -pi/2 (from below) ... pi/2 (from above). */
  readonly elevation: number;
  readonly upAxis: UpAxis;
  readonly projection: Projection;
}

export interface Frame {
  readonly right: Vector3;
  readonly up: Vector3;
  /** From the target toward the camera. */
  readonly back: Vector3;
}

/** The front view's frame: right, up, and toward the viewer, right-handed. Front is as CAD has it: along +y where z is up, along -z where y is up. */
const fronts: Readonly<Record<UpAxis, Frame>> = {
  z: { right: [1, 0, 0], up: [0, 0, 1], back: [0, -1, 0] },
  y: { right: [1, 0, 0], up: [0, 1, 0], back: [0, 0, 1] },
  x: { right: [0, 1, 0], up: [1, 0, 0], back: [0, 0, -1] },
  '-z': { right: [1, 0, 0], up: [0, 0, -1], back: [0, 1, 0] },
  '-y': { right: [1, 0, 0], up: [0, -1, 0], back: [0, 0, -1] },
  '-x': { right: [0, 1, 0], up: [-1, 0, 0], back: [0, 0, 1] },
};

export const upVector = (axis: UpAxis): Vector3 => fronts[axis].up;

export function frameOf(orbit: Pick<Orbit, 'azimuth' | 'elevation' | 'upAxis'>): Frame {
  const front = fronts[orbit.upAxis];
  const sine = Math.sin(orbit.azimuth);
  const cosine = Math.cos(orbit.azimuth);
  const right = add(scale(front.right, cosine), scale(front.back, -sine));
  const level = add(scale(front.right, sine), scale(front.back, cosine));
  const back = add(scale(level, Math.cos(orbit.elevation)), scale(front.up, Math.sin(orbit.elevation)));
  return { right, up: cross(back, right), back };
}

export const positionOf = (orbit: Orbit): Vector3 => addScaled(orbit.target, frameOf(orbit).back, orbit.distance);

export function stateOf(orbit: Orbit): CameraState {
  return {
    position: positionOf(orbit),
    target: orbit.target,
    screenUp: frameOf(orbit).up,
    upAxis: orbit.upAxis,
    projection: orbit.projection,
  };
}

/** The turntable that looks as a state says; null when the state is not one (not finite, no distance). */
export function orbitOf(state: CameraState): Orbit | null {
  const front = fronts[state.upAxis];
  const offset = subtract(state.position, state.target);
  const distance = length(offset);
  if (!isFinite3(state.position) || !isFinite3(state.target) || !isFinite3(state.screenUp) || !(distance > 0)) return null;
  const back = scale(offset, 1 / distance);
  const rise = Math.max(-1, Math.min(1, dot(back, front.up)));
  const elevation = Math.asin(rise);
  // Near the poles the direction tells no azimuth, but what is up on the screen does: it points away from the viewer above, toward below.
  const level = Math.abs(rise) > 0.9999 ? scale(state.screenUp, -Math.sign(rise)) : back;
  return {
    target: state.target,
    distance,
    azimuth: Math.atan2(dot(level, front.right), dot(level, front.back)),
    elevation: Math.abs(rise) > 0.9999999 ? (Math.sign(rise) * Math.PI) / 2 : elevation,
    upAxis: state.upAxis,
    projection: state.projection,
  };
}

export const viewAngles: Readonly<Record<ViewName, { readonly azimuth: number; readonly elevation: number }>> = {
  front: { azimuth: 0, elevation: 0 },
  right: { azimuth: Math.PI / 2, elevation: 0 },
  back: { azimuth: Math.PI, elevation: 0 },
  left: { azimuth: -Math.PI / 2, elevation: 0 },
  top: { azimuth: 0, elevation: Math.PI / 2 },
  bottom: { azimuth: 0, elevation: -Math.PI / 2 },
};

/** The angle equal to `angle` that is nearest to `reference`: the short way round. */
export const nearestTurn = (angle: number, reference: number): number =>
  angle - 2 * Math.PI * Math.round((angle - reference) / (2 * Math.PI));

/** Room around what is fitted, as a share of its size. */
const fitMargin = 0.05;

/**
 * The same direction at the distance from which all corners of the bounds are seen, with the target in their middle.
 * `aspectX` and `aspectY` are half the visible width and height over half the canvas's height.
 */
export function fitted(orbit: Orbit, bounds: Bounds, aspectX: number, aspectY: number): Orbit {
  const { right, up, back } = frameOf(orbit);
  const target: Vector3 = scale(add(bounds.min, bounds.max), 0.5);
  const half: Vector3 = scale(subtract(bounds.max, bounds.min), 0.5);
  // As if less were visible, so that there is room around the corners in perspective too.
  const tangentX = (halfHeightAtOne * aspectX) / (1 + fitMargin);
  const tangentY = (halfHeightAtOne * aspectY) / (1 + fitMargin);
  const nearer = orbit.projection === 'perspective' ? 1 : 0;
  let distance = 0;
  for (let corner = 0; corner < 8; corner++) {
    const offset: Vector3 = [
      corner & 1 ? half[0] : -half[0],
      corner & 2 ? half[1] : -half[1],
      corner & 4 ? half[2] : -half[2],
    ];
    const depth = nearer * dot(offset, back);
    // Of a line along the line of sight only its nearest end tells how far to stand.
    const nearest = depth * (1 + fitMargin);
    distance = Math.max(distance, nearest, depth + Math.abs(dot(offset, right)) / tangentX, depth + Math.abs(dot(offset, up)) / tangentY);
  }
  // One point, or none at all: a distance of the magnitude of its coordinates' unit.
  return { ...orbit, target, distance: distance > 0 ? distance : 1 };
}

/** Between two views: straight for the target, by ratio for the distance, the short way for the angles. */
export function interpolated(from: Orbit, to: Orbit, share: number): Orbit {
  const between = (a: number, b: number): number => a + (b - a) * share;
  return {
    ...to,
    target: [
      between(from.target[0], to.target[0]),
      between(from.target[1], to.target[1]),
      between(from.target[2], to.target[2]),
    ],
    distance: from.distance * (to.distance / from.distance) ** share,
    azimuth: between(from.azimuth, nearestTurn(to.azimuth, from.azimuth)),
    elevation: between(from.elevation, to.elevation),
  };
}
