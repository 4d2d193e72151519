import type { OperationDescriptor } from './operation';

export const voxelizeDescriptor: OperationDescriptor = {
  id: 'voxelize',
  title: 'Voxelize',
  definition:
    "Cubes over the bounds, from their least corner on: --resolution of them along the longest side, or of side --size. Of a cloud, the cells that hold a point are occupied (a border belongs to the cell above it, the last border to the last cell); of a mesh, the cells that have a point in common with a triangle, borders included, by the separating axes of triangle and box. --solid adds the cells whose centre is inside: the generalised winding number about it is above a half. Of a field, the cells whose value is below --iso (0 for one with both signs) are occupied, or above it with --inside above; its cells stay as they are.",
  source: 'Akenine-Möller: "Fast 3D Triangle-Box Overlap Testing", 2001; Jacobson, Kavan, Sorkine-Hornung: "Robust Inside-Outside Segmentation using Generalized Winding Numbers", 2013.',
  inputs: [{ name: 'input', title: 'Cloud, mesh or field', kinds: ['pointCloud', 'mesh', 'scalarGrid'] }],
  options: [
    { name: 'resolution', type: 'integer', default: 64, minimum: 1, maximum: 4096, title: 'Resolution', meaning: 'Cells along the longest side of the bounds; --size comes before it.' },
    { name: 'size', type: 'number', default: null, minimum: Number.MIN_VALUE, title: 'Size', meaning: "Side of a cell, in the file's units." },
    { name: 'solid', type: 'flag', default: false, title: 'Solid', meaning: 'Fill the inside of a mesh too.' },
    { name: 'vertices', type: 'flag', default: false, title: 'Vertices', meaning: 'Of a mesh take its vertices alone.' },
    { name: 'iso', type: 'number', default: null, title: 'Iso value', meaning: 'Of a field: the value at its surface; 0 where it has both signs.' },
    { name: 'inside', type: 'choice', choices: ['below', 'above'], default: 'below', title: 'Inside', meaning: 'Of a field: which side of the iso value is occupied.' },
  ],
  numbers: [
    { name: 'occupied', unit: 'count', meaning: 'Occupied cells.' },
    { name: 'cells', unit: 'count', meaning: 'All cells.' },
    { name: 'share', unit: 'ratio', meaning: 'Occupied cells divided by all cells.' },
  ],
  output: { meaning: 'The grid (.binvox, .nrrd).', required: false },
};
