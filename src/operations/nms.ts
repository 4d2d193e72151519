import { selectBoxes } from '../detection/selectBoxes';
import { suppress } from '../detection/suppression/suppress';
import type { DetectionSet } from '../model/detectionSet';
import { CancelledError, OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { checkShapes, detectionsOf, measureOf, tellEmptyBoxes } from './detectionInputs';
import type { OperationImplementation, OptionValues } from './operation';
import { flagValue, numberValue } from './optionValues';

/** Non-maximum suppression; see `nmsDescriptor`. */
export const nms: OperationImplementation = {
  run(inputs, options, context) {
    const [input] = inputs;
    const set = detectionsOf(input);
    const measure = measureOf(options);
    const warnings: string[] = [];
    if (set.count > 0) checkShapes(input, set, measure, warnings);
    tellEmptyBoxes(input, set, measure, warnings);
    const rankBy = String(options['rank-by']);
    const rank = rankOf(input.file, set, rankBy);
    const soft = options['soft'] === 'linear' || options['soft'] === 'gaussian' ? options['soft'] : 'none';
    const threshold = numberValue(options, 'iou');
    const score = numberValue(options, 'score');
    const classAgnostic = flagValue(options, 'class-agnostic');
    let notRanked = 0;
    for (const value of rank) if (Number.isNaN(value)) notRanked++;
    if (notRanked > 0) warnings.push(`${input.file}: ${notRanked} boxes have no ${rankBy}; they come last.`);
    const started = suppress(set, { iou: threshold, score, classAgnostic, soft, sigma: numberValue(options, 'sigma'), measure, rank, signal: context.signal });
    if (context.signal.aborted) throw new CancelledError();
    const rows = new Uint32Array(started.keptCount);
    let to = 0;
    for (let row = 0; row < set.count; row++) if (started.kept[row] === 1) rows[to++] = row;
    const isRescored = started.scores !== null && rankBy === 'score';
    const model = selectBoxes(set, rows, isRescored ? started.scores : set.scores);
    return Promise.resolve({
      numbers: { kept: started.keptCount, removed: set.count - started.keptCount },
      convention: conventionOf(options, { classAgnostic, soft, threshold, rankBy, measure }),
      tables: [{ title: 'Classes', columns: ['class', 'kept', 'removed'], rows: countClasses(set, started.kept) }],
      models: [{ title: 'Kept boxes', model }],
      device: cpuDevice(context, 'each choice waits for the one before', 1),
      warnings,
    });
  },
};

/** The numbers that rank boxes. @throws OperationError when the file has none of that name */
function rankOf(file: string, set: DetectionSet, name: string): Float64Array<ArrayBufferLike> {
  if (name === 'score') {
    if (set.scores) return set.scores;
    if (set.count === 0) return new Float64Array(0);
    throw new OperationError(`${file}: expected boxes with scores, found none. These may be the truth; --rank-by ranks by another number.`);
  }
  const attribute = set.attributes.find((candidate) => candidate.name === name && candidate.components === 1);
  if (attribute) return Float64Array.from(attribute.data, Number);
  if (name === 'area' && set.areas) return set.areas;
  const known = ['score', ...set.attributes.filter(({ components }) => components === 1).map((candidate) => candidate.name)];
  throw new OperationError(`--rank-by: expected a number that boxes of ${file} have (${known.join(', ')}), found ${JSON.stringify(name)}.`);
}

interface Convention {
  readonly classAgnostic: boolean;
  readonly soft: 'none' | 'linear' | 'gaussian';
  readonly threshold: number;
  readonly rankBy: string;
  readonly measure: string;
}

function conventionOf(options: OptionValues, { classAgnostic, soft, threshold, rankBy, measure }: Convention): string {
  const among = classAgnostic ? 'among boxes of all classes of an image' : 'among boxes of a class of an image';
  const ranked = rankBy === 'score' ? '' : `, ranked by ${rankBy}`;
  const kind = measure === 'axis' ? '' : `, ${measure} boxes`;
  if (soft === 'gaussian') return `scores fall by exp(-IoU^2 / ${String(options['sigma'])}), ${among}${ranked}${kind}`;
  if (soft === 'linear') return `scores fall by 1 - IoU where it is greater than ${threshold}, ${among}${ranked}${kind}`;
  return `dropped where the IoU with a kept box is greater than ${threshold}, ${among}${ranked}${kind}`;
}

function countClasses({ category, categories, count }: DetectionSet, kept: Uint8Array): (string | number)[][] {
  const counts = categories.map(() => [0, 0]);
  for (let row = 0; row < count; row++) counts[category[row]][kept[row] === 1 ? 0 : 1]++;
  return categories.map(({ name }, row) => [name, ...counts[row]]);
}
