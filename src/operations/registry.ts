import type { OperationDescriptor, OperationImplementation } from './operation';

export interface RegisteredOperation {
  readonly descriptor: OperationDescriptor;
  /** The half that computes; called in workers alone. */
  load(): Promise<OperationImplementation>;
}

/** Every operation, in the order of menus and of `--help`. */
export const operations: readonly RegisteredOperation[] = [];
