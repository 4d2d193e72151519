import { pinholeCalibration, pointsInFrustum } from '../detection/frustum';
import { readKittiCalibration } from '../formats/labels/kittiLabels';
import type { Calibration } from '../model/detectionSet';
import { OperationError } from '../model/errors';
import { cloudInput } from './cloudPoints';
import { cpuDevice } from './cpuDevice';
import type { OperationContext, OperationImplementation, OptionValues } from './operation';
import { numberOrNull, numberValue } from './optionValues';
import { selectVertices, tableWarnings } from './selectRows';

/** The points of a cloud inside a frustum; see `frustumDescriptor`. */
export const frustum: OperationImplementation = {
  async run(inputs, options, context) {
    const { file, model } = cloudInput(inputs[0]);
    const [left, top, right, bottom] = boxOf(options);
    const near = numberValue(options, 'near');
    const far = numberOrNull(options, 'far') ?? Infinity;
    if (far < near) throw new OperationError(`--far: expected at least --near (${near}), found ${far}.`);
    const calibration = await calibrationOf(options, context);
    const rows = pointsInFrustum(model.positions.data, model.count, { calibration, left, top, right, bottom, near, far });
    const warnings = tableWarnings(file, model);
    if (model.kind === 'mesh') warnings.push(`${file}: of the mesh, its vertices were taken.`);
    if (model.notFinite > 0) warnings.push(`${file}: ${model.notFinite} points are not finite and are in no frustum.`);
    if (rows.length === 0) warnings.push('No point is inside. The cloud must be in the frame of the camera (z forward), or of the scanner with --calibration.');
    return {
      numbers: { points: rows.length },
      convention: `pixels ${left} to ${right} and ${top} to ${bottom}, depth ${near} to ${far === Infinity ? 'any' : far}`,
      models: [{ title: 'Points inside', model: selectVertices(model, rows) }],
      device: cpuDevice(context, 'a few operations a point, fewer than sending it would take', 1),
      warnings,
    };
  },
};

function boxOf(options: OptionValues): [number, number, number, number] {
  const text = String(options['box']);
  const expected = 'x1,y1,x2,y2 with x1 <= x2 and y1 <= y2';
  const [left, top, right, bottom] = numbersOf('box', expected, text, 4);
  if (left <= right && top <= bottom) return [left, top, right, bottom];
  throw unexpected('box', expected, text);
}

/** Finite numbers with commas between. */
function numbersOf(option: string, expected: string, text: string, count: number): number[] {
  const values = text.split(',').map((word) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(word) ? Number(word) : NaN));
  if (values.length === count && values.every(Number.isFinite)) return values;
  throw unexpected(option, expected, text);
}

function unexpected(option: string, expected: string, text: string): OperationError {
  return new OperationError(`--${option}: expected ${expected}, found ${JSON.stringify(text.slice(0, 80))}.`);
}

/** @throws OperationError unless there are intrinsics, or a calibration, but not both */
async function calibrationOf(options: OptionValues, context: OperationContext): Promise<Calibration> {
  const path = options['calibration'];
  const [fx, fy, cx, cy] = ['fx', 'fy', 'cx', 'cy'].map((name) => numberOrNull(options, name));
  const hasNumbers = [fx, fy, cx, cy].some((value) => value !== null);
  const projection = options['projection'];
  if (typeof projection === 'string') {
    if (hasNumbers || typeof path === 'string') throw new OperationError('--projection holds the camera: leave --calibration, --fx, --fy, --cx and --cy out.');
    return { ...pinholeCalibration(1, 1, 0, 0), projection: numbersOf('projection', '12 numbers with commas between', projection, 12) };
  }
  if (typeof path === 'string') {
    if (hasNumbers) throw new OperationError('--calibration holds the camera: leave --fx, --fy, --cx and --cy out.');
    return readKittiCalibration(await context.readText(path), path);
  }
  if (fx === null || cx === null || cy === null) throw new OperationError('frustum needs a camera: --fx, --cx and --cy (and --fy), --calibration FILE, or --projection.');
  if (!(fx > 0 && (fy ?? fx) > 0)) throw new OperationError(`--fx, --fy: expected focal lengths above 0, found ${fx}, ${fy ?? fx}.`);
  return pinholeCalibration(fx, fy ?? fx, cx, cy);
}
