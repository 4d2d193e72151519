import { cloudKinds, sampleSurfaceOption, seedOption, verticesOption } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const sampleDescriptor: OperationDescriptor = {
  id: 'sample',
  title: 'Sample Points',
  definition:
    'Farthest point sampling: beginning with the start row, always the point farthest from all those chosen, the lowest row of equally far ones; the result is in the order of choosing, so its first k points are the sample of k. Of a mesh, its vertices are chosen from, or, with --sample-surface N, N points drawn from its surface by area. Uniform sampling: rows of a cloud drawn without replacement, in the order of the file; of a mesh with faces, points drawn from its surface uniformly by area. Attributes come along; on a surface, floating-point ones, colours and normals are mixed between the corners and other integers are those of the nearest corner.',
  source:
    'Eldar, Lindenbaum, Porat, Zeevi: "The Farthest Point Strategy for Progressive Image Sampling", 1997; by area: Osada, Funkhouser, Chazelle, Dobkin: "Shape Distributions", 2002.',
  inputs: [{ name: 'input', title: 'Cloud or mesh to sample', kinds: cloudKinds }],
  options: [
    {
      name: 'method',
      type: 'choice',
      choices: ['farthest', 'uniform'],
      default: 'farthest',
      title: 'Method',
      meaning: 'Farthest points, or uniformly random ones.',
    },
    {
      name: 'n',
      type: 'integer',
      minimum: 1,
      maximum: 2 ** 28,
      default: null,
      required: true,
      title: 'Number of points',
      meaning: 'How many points to choose.',
    },
    {
      name: 'start',
      type: 'integer',
      minimum: 0,
      default: 0,
      title: 'Start',
      meaning: 'Row of the first point of the farthest point sequence, from 0.',
    },
    seedOption,
    { ...verticesOption, meaning: 'Choose among the vertices of a mesh with the uniform method too.' },
    { ...sampleSurfaceOption, meaning: 'Farthest points of a mesh are chosen among this many points drawn from its surface by area, instead of among its vertices.' },
  ],
  numbers: [{ name: 'points', unit: 'count', meaning: 'Points chosen.' }],
  output: { meaning: 'The chosen points as a cloud.', required: true },
};
