import { alignDefinition, alignMethods, alignNumbers, trimOption } from './alignOptions';
import type { ModelKind } from '../model/model';
import { gridKinds } from './gridKinds';
import { cloudKinds, comparedInput, referenceInput, seedOption, verticesOption } from './cloudOptions';
import type { OperationDescriptor } from './operation';

/** Two of the same sort: clouds and meshes, or grids. */
export const comparableKinds: readonly ModelKind[] = [...cloudKinds, ...gridKinds];

/** What a comparison shows, as one operation; the numbers are those of `chamfer`, `hausdorff`, `fscore`, `distances` and `align`. */
export const compareDescriptor: OperationDescriptor = {
  id: 'compare',
  title: 'Compare',
  definition:
    `How two clouds or meshes differ, or two grids. Of clouds and meshes, forward is the distance from each compared point to the nearest place of the reference, backward the same from each reference point to the compared: to the surface where the other has faces, to its points otherwise. Signed, where a surface is closed: negative inside; numbers are of magnitudes. chamfer is the sum of all forward and all backward distances; hausdorff the largest of all; percentiles are of the forward distances, interpolated linearly; the F-score is the harmonic mean of the shares of each that are closer to the other than the threshold. Where both have equally many rows and at least half of the rows lie within 5 % of the reference's diagonal of the row of the same number, rows are taken to correspond: then a row has moved if its position differs by more than float32 rounding where one of the two is stored as float32, at all otherwise. Nothing is moved before, unless --align says so: ${alignDefinition} Of grids, cells of the same index are compared, and both need the same dimensions: common cells are occupied in both, added ones in the compared alone, removed ones in the reference alone; of labels, relabelled ones have another label in each. iou is |A and B| / |A or B|, relabelled cells being in both; meanIoU is the mean over all labels but 0 that occur in either of the same, label by label. A cell is occupied when its value is not 0, of a signed field when it is below 0. Of two fields also the values are compared, at the samples.`,
  source:
    'Cignoni, Rocchini, Scopigno: "Metro: Measuring Error on Simplified Surfaces", 1998; Fan, Su, Guibas: "A Point Set Generation Network", 2017; Knapitsch et al., "Tanks and Temples", 2017; Besl, McKay: "A Method for Registration of 3-D Shapes", 1992; Jaccard: "Étude comparative de la distribution florale", 1901.',
  inputs: [
    { ...comparedInput, title: 'Compared cloud, mesh or grid', kinds: comparableKinds },
    { ...referenceInput, title: 'Reference cloud, mesh or grid', kinds: comparableKinds },
  ],
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
    { name: 'iou', unit: 'ratio', meaning: 'Of grids: cells that both occupy divided by cells that either occupies.' },
    { name: 'intersection', unit: 'count', meaning: 'Of grids: cells that both occupy.' },
    { name: 'union', unit: 'count', meaning: 'Of grids: cells that either occupies.' },
    { name: 'added', unit: 'count', meaning: 'Of grids: cells that the compared alone occupies.' },
    { name: 'removed', unit: 'count', meaning: 'Of grids: cells that the reference alone occupies.' },
    { name: 'relabelled', unit: 'count', meaning: 'Of labels: cells that both occupy with another label.' },
    { name: 'meanIoU', unit: 'ratio', meaning: 'Of labels: mean IoU of the labels that occur in either.' },
    { name: 'differenceMean', unit: 'none', meaning: 'Of fields: mean |compared - reference| of the samples.' },
    { name: 'differenceRms', unit: 'none', meaning: 'Of fields: root of the mean squared difference.' },
    { name: 'differenceMax', unit: 'none', meaning: 'Of fields: largest |compared - reference|.' },
  ],
  output: { meaning: 'Of grids, a grid of labels: 1 common, 2 added, 3 removed, 4 relabelled. Otherwise the compared cloud or mesh, moved as --align says, with a float64 attribute "distance"; only the rows drawn with --sample.', required: false },
};
