import { tile } from './linear/panels';
import { matrixKernelBytes } from './matrixKernelBytes';

/**
 * The inner loop of every product of matrices. What it works on lies in memory of its own, as panels: `tile` rows of a
 * factor side by side, number k of each after number k - 1 of each; see `packPanels`. A thread has one kernel, which a task
 * has to itself until it ends. All places and lengths are numbers of float64.
 */
export interface MatrixKernel {
  /** Memory for at least so many numbers, of any content; the array is valid until the next call. */
  reserve(count: number): Float64Array<ArrayBuffer>;
  /**
   * Adds the products of the panel at `a` with the `tiles` panels from `b` on, all `depth` long (a multiple of
   * `panelDepth`), to tiles of `tile` x `tile` numbers that lie side by side from `c` on in rows `stride` apart.
   */
  addTiles(a: number, b: number, c: number, stride: number, depth: number, tiles: number): void;
}

/** In TypeScript, where WebAssembly with vectors cannot be had, and for tests. */
export class PlainMatrixKernel implements MatrixKernel {
  private memory = new Float64Array(0);

  reserve(count: number): Float64Array<ArrayBuffer> {
    if (this.memory.length < count) this.memory = new Float64Array(count);
    return this.memory;
  }

  addTiles(a: number, b: number, c: number, stride: number, depth: number, tiles: number): void {
    const { memory } = this;
    for (let n = 0, to = c; n < tiles; n++, to += tile) {
      let row = to;
      let s00 = memory[row], s01 = memory[row + 1], s02 = memory[row + 2], s03 = memory[row + 3];
      row += stride;
      let s10 = memory[row], s11 = memory[row + 1], s12 = memory[row + 2], s13 = memory[row + 3];
      row += stride;
      let s20 = memory[row], s21 = memory[row + 1], s22 = memory[row + 2], s23 = memory[row + 3];
      row += stride;
      let s30 = memory[row], s31 = memory[row + 1], s32 = memory[row + 2], s33 = memory[row + 3];
      for (let at = a, end = a + tile * depth; at < end; at += tile, b += tile) {
        const p0 = memory[at], p1 = memory[at + 1], p2 = memory[at + 2], p3 = memory[at + 3];
        const q0 = memory[b], q1 = memory[b + 1], q2 = memory[b + 2], q3 = memory[b + 3];
        s00 += p0 * q0; s01 += p0 * q1; s02 += p0 * q2; s03 += p0 * q3;
        s10 += p1 * q0; s11 += p1 * q1; s12 += p1 * q2; s13 += p1 * q3;
        s20 += p2 * q0; s21 += p2 * q1; s22 += p2 * q2; s23 += p2 * q3;
        s30 += p3 * q0; s31 += p3 * q1; s32 += p3 * q2; s33 += p3 * q3;
      }
      memory[row] = s30; memory[row + 1] = s31; memory[row + 2] = s32; memory[row + 3] = s33;
      row -= stride;
      memory[row] = s20; memory[row + 1] = s21; memory[row + 2] = s22; memory[row + 3] = s23;
      row -= stride;
      memory[row] = s10; memory[row + 1] = s11; memory[row + 2] = s12; memory[row + 3] = s13;
      memory[to] = s00; memory[to + 1] = s01; memory[to + 2] = s02; memory[to + 3] = s03;
    }
  }
}

interface KernelFunctions {
  readonly memory: WebAssembly.Memory;
  addTiles(a: number, b: number, c: number, stride: number, bytes: number, tiles: number): void;
}

const pageBytes = 65536;
const numberBytes = 8;

/**
 * Two numbers at a time in WebAssembly: about four times as fast as {@link PlainMatrixKernel}, with the same bits. The bytes
 * come from scripts/wasm/matrixKernel.ts.
 */
export class VectorMatrixKernel implements MatrixKernel {
  private memory = new Float64Array(0);

  private constructor(private readonly functions: KernelFunctions) {}

  /** Null where WebAssembly with vectors cannot be had. */
  static create(): VectorMatrixKernel | null {
    try {
      const module = new WebAssembly.Module(Uint8Array.from(atob(matrixKernelBytes), (letter) => letter.charCodeAt(0)));
      const { exports } = new WebAssembly.Instance(module, {});
      return hasFunctions(exports) ? new VectorMatrixKernel(exports) : null;
    } catch {
      // A policy without 'wasm-unsafe-eval', or a processor without vectors.
      return null;
    }
  }

  reserve(count: number): Float64Array<ArrayBuffer> {
    const { memory } = this.functions;
    const missing = Math.ceil((numberBytes * count - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) memory.grow(missing);
    if (this.memory.buffer !== memory.buffer) this.memory = new Float64Array(memory.buffer);
    return this.memory;
  }

  addTiles(a: number, b: number, c: number, stride: number, depth: number, tiles: number): void {
    this.functions.addTiles(numberBytes * a, numberBytes * b, numberBytes * c, numberBytes * stride, numberBytes * tile * depth, tiles);
  }
}

function hasFunctions(exports: WebAssembly.Exports): exports is WebAssembly.Exports & KernelFunctions {
  return exports.memory instanceof WebAssembly.Memory && typeof exports.addTiles === 'function';
}

let ofThread: MatrixKernel | undefined;

/** This thread's kernel, made when first asked for. */
export function matrixKernel(): MatrixKernel {
  ofThread ??= VectorMatrixKernel.create() ?? new PlainMatrixKernel();
  return ofThread;
}
