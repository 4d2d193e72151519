import type { OperationDescriptor, OperationImplementation } from './operation';
import { modelKinds } from '../model/model';

export const convertDescriptor: OperationDescriptor = {
  id: 'convert',
  title: 'Convert',
  definition:
    "Reads a file and writes what it holds in the format that the output's extension names. Values, their types and their order are kept where the target can hold them; what it cannot hold is named in warnings.",
  source: 'The specifications of the two formats.',
  inputs: [{ name: 'input', title: 'File to convert', kinds: modelKinds }],
  options: [],
  numbers: [],
  output: { meaning: 'The converted file.', required: true },
};

/** What is read is what is written: the work is in the formats. */
export const convert: OperationImplementation = {
  run: (inputs) =>
    Promise.resolve({
      numbers: {},
      device: { kind: 'cpu', name: 'one thread', place: 'process', reason: 'reading and writing need no device' },
      models: inputs.map(({ file, model }) => ({ title: file, model })),
    }),
};
