import { alignDefinition, alignMethods, alignNumbers, trimOption } from './alignOptions';
import { comparedInput, referenceInput, seedOption, verticesOption } from './cloudOptions';
import type { OperationDescriptor } from './operation';

/** What a comparison shows, as one operation; the numbers are those of `chamfer`, `hausdorff`, `fscore`, `distances` and `align`. */
export const compareDescriptor: OperationDescriptor = {
  id: 'compare',
  title: 'Compare',
  definition:
    `How two clouds or meshes differ. Forward is the distance from each compared point to the nearest place of the reference, backward the same from each reference point to the compared: to the surface where the other has faces, to its points otherwise. Signed, where a surface is closed: negative inside; numbers are of magnitudes. chamfer is the sum of all forward and all backward distances; hausdorff the largest of all; percentiles are of the forward distances, interpolated linearly; the F-score is the harmonic mean of the shares of each that are closer to the other than the threshold. Where both have equally many rows and at least half of the rows lie within 5 % of the reference's diagonal of the row of the same number, rows are taken to correspond: then a row has moved if its position differs by more than float32 rounding where one of the two is stored as float32, at all otherwise. Nothing is moved before, unless --align says so: ${alignDefinition}`,
  source:
    'Cignoni, Rocchini, Scopigno: "Metro: Measuring Error on Simplified Surfaces", 1998; Fan, Su, Guibas: "A Point Set Generation Network", 2017; Knapitsch et al., "Tanks and Temples", 2017; Besl, McKay: "A Method for Registration of 3-D Shapes", 1992.',
  inputs: [comparedInput, referenceInput],
  options: [
    {
      name: 'threshold',
      type: 'number',
      default: null,
      minimum: 0,
      title: 'Threshold',
      meaning: 'The distance below which a point counts as matched, for the F-score; without one there is no F-score.',
    },
    { ...verticesOption, meaning: 'Measure to vertices even where there are faces.' },
    {
      name: 'align',
      type: 'choice',
      choices: ['none', ...alignMethods],
      default: 'none',
      title: 'Align',
      meaning: 'How the compared points are moved before they are measured; none leaves both as they are.',
    },
    trimOption,
    { name: 'split', type: 'flag', default: false, title: 'Split', meaning: 'Also split the distances into x, y and z. To points alone.' },
    {
      name: 'sample',
      type: 'integer',
      default: null,
      minimum: 1,
      maximum: 2 ** 28,
      title: 'Sample',
      meaning: 'Compare at most this many points of each, drawn without replacement; the other rows get no distance.',
    },
    seedOption,
  ],
  numbers: [
    { name: 'chamfer', unit: 'length', meaning: 'Sum of all forward and backward distances.' },
    { name: 'forward', unit: 'length', meaning: 'Sum of the distances from the compared points to the reference.' },
    { name: 'backward', unit: 'length', meaning: 'Sum of the distances from the reference points to the compared.' },
    { name: 'hausdorff', unit: 'length', meaning: 'The largest distance of both directions.' },
    { name: 'hausdorff95', unit: 'length', meaning: 'The larger 95th percentile of the two directions.' },
    { name: 'mean', unit: 'length', meaning: 'Mean forward distance.' },
    { name: 'max', unit: 'length', meaning: 'Largest forward distance.' },
    { name: 'rms', unit: 'length', meaning: 'Root of the mean squared forward distance.' },
    { name: 'p50', unit: 'length', meaning: 'Median of the forward distances.' },
    { name: 'p90', unit: 'length', meaning: '90th percentile of the forward distances.' },
    { name: 'p95', unit: 'length', meaning: '95th percentile of the forward distances.' },
    { name: 'p99', unit: 'length', meaning: '99th percentile of the forward distances.' },
    { name: 'fscore', unit: 'ratio', meaning: 'Harmonic mean of precision and recall; with a threshold.' },
    { name: 'precision', unit: 'ratio', meaning: 'Share of the compared points closer than the threshold.' },
    { name: 'recall', unit: 'ratio', meaning: 'Share of the reference points closer than the threshold.' },
    { name: 'pairedMoved', unit: 'count', meaning: 'Rows whose position differs, where rows correspond.' },
    { name: 'pairedMean', unit: 'length', meaning: 'Mean displacement of all corresponding rows.' },
    { name: 'pairedMax', unit: 'length', meaning: 'Largest displacement of a row.' },
    ...alignNumbers,
  ],
  output: { meaning: 'The compared cloud or mesh, moved as --align says, with a float64 attribute "distance"; only the rows drawn with --sample.', required: false },
};
