import { descriptors } from '../../operations/descriptors';
import type { OperationDescriptor } from '../../operations/operation';

/** Operations that are asked for by a command: those that tell numbers, but for `compare`, which has a panel of its own. The rest is the editor's or the command line's. */
export function commandedOperations(): readonly OperationDescriptor[] {
  return descriptors.filter(({ id, numbers }) => id !== 'info' && id !== 'compare' && numbers.length > 0);
}

/** "sparse-convolution" is the command "inspect3d.sparseConvolution". */
export function commandOf(operation: string): string {
  return operation.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
