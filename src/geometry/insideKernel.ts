import { insideKernelBytes } from './insideKernelBytes';

interface KernelFunctions {
  readonly memory: WebAssembly.Memory;
  mark(from: number, end: number, to: number, iso: number): void;
}

const pageBytes = 65536;
/** Samples that are copied at once: few enough to stay in the cache until they have been looked at. */
const samplesAtOnce = 1 << 15;
const bitsOfWord = 32;

/**
 * Which float32 samples are below a value, 16 at a time in WebAssembly: several times as fast as `markInside`, which does the
 * same. Samples are copied into the kernel's memory a few rows at a time. The bytes come from scripts/wasm/insideKernel.ts.
 */
export class InsideKernel {
  private floats: Float32Array<ArrayBuffer>;
  private words: Int32Array<ArrayBuffer>;

  private constructor(private readonly functions: KernelFunctions) {
    this.floats = new Float32Array(functions.memory.buffer);
    this.words = new Int32Array(functions.memory.buffer);
  }

  /** Null where WebAssembly with vectors cannot be had. */
  static create(): InsideKernel | null {
    try {
      const module = new WebAssembly.Module(Uint8Array.from(atob(insideKernelBytes), (letter) => letter.charCodeAt(0)));
      const { exports } = new WebAssembly.Instance(module, {});
      return hasFunctions(exports) ? new InsideKernel(exports) : null;
    } catch {
      // A policy without 'wasm-unsafe-eval', or a processor without vectors.
      return null;
    }
  }

  /** See `markInside` of insideBits.ts. */
  mark(data: Float32Array<ArrayBufferLike>, iso: number, rowLength: number, firstRow: number, lastRow: number, bits: Int32Array<ArrayBufferLike>): void {
    const words = Math.ceil(rowLength / bitsOfWord);
    // Rows begin at a word; what lies between their ends is never below anything.
    const paddedLength = words * bitsOfWord;
    const rowsAtOnce = Math.max(1, Math.floor(samplesAtOnce / paddedLength));
    const samples = rowsAtOnce * paddedLength;
    this.reserve(4 * samples + (4 * samples) / bitsOfWord);
    if (paddedLength !== rowLength) this.floats.fill(Infinity, 0, samples);
    const limit = leastFloat32From(iso);
    for (let row = firstRow; row < lastRow; row += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, lastRow - row);
      if (paddedLength === rowLength) this.floats.set(data.subarray(row * rowLength, (row + count) * rowLength));
      else for (let i = 0; i < count; i++) this.floats.set(data.subarray((row + i) * rowLength, (row + i + 1) * rowLength), i * paddedLength);
      this.functions.mark(0, 4 * count * paddedLength, 4 * samples, limit);
      bits.set(this.words.subarray(samples, samples + count * words), row * words);
    }
  }

  private reserve(bytes: number): void {
    const { memory } = this.functions;
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) memory.grow(missing);
    if (this.floats.buffer === memory.buffer) return;
    this.floats = new Float32Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
  }
}

const oneFloat = new Float32Array(1);
const itsBits = new Int32Array(oneFloat.buffer);

/** The least float32 that is not below a value: the same float32 are below both. */
export function leastFloat32From(value: number): number {
  oneFloat[0] = value;
  if (oneFloat[0] >= value || Number.isNaN(value)) return oneFloat[0];
  // The next one up: away from 0 for positive numbers, toward it for negative ones.
  itsBits[0] += oneFloat[0] > 0 ? 1 : oneFloat[0] < 0 ? -1 : 0;
  if (oneFloat[0] === 0 && value > 0) itsBits[0] = 1;
  return oneFloat[0];
}

function hasFunctions(exports: WebAssembly.Exports): exports is WebAssembly.Exports & KernelFunctions {
  return exports.memory instanceof WebAssembly.Memory && typeof exports.mark === 'function';
}

let ofThread: InsideKernel | null | undefined;

/** This thread's kernel, made when first asked for. */
export function insideKernel(): InsideKernel | null {
  if (ofThread === undefined) ofThread = InsideKernel.create();
  return ofThread;
}
