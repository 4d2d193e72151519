import { alignDefinition, alignMethods, alignNumbers, trimOption } from './alignOptions';
import { comparedInput, referenceInput, surfaceOptions } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const alignDescriptor: OperationDescriptor = {
  id: 'align',
  title: 'Align to a Reference',
  definition: alignDefinition,
  source:
    'Besl, McKay: "A Method for Registration of 3-D Shapes", 1992; trimmed: Chetverikov, Svirko, Stepanov, Krsek: "The Trimmed Iterative Closest Point Algorithm", 2002; rotation: Horn, "Closed-Form Solution of Absolute Orientation Using Unit Quaternions", 1987.',
  inputs: [comparedInput, referenceInput],
  options: [
    {
      name: 'method',
      type: 'choice',
      choices: alignMethods,
      default: 'center',
      title: 'Method',
      meaning: 'Move mean onto mean, fit the bounding boxes, or iterate closest points.',
    },
    trimOption,
    ...surfaceOptions,
  ],
  numbers: alignNumbers,
  output: { meaning: 'The compared cloud or mesh, moved; normals are turned with it.', required: false },
};
