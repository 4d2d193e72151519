import { assembleInsideKernel } from './insideKernel';
import { assembleMatrixKernel } from './matrixKernel';
import { assemblePointKernel, assembleSharedPointKernel } from './pointKernel';
import { assemblePriceKernel } from './priceKernel';

/** A kernel, and the file of src/geometry that holds its bytes. */
export interface Kernel {
  readonly name: 'insideKernel' | 'matrixKernel' | 'pointKernel' | 'priceKernel' | 'sharedPointKernel';
  readonly assemble: () => Uint8Array<ArrayBuffer>;
}

export const kernels: readonly Kernel[] = [
  { name: 'insideKernel', assemble: assembleInsideKernel },
  { name: 'matrixKernel', assemble: assembleMatrixKernel },
  { name: 'pointKernel', assemble: assemblePointKernel },
  { name: 'priceKernel', assemble: assemblePriceKernel },
  { name: 'sharedPointKernel', assemble: assembleSharedPointKernel },
];

/** The module as the sources hold it. */
export const kernelBase64 = ({ assemble }: Kernel): string => Buffer.from(assemble()).toString('base64');

/** The text of src/geometry/NAMEBytes.ts. */
export function kernelSource(kernel: Kernel): string {
  const lines = kernelBase64(kernel).match(/.{1,110}/g) ?? [];
  return [
    `// Written by scripts/wasm/makeKernels.ts from scripts/wasm/${kernel.name}.ts; do not edit.`,
    '',
    `/** A WebAssembly module in base64: {@link file://./${kernel.name}.ts}. */`,
    `export const ${kernel.name}Bytes =`,
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
