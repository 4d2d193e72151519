import type { OperationImplementation } from './operation';

/** What is read is what is written: the work is in the formats. */
export const convert: OperationImplementation = {
  run: (inputs) =>
    Promise.resolve({
      numbers: {},
      device: { kind: 'cpu', name: 'one thread', place: 'process', reason: 'reading and writing need no device' },
      models: inputs.map(({ file, model }) => ({ title: file, model })),
    }),
};
