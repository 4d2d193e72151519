/**
 * A small assembler of WebAssembly: an expression is the list of its bytes, operands before their operator, as in
 * "WebAssembly Core Specification" 2.0, chapter 5. Just what the kernels of this project use.
 */
export type Code = readonly number[];

const unsigned = (value: number): Code => {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
};

const signed = (value: number): Code => {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
};

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const text = (value: string): Code => sized([...new TextEncoder().encode(value)]);

export const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type Type = keyof typeof types;

const binary = (...operator: Code) => (a: Code, b: Code): Code => [...a, ...b, ...operator];
const unary = (...operator: Code) => (a: Code): Code => [...a, ...operator];
const load = (...operator: Code) => (address: Code, offset = 0): Code => [...address, ...operator, 0, ...unsigned(offset)];
const store = (...operator: Code) => (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...operator, 0, ...unsigned(offset)];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: load(0x28),
  store: store(0x36),
  isZero: unary(0x45),
  /** Zeros below the lowest one. */
  countTrailingZeros: unary(0x68),
  equal: binary(0x46),
  notEqual: binary(0x47),
  less: binary(0x49),
  greater: binary(0x4b),
  lessOrEqual: binary(0x4d),
  greaterOrEqual: binary(0x4f),
  lessSigned: binary(0x48),
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  divide: binary(0x6e),
  and: binary(0x71),
  or: binary(0x72),
  shiftLeft: binary(0x74),
  shiftRight: binary(0x76),
};

export const f32 = {
  constant: (value: number): Code => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)],
  load: load(0x2a),
  store: store(0x38),
  equal: binary(0x5b),
  less: binary(0x5d),
  greater: binary(0x5e),
  greaterOrEqual: binary(0x60),
  add: binary(0x92),
  subtract: binary(0x93),
  multiply: binary(0x94),
};

const simd = (operator: number): Code => [0xfd, ...unsigned(operator)];

export const v128 = {
  load: load(...simd(0x00)),
  loadSplat32: load(...simd(0x09)),
  loadSplat64: load(...simd(0x0a)),
  store: store(...simd(0x0b)),
  lanes: (values: readonly [number, number, number, number]): Code => [...simd(0x0c), ...new Uint8Array(Int32Array.from(values).buffer)],
  /** Lanes of 32 bits: 0 ... 3 of the first, 4 ... 7 of the second. */
  shuffle: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    ...a,
    ...b,
    ...simd(0x0d),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
  ],
  /** Bits of `yes` where the mask has ones, of `no` elsewhere. */
  choose: (yes: Code, no: Code, mask: Code): Code => [...yes, ...no, ...mask, ...simd(0x52)],
};

export const i8x16 = {
  /** Lanes of 16 bits of the first and of the second, saturated. */
  narrow: binary(...simd(0x65)),
  /** A bit a lane: its highest. */
  bitmask: unary(...simd(0x64)),
};

export const i16x8 = {
  /** Lanes of 32 bits of the first and of the second, saturated. */
  narrow: binary(...simd(0x85)),
};

export const i32x4 = {
  splat: unary(...simd(0x11)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(0x1b), lane],
  equal: binary(...simd(0x37)),
  /** A bit a lane: its highest. */
  bitmask: unary(...simd(0xa4)),
  add: binary(...simd(0xae)),
  subtract: binary(...simd(0xb1)),
};

export const f32x4 = {
  splat: unary(...simd(0x13)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(0x1f), lane],
  equal: binary(...simd(0x41)),
  less: binary(...simd(0x43)),
  squareRoot: unary(...simd(0xe3)),
  add: binary(...simd(0xe4)),
  subtract: binary(...simd(0xe5)),
  multiply: binary(...simd(0xe6)),
  /** `b < a ? b : a`: one instruction, unlike `min`. */
  minimum: binary(...simd(0xea)),
  /** `a < b ? b : a`. */
  maximum: binary(...simd(0xeb)),
};

export const f64x2 = {
  add: binary(...simd(0xf0)),
  multiply: binary(...simd(0xf2)),
};

