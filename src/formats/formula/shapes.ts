import type { Place, ProgramBuilder, Value } from './programBuilder';

/**
 * Distance functions of simple bodies about the origin, their axis along z, negative inside. All are exact but the octahedron (a bound), the ellipsoid
 * and the gyroid, whose values near the surface are the distance to first order. Formulae: Inigo Quilez, "3D SDFs" (2008 on).
 */
export const shapes = {
  sphere: (b: ProgramBuilder, p: Place, [radius]: readonly Value[]): Value => b.subtract(b.length(p.x, p.y, p.z), radius),

  /** k (k - 1) / |gradient of k|, with k the length of the place in units of the half axes. */
  ellipsoid: (b: ProgramBuilder, p: Place, [rx, ry, rz]: readonly Value[]): Value => {
    const k = b.length(b.divide(p.x, rx), b.divide(p.y, ry), b.divide(p.z, rz));
    const slope = b.length(b.divide(p.x, b.square(rx)), b.divide(p.y, b.square(ry)), b.divide(p.z, b.square(rz)));
    // In the middle the slope is 0 and so is k: the value is minus the least half axis there.
    const inner = b.negated(b.minimum(rx, b.minimum(ry, rz)));
    return b.maximum(b.divide(b.multiply(k, b.subtract(k, b.number(1))), b.maximum(slope, b.number(1e-30))), inner);
  },

  box: (b: ProgramBuilder, p: Place, [width, depth, height]: readonly Value[]): Value => {
    const beyond = [b.subtract(b.absolute(p.x), b.half(width)), b.subtract(b.absolute(p.y), b.half(depth)), b.subtract(b.absolute(p.z), b.half(height))];
    const zero = b.number(0);
    const outside = b.length(...beyond.map((part) => b.maximum(part, zero)));
    return b.add(outside, b.minimum(beyond.reduce(b.maximum), zero));
  },

  roundedBox: (b: ProgramBuilder, p: Place, [width, depth, height, radius]: readonly Value[]): Value => {
    const inner = [width, depth, height].map((side) => b.subtract(side, b.scaled(radius, 2)));
    return b.subtract(shapes.box(b, p, inner), radius);
  },

  torus: (b: ProgramBuilder, p: Place, [ring, tube]: readonly Value[]): Value => b.subtract(b.length(b.subtract(b.length(p.x, p.y), ring), p.z), tube),

  cylinder: (b: ProgramBuilder, p: Place, [radius, height]: readonly Value[]): Value => {
    const across = b.subtract(b.length(p.x, p.y), radius);
    const along = b.subtract(b.absolute(p.z), b.half(height));
    const zero = b.number(0);
    return b.add(b.length(b.maximum(across, zero), b.maximum(along, zero)), b.minimum(b.maximum(across, along), zero));
  },

  /** Of a height from centre to centre of its round ends. */
  capsule: (b: ProgramBuilder, p: Place, [radius, height]: readonly Value[]): Value => {
    const along = b.subtract(p.z, b.clamped(p.z, b.negated(b.half(height)), b.half(height)));
    return b.subtract(b.length(p.x, p.y, along), radius);
  },

  /** Its base at -height / 2, its tip at height / 2. */
  cone: (b: ProgramBuilder, p: Place, [radius, height]: readonly Value[]): Value => {
    const across = b.length(p.x, p.y);
    const half = b.half(height);
    const zero = b.number(0);
    const one = b.number(1);
    // 1 where the value is above 0, 0 where it is below.
    const step = (value: Value): Value => b.half(b.add(one, b.unary('sign', value)));
    const capAcross = b.subtract(across, b.minimum(across, b.multiply(radius, step(b.negated(p.z)))));
    const capAlong = b.subtract(b.absolute(p.z), half);
    // Along the slope from the tip: the tip is at (0, half), the base's rim at (radius, -half).
    const slope = b.add(b.square(radius), b.square(height));
    const share = b.clamped(b.divide(b.add(b.multiply(across, radius), b.multiply(b.subtract(half, p.z), height)), slope), zero, one);
    const sideAcross = b.subtract(across, b.multiply(radius, share));
    const sideAlong = b.add(b.subtract(p.z, half), b.multiply(height, share));
    const inside = b.multiply(step(b.negated(sideAcross)), step(b.negated(capAlong)));
    const sign = b.subtract(one, b.scaled(inside, 2));
    const square = b.minimum(b.add(b.square(capAcross), b.square(capAlong)), b.add(b.square(sideAcross), b.square(sideAlong)));
    return b.multiply(sign, b.unary('squareRoot', square));
  },

  octahedron: (b: ProgramBuilder, p: Place, [radius]: readonly Value[]): Value => {
    // A bound: exact beside the faces, less beside edges and corners.
    const sum = [b.absolute(p.x), b.absolute(p.y), b.absolute(p.z)].reduce(b.add);
    return b.scaled(b.subtract(sum, radius), Math.sqrt(1 / 3));
  },

  /** Below 0 where (a, b, c) points away from. */
  plane: (b: ProgramBuilder, p: Place, [nx, ny, nz, offset]: readonly Value[]): Value => {
    const along = [b.multiply(p.x, nx), b.multiply(p.y, ny), b.multiply(p.z, nz)].reduce(b.add);
    return b.subtract(b.divide(along, b.length(nx, ny, nz)), offset);
  },

  /** A sheet of a thickness about sin x cos y + sin y cos z + sin z cos x = 0, one period a cell. */
  gyroid: (b: ProgramBuilder, p: Place, [period, thickness]: readonly Value[]): Value => {
    const frequency = b.divide(b.number(2 * Math.PI), period);
    const angles = [p.x, p.y, p.z].map((part) => b.multiply(part, frequency));
    const terms = [0, 1, 2].map((i) => b.multiply(b.unary('sine', angles[i]), b.unary('cosine', angles[(i + 1) % 3])));
    // The gradient is about 1.5 times the frequency where the sum is 0.
    const sheet = b.divide(b.absolute(terms.reduce(b.add)), b.scaled(frequency, 1.5));
    return b.subtract(sheet, b.half(thickness));
  },
} as const;
