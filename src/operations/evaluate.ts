import { evaluateCoco } from '../detection/evaluation/cocoEvaluation';
import type { Evaluation } from '../detection/evaluation/evaluation';
import { evaluateVoc } from '../detection/evaluation/vocEvaluation';
import type { DetectionSet } from '../model/detectionSet';
import { CancelledError, OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { checkShapes, detectionsOf } from './detectionInputs';
import type { OperationImplementation, OperationInput, OptionValues, ReportTable } from './operation';
import { numberOrNull } from './optionValues';

/** Average precision of detections; see `evaluateDescriptor`. */
export const evaluate: OperationImplementation = {
  run(inputs, options, context) {
    const [truth, detections] = inputs.map(detectionsOf);
    const warnings: string[] = [];
    checkRoles(inputs, truth, detections, warnings);
    const plan = planOf(options);
    if (plan.type !== 'segm') {
      if (truth.count > 0) checkShapes(inputs[0], truth, 'axis', warnings);
      if (detections.count > 0) checkShapes(inputs[1], detections, 'axis', warnings);
    } else if (!truth.masks && truth.count > 0) {
      throw new OperationError(`${inputs[0].file}: expected masks ("segmentation"), found none. --type bbox compares boxes.`);
    } else if (!detections.masks && detections.count > 0) {
      throw new OperationError(`${inputs[1].file}: expected masks ("segmentation"), found none. --type bbox compares boxes.`);
    }
    const details = context.keepEvaluation === true;
    const evaluation =
      plan.protocol === 'coco'
        ? evaluateCoco(truth, detections, { type: plan.type, details, signal: context.signal, progress: (share) => context.progress(share, 'matching') })
        : evaluateVoc(truth, detections, { protocol: plan.protocol, iou: plan.iou, inclusive: plan.inclusive, heedsDifficult: plan.heedsDifficult, details, signal: context.signal });
    if (context.signal.aborted) throw new CancelledError();
    return Promise.resolve({
      numbers: evaluation.numbers,
      convention: plan.convention,
      tables: tablesOf(evaluation),
      ...(details ? { evaluation: { evaluation, truth, detections } } : {}),
      device: cpuDevice(context, 'matching goes by falling score, one detection after the other', 1),
      warnings: [...warnings, ...evaluation.warnings],
    });
  },
};

interface Plan {
  readonly protocol: 'voc2007' | 'voc2010' | 'coco';
  readonly type: 'bbox' | 'segm';
  readonly iou: number;
  readonly inclusive: boolean;
  readonly heedsDifficult: boolean;
  readonly convention: string;
}

/** @throws OperationError for options that the protocol does not have */
function planOf(options: OptionValues): Plan {
  const { protocol, preset } = options;
  const iou = numberOrNull(options, 'iou');
  if (protocol === 'kitti' || protocol === 'nuscenes') {
    throw new OperationError(`--protocol ${protocol}: not there yet. Use voc2007, voc2010 or coco.`);
  }
  const type = options['type'] === 'segm' ? 'segm' : 'bbox';
  const isInclusive = options['coordinates'] === 'inclusive' || preset !== null;
  if (protocol === 'coco') {
    if (iou !== null) throw new OperationError('--iou has no meaning for coco, which measures at 0.50, 0.55, ..., 0.95. Leave it out, or use voc2007 or voc2010.');
    if (isInclusive) throw new OperationError('coco measures in continuous coordinates: leave --coordinates inclusive and --preset out, or use voc2007 or voc2010.');
    const convention = `COCO, ${type === 'segm' ? 'masks' : 'boxes'}, IoU 0.50:0.05:0.95, 101 recalls, at most 100 detections an image`;
    return { protocol, type, iou: 0.5, inclusive: false, heedsDifficult: false, convention };
  }
  if (type === 'segm') throw new OperationError('--type segm: masks are evaluated by --protocol coco alone.');
  const isEleven = protocol !== 'voc2010';
  const heedsDifficult = preset !== 'padilla';
  const parts = [
    isEleven ? 'VOC 2007, mean of eleven points' : 'VOC 2010, area under the monotone curve',
    `IoU of at least ${iou ?? 0.5}`,
    isInclusive ? 'inclusive pixel coordinates' : 'continuous coordinates',
    ...(heedsDifficult ? [] : ['difficult truths count']),
    ...(typeof preset === 'string' ? [`as ${preset}`] : []),
  ];
  return { protocol: isEleven ? 'voc2007' : 'voc2010', type, iou: iou ?? 0.5, inclusive: isInclusive, heedsDifficult, convention: parts.join(', ') };
}

function checkRoles(inputs: readonly OperationInput[], truth: DetectionSet, detections: DetectionSet, warnings: string[]): void {
  const scored = detections.scores;
  if (!scored && detections.count > 0) {
    const advice = truth.scores ? 'The two files seem to be exchanged: the truth comes first.' : 'AP needs an order of the detections.';
    throw new OperationError(`${inputs[1].file}: expected boxes with scores, found none. ${advice}`);
  }
  if (truth.scores) warnings.push(`${inputs[0].file} has scores, which truth has none of; they were not used.`);
  let without = 0;
  if (scored) for (const score of scored) if (Number.isNaN(score)) without++;
  if (without > 0) warnings.push(`${inputs[1].file}: ${without} detections have no score; they come last.`);
}

function tablesOf({ classes, thresholds }: Evaluation): ReportTable[] {
  const table: ReportTable = {
    title: 'Classes',
    columns: ['class', 'ap', 'truths', 'detections', 'truePositives', 'falsePositives'],
    rows: classes.map(({ name, ap, truths, detections, truePositives, falsePositives }) => [name, ap, truths, detections, truePositives, falsePositives]),
  };
  if (thresholds.length === 1) return [table];
  return [
    table,
    {
      title: 'AP at each IoU',
      columns: ['class', ...thresholds.map((threshold) => threshold.toFixed(2))],
      rows: classes.map(({ name, apAt }) => [name, ...apAt]),
    },
  ];
}
