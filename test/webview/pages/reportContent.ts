import type { ChosenFile, ReportStart } from '../../../src/compute/reportProtocol';
import type { Chart } from '../../../src/operations/chart';
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

/** A curve that falls straight down at some places, as precision does over recall, and one that is a guess. */
const recall = Array.from({ length: 400 }, (_, i) => Math.floor(i / 4) / 100);
const precision = recall.map((value, i) => Math.max(0, 1 - value ** 3 * 0.7 - (i % 4) * 0.02));
export const charts: readonly Chart[] = [
  {
    title: 'Precision over recall',
    x: { title: 'Recall', min: 0, max: 1 },
    y: { title: 'Precision', min: 0, max: 1 },
    series: [
      { name: 'car', kind: 'line', x: recall, y: precision, also: [{ name: 'Score', values: recall.map((value) => 1 - value) }] },
      { name: 'pedestrian <b>', kind: 'line', x: recall, y: precision.map((value) => 0.8 * value) },
      { name: 'eleven points', kind: 'points', x: [0, 0.25, 0.5, 0.75, 1], y: [1, 0.98, 0.9, 0.7, 0.3] },
      { name: 'chance', kind: 'line', style: 'reference', x: [0, 1], y: [0.2, 0.2] },
    ],
    marks: [{ x: 0.5, text: 'threshold' }],
  },
  {
    title: 'Occupied share against resolution',
    x: { title: 'Cells along an edge', scale: 'logarithmic' },
    y: { title: 'Share', unit: '%', scale: 'logarithmic' },
    series: [
      { name: 'spread', kind: 'band', x: [2, 4, 8, 16, 32], y: [40, 22, 12, 6, 3], upper: [60, 28, 14, 7, 3.2] },
      { name: 'mean', kind: 'line', x: [2, 4, 8, 16, 32], y: [50, 25, 13, 6.5, 3.1] },
    ],
  },
  { title: 'Boxes by size', x: { title: 'Side', unit: 'pixels' }, y: { title: 'Boxes' }, series: [{ name: 'boxes', kind: 'bars', x: [8, 16, 24, 32, 40], y: [2, 30, 12, 0, 5] }] },
];

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
