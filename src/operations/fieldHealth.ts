import { countSignChanges, gradientMagnitudes, truncationOf } from '../geometry/fieldGradient';
import { percentilesInPlace } from '../geometry/percentile';
import { OperationError } from '../model/errors';
import { cpuDevice } from './cpuDevice';
import { fieldOf } from './gridInputs';
import type { OperationImplementation } from './operation';

/** Whether a grid is the distance field that it should be; see `fieldHealthDescriptor`. */
export const fieldHealth: OperationImplementation = {
  run([input], _options, context) {
    const grid = fieldOf(input);
    if (grid.values.components > 1) throw new OperationError(`${input.file}: expected one value a cell, found ${grid.values.components}. Choose a field of distances.`);
    const warnings: string[] = [];
    if (grid.notFinite > 0) warnings.push(`${input.file}: ${grid.notFinite} of ${grid.count} values are not finite and were left out.`);
    const magnitudes = gradientMagnitudes(grid);
    if (magnitudes.length === 0) warnings.push('The gradient has no value: no cell has two finite neighbours along each axis.');
    let sum = 0;
    for (let i = 0; i < magnitudes.length; i++) sum += magnitudes[i];
    context.progress(0.5, 'sorting gradients');
    const measured = magnitudes.length;
    const [p05, p95] = measured > 0 ? percentilesInPlace(magnitudes, [5, 95]) : [null, null];
    const { distance, negativeShare } = truncationOf(grid);
    if (distance === null) warnings.push('truncation has no value: the field does not stop at one magnitude.');
    if (negativeShare === null) warnings.push('negativeShare has no value: no value is finite.');
    const { changes, implausible } = countSignChanges(grid);
    return Promise.resolve({
      numbers: { gradientMean: measured > 0 ? sum / measured : null, gradientP05: p05, gradientP95: p95, negativeShare, truncation: distance },
      tables: [{ title: 'Changes of sign', columns: ['between neighbours', 'implausible', 'cells with a gradient'], rows: [[changes, implausible, measured]] }],
      device: cpuDevice(context, 'differences are taken one after the other', 1),
      warnings,
    });
  },
};
