import { modelKinds } from '../model/model';
import type { OperationDescriptor } from './operation';

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
