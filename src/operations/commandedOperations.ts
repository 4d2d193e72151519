import type { ModelKind } from '../model/model';
import { descriptors } from './descriptors';
import type { OperationDescriptor } from './operation';

/** Operations that are asked for by a command: those that tell numbers, but for `compare`, which has a panel of its own. The rest is the editor's or the command line's. */
export function commandedOperations(): readonly OperationDescriptor[] {
  return descriptors.filter(({ id, numbers }) => id !== 'info' && id !== 'compare' && numbers.length > 0);
}

/** Of these, the ones that take a kind of model, each with the first role that takes it. */
export function operationsOn(kind: ModelKind): readonly { readonly descriptor: OperationDescriptor; readonly role: number }[] {
  return commandedOperations().flatMap((descriptor) => {
    const role = descriptor.inputs.findIndex(({ kinds }) => kinds.includes(kind));
    return role < 0 ? [] : [{ descriptor, role }];
  });
}
