import { assemblePointKernel } from './pointKernel';

/** The module as the sources hold it. */
export const pointKernelBase64 = (): string => Buffer.from(assemblePointKernel()).toString('base64');

/** The text of src/geometry/pointKernelBytes.ts. */
export function pointKernelSource(): string {
  const lines = pointKernelBase64().match(/.{1,110}/g) ?? [];
  return [
    '// Written by scripts/wasm/makePointKernel.ts from scripts/wasm/pointKernel.ts; do not edit.',
    '',
    "/** A WebAssembly module in base64: {@link file://./pointKernel.ts}. */",
    'export const pointKernelBytes =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
