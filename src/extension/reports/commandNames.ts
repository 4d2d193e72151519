/** "sparse-convolution" is the command "inspect3d.sparseConvolution". */
export function commandOf(operation: string): string {
  return operation.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
