import { gridKinds } from './gridKinds';
import type { OperationDescriptor } from './operation';

export const marchingCubesDescriptor: OperationDescriptor = {
  id: 'marching-cubes',
  title: 'Marching Cubes',
  definition:
    'The surface where the field has the iso value: 0 for fields with both signs, 0.5 for occupancy, otherwise --iso. One vertex, shared, on every edge of the grid whose ends differ (a sample equal to the iso value counts as outside), by linear interpolation. Normals point toward larger values; --inside above turns them. Method exact: the topology of the trilinear interpolant, with ambiguous faces decided by the saddle of the bilinear interpolant and tunnels through cells by that of its sections, and a vertex inside a cell only where triangles on its edges cannot have that topology. Method classic: on ambiguous faces the corners inside are apart. A surface that touches neither the border of the grid nor values that are not finite is closed and a manifold. Volume: enclosed, positive where normals point out of it; none where the surface is open. Euler characteristic: vertices - edges + triangles. Genus: handles of all closed parts together.',
  source:
    'Lorensen, Cline: "Marching Cubes: A High Resolution 3D Surface Construction Algorithm", 1987; Nielson, Hamann: "The Asymptotic Decider", 1991; Chernyaev: "Marching Cubes 33", 1995; Nielson: "On Marching Cubes", 2003; Lewiner et al.: "Efficient Implementation of Marching Cubes\' Cases with Topological Guarantees", 2003; Custodio, Etiene, Pesco, Silva: "Practical Considerations on Marching Cubes 33 Topological Correctness", 2013.',
  inputs: [{ name: 'grid', title: 'Grid', kinds: gridKinds }],
  options: [
    { name: 'iso', type: 'number', default: null, title: 'Iso value', meaning: 'The value of the field on the surface; 0 for signed fields and 0.5 for occupancy when left out.' },
    { name: 'method', type: 'choice', choices: ['exact', 'classic'], default: 'exact', title: 'Method', meaning: 'The topology of the trilinear interpolant, or that of the classic tables.' },
    { name: 'inside', type: 'choice', choices: ['below', 'above'], default: 'below', title: 'Inside', meaning: 'Where the inside is: below the iso value or above. Normals point out of it.' },
  ],
  numbers: [
    { name: 'vertices', unit: 'count', meaning: 'Vertices of the surface.' },
    { name: 'triangles', unit: 'count', meaning: 'Its triangles.' },
    { name: 'area', unit: 'length²', meaning: 'Sum of the areas of the triangles.' },
    { name: 'volume', unit: 'length³', meaning: 'Volume enclosed, positive where normals point out of it.' },
    { name: 'eulerCharacteristic', unit: 'count', meaning: 'Vertices - edges + triangles.' },
    { name: 'components', unit: 'count', meaning: 'Parts that share no vertex.' },
    { name: 'boundaryEdges', unit: 'count', meaning: 'Edges of one triangle; 0 for a closed surface.' },
    { name: 'nonManifoldEdges', unit: 'count', meaning: 'Edges of more than two triangles.' },
    { name: 'genus', unit: 'count', meaning: 'Handles: 0 for a ball, 1 for a torus; of all parts together.' },
  ],
  gpu: 'blocks of samples that the surface passes',
  gpuOnRequest: true,
  output: { meaning: 'The surface as a mesh (.ply, .obj, .stl).', required: false },
};
