import type { ChosenFile, ReportStart } from '../../../src/compute/reportProtocol';
import type { OperationDescriptor, OptionDescriptor, Report } from '../../../src/operations/operation';

const cloudKinds = ['pointCloud', 'mesh'] as const;
const options: readonly OptionDescriptor[] = [
  { name: 'threshold', type: 'number', default: null, minimum: 0, required: true, title: 'Threshold', meaning: 'Points closer than this to the other cloud count as right.' },
  { name: 'reduction', type: 'choice', choices: ['sum', 'mean'], default: 'sum', title: 'Reduction', meaning: 'Whether distances are added or averaged.' },
  { name: 'squared', type: 'flag', default: false, title: 'Squared', meaning: 'Squares each distance before adding.' },
  { name: 'sample-surface', type: 'integer', default: null, minimum: 1, title: 'Sample surface', meaning: 'Points to sample by area where a mesh is given, in place of its vertices.' },
];

/** An operation of the tests alone, with one option of each type. */
export const nearness: OperationDescriptor = {
  id: 'nearness',
  title: 'Nearness of Clouds',
  definition: 'The sum over the points of the compared cloud of the distance to the nearest point of the reference, plus the same with the roles changed. An empty cloud is an error.',
  source: 'Fan, Su, Guibas: A Point Set Generation Network for 3D Object Reconstruction from a Single Image, CVPR 2017.',
  inputs: [
    { name: 'compared', title: 'Compared', kinds: cloudKinds },
    { name: 'reference', title: 'Reference', kinds: cloudKinds },
  ],
  options,
  numbers: [
    { name: 'nearness', unit: 'length', meaning: 'Both directions together.' },
    { name: 'forward', unit: 'length', meaning: 'From the compared cloud to the reference.' },
    { name: 'backward', unit: 'length', meaning: 'From the reference to the compared cloud.' },
    { name: 'near', unit: 'count', meaning: 'Points of the compared cloud closer than the threshold.' },
    { name: 'share', unit: 'ratio', meaning: 'Their share of the compared cloud.' },
  ],
  output: { meaning: 'The compared cloud with a distance to the reference.', required: false },
};

export const compared: ChosenFile = { id: 0, name: 'ball-compared.ply', path: 'scans/2024/ball-compared.ply', bytes: 240_312 };
export const reference: ChosenFile = { id: 1, name: 'ball-reference.ply', path: 'scans/2024/ball-reference.ply', bytes: 1_240_312 };

export const start: ReportStart = {
  operation: nearness.id,
  files: [compared, reference],
  options: { reduction: 'mean', threshold: 0.05 },
  run: false,
  device: 'auto',
  hasProcess: true,
  limit: 4_294_967_296,
};

/** A skewed bell in 48 bins, the same each time. */
const edges = Array.from({ length: 49 }, (_, bin) => bin * 0.0025);
const counts = Array.from({ length: 48 }, (_, bin) => Math.round(2400 * Math.exp(-(((bin - 9) / 7) ** 2)) + 180 * Math.exp(-(((bin - 34) / 5) ** 2))));

export const report: Report = {
  operation: nearness.id,
  definition: nearness.definition,
  convention: 'Mean of unsquared distances, both directions added.',
  inputs: [
    { file: 'ball-compared.ply', kind: 'pointCloud', count: 20_000 },
    { file: 'ball-reference.ply', kind: 'mesh', count: 101_280 },
  ],
  options: { threshold: 0.05, reduction: 'mean', squared: false, 'sample-surface': null },
  numbers: { nearness: 0.042_718_281_828_459_05, forward: 0.021_5, backward: null, near: 18_204, share: 0.9102 },
  tables: [
    {
      title: 'Per label',
      columns: ['Label', 'Points', 'Mean distance'],
      rows: [
        ['wall 10', 1200, 0.0123456789],
        ['wall 9', 300, null],
        ['=SUM(A1)', 22_000, 0.00023],
        ['<b>chair</b>', 45, 1.5],
      ],
    },
  ],
  histograms: [{ title: 'Distances to the reference', unit: 'length', edges, counts }],
  device: { kind: 'cpu', name: '2 threads', place: 'process', reason: 'no graphics processor was worthwhile for 20,000 points' },
  seconds: { read: 0.0312, compute: 0.1289, write: 0 },
  warnings: ['backward has no value: the reference has no point of label <img src=x onerror=alert(1)>.'],
};
