import type { Vector3 as ShaderVector } from 'three';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { subtract } from './vector';

/**
 * The clipping box in shaders. Whatever is drawn obeys it when its program has these parts and its material the uniforms
 * of a piece: elements by their place (points), or fragment by fragment (surfaces and lines, which are cut).
 */

/** Functions of a vertex shader that has `position` about the centre of its {@link ClippedUnit}. */
export const clippedElements = /* glsl */ `
uniform bool clipped;
uniform vec3 clipFrom;
uniform vec3 clipTo;
bool isClipped(vec3 place) {
  return clipped && (any(lessThan(place, clipFrom)) || any(greaterThan(place, clipTo)));
}
`;

/** In the vertex shader of what is cut; `tellPlace()` in its `main`. Without the box nothing of it is left in the program. */
export const clippedFragmentsVertex = /* glsl */ `
#ifdef CLIPPED
out vec3 clippedPlace;
#define tellPlace() clippedPlace = position
#else
#define tellPlace()
#endif
`;

/** In the fragment shader of what is cut: `clip()` first in its `main`. */
export const clippedFragments = /* glsl */ `
#ifdef CLIPPED
in vec3 clippedPlace;
uniform vec3 clipFrom;
uniform vec3 clipTo;
#define clip() if (any(lessThan(clippedPlace, clipFrom)) || any(greaterThan(clippedPlace, clipTo))) discard
#else
#define clip()
#endif
`;

/** Something that is drawn about a place of the file's coordinates. */
export interface ClippedUnit {
  readonly centre: Vector3;
  readonly uniforms: {
    readonly clipFrom: { readonly value: ShaderVector };
    readonly clipTo: { readonly value: ShaderVector };
  };
}

/** Sets each unit's box about its own centre: differences of float64 values, which float32 then holds well. */
export function clipUnits(units: Iterable<ClippedUnit>, { min, max }: Bounds): void {
  for (const { centre, uniforms } of units) {
    uniforms.clipFrom.value.fromArray(subtract(min, centre));
    uniforms.clipTo.value.fromArray(subtract(max, centre));
  }
}

/** What two boxes have in common; null when that is nothing. */
export function intersection(a: Bounds, b: Bounds): Bounds | null {
  const pick = (choose: (...values: number[]) => number, one: Vector3, other: Vector3): Vector3 => [
    choose(one[0], other[0]),
    choose(one[1], other[1]),
    choose(one[2], other[2]),
  ];
  const min = pick(Math.max, a.min, b.min);
  const max = pick(Math.min, a.max, b.max);
  return min.every((value, axis) => value <= max[axis]) ? { min, max } : null;
}
