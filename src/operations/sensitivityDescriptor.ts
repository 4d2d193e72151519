import { cloudKinds, seedOption } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const sensitivityDescriptor: OperationDescriptor = {
  id: 'sensitivity',
  title: 'Sensitivity to Sampling',
  definition:
    'How much Chamfer and Earth Mover\'s Distance change when nothing but the sampling of a surface does. For each seed, clouds of n points are drawn from the mesh by area, or from the dense cloud without replacement: two uniform ones, one of farthest points (chosen among 10 n uniform ones of a mesh, among all points of a cloud, from a random start) and one biased to one end (drawn in proportion to exp(-3 t), t from 0 to 1 along the widest principal axis). Chamfer (sum of unsquared distances, both directions) and EMD (sum, exact) of each pair uniform-farthest, uniform-biased, farthest-farthest (another draw) and biased-biased (another draw) are divided by the mean over the seeds of the pair uniform-uniform. Mean and sample standard deviation are over the seeds. chamferRatio and emdRatio are the means for uniform against biased.',
  source:
    'Fan, Su, Guibas: "A Point Set Generation Network for 3D Object Reconstruction from a Single Image", 2017, which says that EMD feels density where Chamfer does not; farthest points: Eldar et al., 1997.',
  inputs: [{ name: 'surface', title: 'Mesh or dense cloud', kinds: cloudKinds }],
  options: [
    { name: 'n', type: 'integer', default: 1024, minimum: 2, maximum: 1 << 20, title: 'Number of points', meaning: 'Points of each sampling.' },
    { name: 'seeds', type: 'integer', default: 5, minimum: 2, maximum: 1000, title: 'Seeds', meaning: 'How many times everything is drawn anew.' },
    { ...seedOption, meaning: 'What the first draw begins with; further ones follow from it.' },
  ],
  numbers: [
    { name: 'chamferRatio', unit: 'ratio', meaning: 'Chamfer of uniform against biased, over that of uniform against uniform.' },
    { name: 'emdRatio', unit: 'ratio', meaning: "Earth Mover's Distance of uniform against biased, over that of uniform against uniform." },
  ],
};
