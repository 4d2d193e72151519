import { comparedInput, referenceInput, sampleSurfaceOption, seedOption, verticesOption } from './cloudOptions';
import type { OperationDescriptor } from './operation';

export const distancesDescriptor: OperationDescriptor = {
  id: 'distances',
  title: 'Distances to a Reference',
  definition:
    'For every compared point, the distance to the nearest point of the reference: to the nearest place on its surface where the reference has faces, to the nearest of its points otherwise. Signed, a distance is negative inside a closed surface. The mean, the largest and the root mean square are of the magnitudes. The cloud that is written is the compared one with all it had and a float64 attribute "distance", NaN where a point is not finite.',
  source:
    'Cignoni, Rocchini, Scopigno: "Metro: Measuring Error on Simplified Surfaces", 1998; inside by the winding number: Barill et al., "Fast Winding Numbers for Soups and Clouds", 2018.',
  gpu: 'nearest neighbours',
  inputs: [comparedInput, referenceInput],
  options: [
    {
      name: 'signed',
      type: 'flag',
      default: false,
      title: 'Signed',
      meaning: 'Negative inside the reference, which must be a closed mesh.',
    },
    { ...verticesOption, meaning: "Measure to the reference's vertices even where it has faces." },
    { ...sampleSurfaceOption, meaning: 'Where a mesh is compared: measure from this many points drawn from its surface, uniformly by area, instead of from its vertices.' },
    seedOption,
  ],
  numbers: [
    { name: 'mean', unit: 'length', meaning: 'Mean distance, without signs.' },
    { name: 'max', unit: 'length', meaning: 'Largest distance, without signs.' },
    { name: 'rms', unit: 'length', meaning: 'Root of the mean squared distance.' },
  ],
  output: { meaning: 'The compared cloud or mesh with a float64 attribute "distance".', required: false },
};