/** Control. `jump` counts the blocks, loops and ifs around it from the inside, from 0: out of a block, to the start of a loop. */
export const block = (...body: readonly Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b];
export const loop = (...body: readonly Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b];
export const when = (condition: Code, yes: readonly Code[], no: readonly Code[] = []): Code => [
  ...condition,
  0x04,
  0x40,
  ...yes.flat(),
  ...(no.length > 0 ? [0x05, ...no.flat()] : []),
  0x0b,
];
export const jump = (depth: number): Code => [0x0c, ...unsigned(depth)];
export const jumpIf = (condition: Code, depth: number): Code => [...condition, 0x0d, ...unsigned(depth)];
export const leave = (...value: readonly Code[]): Code => [...value.flat(), 0x0f];
export const copyMemory = (to: Code, from: Code, bytes: Code): Code => [...to, ...from, ...bytes, 0xfc, 0x0a, 0, 0];

export interface Variable {
  readonly get: Code;
  set(value: Code): Code;
  /** Sets, and leaves the value. */
  tee(value: Code): Code;
}

const variable = (index: number): Variable => ({
  get: [0x20, ...unsigned(index)],
  set: (value) => [...value, 0x21, ...unsigned(index)],
  tee: (value) => [...value, 0x22, ...unsigned(index)],
});

interface FunctionBody {
  readonly parameters: readonly Type[];
  readonly results: readonly Type[];
  readonly code: Code;
}

/** Collects the locals of a function while its code is written. */
export class FunctionBuilder {
  private readonly locals: Type[] = [];
  private body: Code = [];

  constructor(private readonly parameters: readonly Type[], private readonly results: readonly Type[]) {}

  parameter(index: number): Variable {
    return variable(index);
  }

  local(type: Type): Variable {
    this.locals.push(type);
    return variable(this.parameters.length + this.locals.length - 1);
  }

  write(...code: readonly Code[]): this {
    this.body = code.flat();
    return this;
  }

  finish(): FunctionBody {
    const locals = vector(this.locals.map((type) => [1, types[type]]));
    return { parameters: this.parameters, results: this.results, code: sized([...locals, ...this.body, 0x0b]) };
  }
}

/** The module's only global: `base`, which whoever makes an instance chooses. */
export const base: Code = [0x23, 0];

export interface ModuleParts {
  /** Functions that the host gives as `host.NAME`; they come first in the numbering. */
  readonly imports: readonly { readonly name: string; readonly parameters: readonly Type[]; readonly results: readonly Type[] }[];
  readonly functions: readonly { readonly name: string; readonly body: FunctionBody }[];
  /** `shared`: works in memory that the host gives as `host.memory` and other threads see, at its `host.base`; otherwise in memory of its own. */
  readonly memory?: 'shared';
}

export const call = (index: number, ...parameters: readonly Code[]): Code => [...parameters.flat(), 0x10, ...unsigned(index)];

const mostPages = 65_536;

/** A module that exports its functions by name and its memory as `memory`: of its own it grows, and has one page at first. */
export function assemble({ imports, functions, memory }: ModuleParts): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, ...sized(content)];
  const signatures = [...imports, ...functions.map(({ body }) => body)].map(({ parameters, results }) => [
    0x60,
    ...vector(parameters.map((type) => [types[type]])),
    ...vector(results.map((type) => [types[type]])),
  ]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(signatures)),
    ...section(2, vector([
      ...imports.map(({ name }, i) => [...text('host'), ...text(name), 0x00, ...unsigned(i)]),
      ...(memory === 'shared' ? [[...text('host'), ...text('memory'), 0x02, 0x03, ...unsigned(1), ...unsigned(mostPages)], [...text('host'), ...text('base'), 0x03, types.i32, 0x00]] : []),
    ])),
    ...section(3, vector(functions.map((_, i) => unsigned(imports.length + i)))),
    ...(memory === 'shared' ? [] : section(5, vector([[0x00, 0x01]]))),
    ...section(7, vector([
      [...text('memory'), 0x02, 0x00],
      ...functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(imports.length + i)]),
    ])),
    ...section(10, vector(functions.map(({ body }) => body.code))),
  ]);
}
