import type { UnaryOperation } from '../../model/fieldProgram';
import type { Place, ProgramBuilder, Value } from './programBuilder';
import { shapes } from './shapes';

/** A part of a call, to be built wherever it is asked for. */
export type Part = (place: Place) => Value;

/** What a name in front of brackets stands for. */
export interface FormulaFunction {
  /** Names of its parts, as documentation shows them: ["shape", "x", "y", "z"]. */
  readonly parts: readonly string[];
  /** The last part may come any number of times. */
  readonly repeats?: boolean;
  /** How many of the last parts may be left out. */
  readonly optional?: number;
  readonly meaning: string;
  build(b: ProgramBuilder, place: Place, parts: readonly Part[]): Value;
}

/** A function of the values of its parts, here. */
function ofValues(parts: readonly string[], meaning: string, build: (b: ProgramBuilder, values: readonly Value[], place: Place) => Value, more: Partial<FormulaFunction> = {}): FormulaFunction {
  return { parts, meaning, ...more, build: (b, place, given) => build(b, given.map((part) => part(place)), place) };
}

const math = (operation: UnaryOperation, meaning: string): FormulaFunction => ofValues(['value'], meaning, (b, [value]) => b.unary(operation, value));

const shape = (name: keyof typeof shapes, parts: readonly string[], meaning: string): FormulaFunction => ofValues(parts, meaning, (b, values, place) => shapes[name](b, place, values));

/** The smooth minimum: a quadratic blend where the two differ by less than k (Inigo Quilez, "smooth minimum"). */
function smoothMinimum(b: ProgramBuilder, k: Value, first: Value, second: Value): Value {
  const width = b.maximum(k, b.number(1e-12));
  const near = b.maximum(b.subtract(width, b.absolute(b.subtract(first, second))), b.number(0));
  return b.subtract(b.minimum(first, second), b.divide(b.square(near), b.scaled(width, 4)));
}

function smoothMaximum(b: ProgramBuilder, k: Value, first: Value, second: Value): Value {
  return b.negated(smoothMinimum(b, k, b.negated(first), b.negated(second)));
}

/** Turns by degrees from the first axis toward the second, by asking at the place turned back. */
function turn(b: ProgramBuilder, place: Place, first: keyof Place, second: keyof Place, degrees: Value): Place {
  const angle = b.scaled(degrees, Math.PI / 180);
  const [cosine, sine] = [b.unary('cosine', angle), b.unary('sine', angle)];
  const [u, v] = [place[first], place[second]];
  return { ...place, [first]: b.add(b.multiply(cosine, u), b.multiply(sine, v)), [second]: b.subtract(b.multiply(cosine, v), b.multiply(sine, u)) };
}

function rotation(first: keyof Place, second: keyof Place, axis: string): FormulaFunction {
  return {
    parts: ['shape', 'degrees'],
    meaning: `The shape turned about the ${axis} axis, anticlockwise as seen from its tip.`,
    build: (b, place, [part, degrees]) => part(turn(b, place, first, second, degrees(place))),
  };
}

/** Cells of a period with the shape in the middle of each; a period of 0 repeats nothing. */
function repeated(b: ProgramBuilder, value: Value, period: Value, count: Value | undefined): Value {
  if (b.constant(period) === 0) return value;
  const cell = b.unary('round', b.divide(value, period));
  const most = count === undefined ? null : b.half(b.subtract(count, b.number(1)));
  const held = most === null ? cell : b.clamped(cell, b.unary('ceiling', b.negated(most)), b.unary('floor', most));
  return b.subtract(value, b.multiply(held, period));
}

const mirror = (axis: keyof Place): FormulaFunction => ({
  parts: ['shape'],
  meaning: `The half of the shape at positive ${axis}, and its mirror image.`,
  build: (b, place, [part]) => part({ ...place, [axis]: b.absolute(place[axis]) }),
});

