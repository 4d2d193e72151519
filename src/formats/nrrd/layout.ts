import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import { xFastest } from '../../model/grid';
import { placeAxes, type PlacedAxes } from '../grids/axes';
import { numbersOf, requireField, vectorsOf, wordsOf, type NrrdHeader } from './header';

/** Where the axes of a file lead. */
export interface NrrdLayout extends PlacedAxes {
  readonly origin: Vector3;
  /** Values a cell. */
  readonly components: number;
  /** Values between two components of a cell: 1 where they lie side by side. */
  readonly componentStride: number;
}

/** Kinds of axes that are not of space. */
const valueKinds = /^(vector|.*-vector|list|stub|scalar|complex|.*color|.*matrix|.*gradient|.*normal|quaternion|point)$/;

/** @throws FormatError for more than three axes of space and one of values */
export function layOutAxes(header: NrrdHeader, sizes: readonly number[], file: string, warn: (message: string) => void): NrrdLayout {
  const directions = vectorsOf(header, 'spacedirections');
  const kinds = wordsOf(header, 'kinds');
  const isValues = (axis: number): boolean =>
    directions?.length === sizes.length ? directions[axis] === null : kinds?.length === sizes.length && valueKinds.test(kinds[axis]);
  let spatial = sizes.map((_, axis) => axis).filter((axis) => !isValues(axis));
  // Without a word about them, further axes are those of size 1, then the first if it is short, else the last.
  for (const axis of [...spatial].reverse()) if (spatial.length > 3 && sizes[axis] === 1) spatial = spatial.filter((other) => other !== axis);
  if (spatial.length === 4) spatial = sizes[spatial[0]] <= 9 ? spatial.slice(1) : spatial.slice(0, 3);
  const others = sizes.map((_, axis) => axis).filter((axis) => !spatial.includes(axis) && sizes[axis] > 1);
  if (spatial.length > 3 || spatial.length === 0 || others.length > 1) {
    const { value, line } = requireField(header, 'sizes', file);
    throw new FormatError({
      file,
      place: { kind: 'line', line },
      expected: 'one to three axes of space and at most one of values',
      found: `sizes ${value}`,
      advice: 'Cut the array into grids of three axes.',
    });
  }
  const components = others.length > 0 ? sizes[others[0]] : 1;
  const componentStride = others.length > 0 ? sizes.slice(0, others[0]).reduce((product, size) => product * size, 1) : 1;
  const placed = placeSpatial(header, spatial, sizes, directions, warn);
  return { ...placed, components, componentStride };
}

function placeSpatial(
  header: NrrdHeader,
  spatial: readonly number[],
  sizes: readonly number[],
  directions: readonly (readonly number[] | null)[] | null,
  warn: (message: string) => void,
): PlacedAxes & { readonly origin: Vector3 } {
  const fileSizes: Vector3 = [sizes[spatial[0]], sizes[spatial[1]] ?? 1, sizes[spatial[2]] ?? 1];
  if (directions) {
    const steps = spatial.map((axis) => pad(directions[axis]));
    const [u, v = perpendicular(u, null), w = perpendicular(u, v)] = steps;
    const placed = placeAxes({ sizes: fileSizes, steps: [u, v, w] });
    const [origin] = vectorsOf(header, 'spaceorigin') ?? [null];
    if (placed) return { ...placed, origin: finite(pad(origin)) };
    warn('The space directions do not span space; spacing 1 is used.');
    return { dimensions: fileSizes, axisOrder: xFastest, spacing: [1, 1, 1], origin: [0, 0, 0] };
  }
  const spacings = numbersOf(header, 'spacings');
  const mins = numbersOf(header, 'axismins');
  const maxs = numbersOf(header, 'axismaxs');
  const centres = wordsOf(header, 'centers') ?? wordsOf(header, 'centerings');
  const spacing: [number, number, number] = [1, 1, 1];
  const origin: [number, number, number] = [0, 0, 0];
  const flips: [number, number, number] = [1, 1, 1];
  spatial.forEach((axis, place) => {
    const isCell = centres?.[axis] === 'cell';
    const steps = isCell ? sizes[axis] : sizes[axis] - 1;
    const min = mins?.[axis] ?? NaN;
    const max = maxs?.[axis] ?? NaN;
    const stated = spacings?.[axis] ?? NaN;
    const step = Number.isFinite(stated) && stated !== 0 ? stated : Number.isFinite(max - min) && max !== min && steps > 0 ? (max - min) / steps : 1;
    spacing[place] = Math.abs(step);
    flips[place] = Math.sign(step);
    if (Number.isFinite(min)) origin[place] = min + (isCell ? step / 2 : 0);
  });
  const isFlipped = flips.some((flip) => flip < 0);
  return {
    dimensions: fileSizes,
    axisOrder: xFastest,
    spacing,
    origin,
    ...(isFlipped ? { directions: [[flips[0], 0, 0], [0, flips[1], 0], [0, 0, flips[2]]] as const } : {}),
  };
}

function pad(vector: readonly number[] | null | undefined): Vector3 {
  return [vector?.[0] ?? 0, vector?.[1] ?? 0, vector?.[2] ?? 0];
}

function finite([x, y, z]: Vector3): Vector3 {
  return [Number.isFinite(x) ? x : 0, Number.isFinite(y) ? y : 0, Number.isFinite(z) ? z : 0];
}

/** A step for an axis that a flat picture lacks: as long as the first, at right angles to those there are. */
function perpendicular(u: Vector3, v: Vector3 | null): Vector3 {
  const length = Math.hypot(...u);
  const least = u.map(Math.abs).indexOf(Math.min(...u.map(Math.abs)));
  const other: Vector3 = v ?? [least === 0 ? 1 : 0, least === 1 ? 1 : 0, least === 2 ? 1 : 0];
  const cross: Vector3 = [u[1] * other[2] - u[2] * other[1], u[2] * other[0] - u[0] * other[2], u[0] * other[1] - u[1] * other[0]];
  const scale = length / Math.hypot(...cross);
  return [cross[0] * scale, cross[1] * scale, cross[2] * scale];
}
