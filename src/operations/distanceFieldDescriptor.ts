import type { OperationDescriptor } from './operation';

export const distanceFieldDescriptor: OperationDescriptor = {
  id: 'distance-field',
  title: 'Distance Field',
  definition:
    'The distance from the centre of every cell to the nearest place of the surface, exact, rounded to float32; of a cloud (or with --vertices), to the nearest point. Cubes over the bounds with --padding more on every side: --resolution of them along the longest side, padding included, or of side --size. Negative inside: where the generalised winding number of the triangles about the centre is beyond a half, whichever way their normals point. Points alone have no inside.',
  source:
    'Jacobson, Kavan, Sorkine-Hornung: "Robust Inside-Outside Segmentation using Generalized Winding Numbers", 2013; Barill, Dickson, Schmidt, Levin, Jacobson: "Fast Winding Numbers for Soups and Clouds", 2018.',
  inputs: [{ name: 'input', title: 'Mesh or cloud', kinds: ['mesh', 'pointCloud'] }],
  options: [
    { name: 'resolution', type: 'integer', default: 64, minimum: 1, maximum: 2048, title: 'Resolution', meaning: 'Cells along the longest side, padding included; --size comes before it.' },
    { name: 'size', type: 'number', default: null, minimum: Number.MIN_VALUE, title: 'Size', meaning: "Side of a cell, in the file's units." },
    { name: 'padding', type: 'integer', default: 2, minimum: 0, maximum: 512, title: 'Padding', meaning: 'Cells beyond the bounds on every side.' },
    { name: 'sign', type: 'choice', choices: ['winding', 'none'], default: 'winding', title: 'Sign', meaning: 'Negative inside by the winding number, or no sign.' },
    { name: 'vertices', type: 'flag', default: false, title: 'Vertices', meaning: 'Of a mesh take its vertices alone, without a sign.' },
  ],
  numbers: [
    { name: 'cells', unit: 'count', meaning: 'All cells.' },
    { name: 'negativeShare', unit: 'ratio', meaning: 'Share of the cells inside, below 0.' },
  ],
  output: { meaning: 'The field (.nrrd, or .npy without its place).', required: false },
};