/** All functions, by name. */
export const formulaFunctions: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>(
  Object.entries({
    sphere: shape('sphere', ['radius'], 'A ball about the origin.'),
    ellipsoid: shape('ellipsoid', ['a', 'b', 'c'], 'An ellipsoid of three half axes; the distance to first order.'),
    box: shape('box', ['width', 'depth', 'height'], 'A box about the origin, of sides along x, y and z.'),
    roundedBox: shape('roundedBox', ['width', 'depth', 'height', 'radius'], 'A box with rounded edges, its sides measured over all.'),
    torus: shape('torus', ['ring', 'tube'], 'A torus about the z axis: radius of its ring and of its tube.'),
    cylinder: shape('cylinder', ['radius', 'height'], 'A cylinder along z.'),
    capsule: shape('capsule', ['radius', 'height'], 'A cylinder along z with round ends; height from centre to centre of the ends.'),
    cone: shape('cone', ['radius', 'height'], 'A cone along z, its tip up; the origin halfway up.'),
    octahedron: shape('octahedron', ['radius'], 'An octahedron of corners at a radius along the axes; a bound of the distance.'),
    plane: shape('plane', ['a', 'b', 'c', 'offset'], 'The half space on the far side of (a, b, c), at an offset along it.'),
    gyroid: shape('gyroid', ['period', 'thickness'], 'A sheet about the gyroid; the distance to first order.'),

    union: ofValues(['shape'], 'All of the shapes.', (b, values) => values.reduce(b.minimum), { repeats: true }),
    intersection: ofValues(['shape'], 'What the shapes have in common.', (b, values) => values.reduce(b.maximum), { repeats: true }),
    difference: ofValues(['shape', 'less'], 'The first shape without the others.', (b, [first, ...others]) => others.map(b.negated).reduce(b.maximum, first), { repeats: true }),
    smoothUnion: ofValues(['k', 'shape'], 'All of the shapes, blended where they are within k of one another.', (b, [k, ...values]) => values.reduce((all, value) => smoothMinimum(b, k, all, value)), { repeats: true }),
    smoothIntersection: ofValues(['k', 'shape'], 'What the shapes have in common, blended within k.', (b, [k, ...values]) => values.reduce((all, value) => smoothMaximum(b, k, all, value)), { repeats: true }),
    smoothDifference: ofValues(['k', 'shape', 'less'], 'The first shape without the others, blended within k.', (b, [k, first, ...others]) => others.reduce((rest, value) => smoothMaximum(b, k, rest, b.negated(value)), first), { repeats: true }),
    shell: ofValues(['shape', 'thickness'], 'The surface of the shape as a wall of a thickness.', (b, [value, thickness]) => b.subtract(b.absolute(value), b.half(thickness))),
    offset: ofValues(['shape', 'distance'], 'The shape grown by a distance, its edges rounded.', (b, [value, distance]) => b.subtract(value, distance)),

    translate: {
      parts: ['shape', 'x', 'y', 'z'],
      meaning: 'The shape moved.',
      build: (b, place, [part, x, y, z]) => part({ x: b.subtract(place.x, x(place)), y: b.subtract(place.y, y(place)), z: b.subtract(place.z, z(place)) }),
    },
    rotateX: rotation('y', 'z', 'x'),
    rotateY: rotation('z', 'x', 'y'),
    rotateZ: rotation('x', 'y', 'z'),
    scale: {
      parts: ['shape', 'factor'],
      meaning: 'The shape larger by a factor.',
      build: (b, place, [part, factor]) => {
        const times = factor(place);
        return b.multiply(part({ x: b.divide(place.x, times), y: b.divide(place.y, times), z: b.divide(place.z, times) }), times);
      },
    },
    repeat: {
      parts: ['shape', 'x', 'y', 'z', 'nx', 'ny', 'nz'],
      optional: 3,
      meaning: 'The shape again and again, at periods along the axes (0: once); nx, ny, nz times, or without end.',
      build: (b, place, [part, x, y, z, ...counts]) => {
        const [nx, ny, nz] = counts.map((count) => count(place));
        return part({ x: repeated(b, place.x, x(place), nx), y: repeated(b, place.y, y(place), ny), z: repeated(b, place.z, z(place), nz) });
      },
    },
    mirrorX: mirror('x'),
    mirrorY: mirror('y'),
    mirrorZ: mirror('z'),

    sin: math('sine', 'Sine, of radians.'),
    cos: math('cosine', 'Cosine, of radians.'),
    tan: math('tangent', 'Tangent, of radians.'),
    asin: math('arcSine', 'Arc sine, in radians.'),
    acos: math('arcCosine', 'Arc cosine, in radians.'),
    atan: math('arcTangent', 'Arc tangent, in radians.'),
    atan2: ofValues(['y', 'x'], 'Angle of (x, y), in radians.', (b, [y, x]) => b.binary('arcTangent2', y, x)),
    sqrt: math('squareRoot', 'Square root.'),
    exp: math('exponential', 'e to a power.'),
    log: math('logarithm', 'Natural logarithm.'),
    abs: math('absolute', 'Magnitude.'),
    sign: math('sign', '-1, 0 or 1.'),
    floor: math('floor', 'The whole number below.'),
    ceil: math('ceiling', 'The whole number above.'),
    round: math('round', 'The nearest whole number, halves up.'),
    pow: ofValues(['base', 'exponent'], 'A power, as base ^ exponent.', (b, [base, exponent]) => b.binary('power', base, exponent)),
    mod: ofValues(['value', 'divisor'], 'The rest of a division, with the sign of the divisor.', (b, [value, divisor]) => b.binary('modulo', value, divisor)),
    hypot: ofValues(['value'], 'Root of the sum of squares.', (b, values) => b.length(...values), { repeats: true }),
    min: ofValues(['value'], 'The least.', (b, values) => values.reduce(b.minimum), { repeats: true }),
    max: ofValues(['value'], 'The greatest.', (b, values) => values.reduce(b.maximum), { repeats: true }),
    clamp: ofValues(['value', 'least', 'most'], 'The value, held between two.', (b, [value, least, most]) => b.clamped(value, least, most)),
    mix: ofValues(['a', 'b', 'share'], 'From a at 0 to b at 1.', (b, [first, second, share]) => b.add(first, b.multiply(b.subtract(second, first), share))),
    smoothstep: ofValues(['from', 'to', 'value'], '0 up to from, 1 beyond to, smooth between.', (b, [from, to, value]) => {
      const share = b.clamped(b.divide(b.subtract(value, from), b.subtract(to, from)), b.number(0), b.number(1));
      return b.multiply(b.square(share), b.subtract(b.number(3), b.scaled(share, 2)));
    }),
  }),
);

/** Names that are numbers. */
export const formulaConstants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['tau', 2 * Math.PI],
  ['e', Math.E],
]);

/** As documentation shows it: "translate(shape, x, y, z)". */
export function signatureOf(name: string, { parts, repeats, optional = 0 }: FormulaFunction): string {
  const needed = parts.slice(0, parts.length - optional).join(', ');
  const further = optional > 0 ? `[, ${parts.slice(parts.length - optional).join(', ')}]` : '';
  return `${name}(${needed}${further}${repeats ? ', ...' : ''})`;
}
