import { convertDescriptor } from './convert';
import { infoDescriptor } from './infoDescriptor';
import type { OperationDescriptor, OperationImplementation } from './operation';

export interface RegisteredOperation {
  readonly descriptor: OperationDescriptor;
  /** The half that computes; called in workers alone. */
  load(): Promise<OperationImplementation>;
}

/** Every operation, in the order of menus and of `--help`. */
export const operations: readonly RegisteredOperation[] = [
  { descriptor: convertDescriptor, load: async () => (await import('./convert')).convert },
];

/**
 * Descriptors of everything that can be asked for: `info` first, which answers with a document of its own
 * ({@link file://./info.ts}), then the operations.
 */
export const descriptors: readonly OperationDescriptor[] = [
  infoDescriptor,
  ...operations.map(({ descriptor }) => descriptor),
];
