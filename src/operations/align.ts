import { findAlignment, movedModel, movedPositions, residualOf, transformTable } from './alignment';
import { type AlignMethod, alignMethods } from './alignOptions';
import { cloudInput, comparedPoints } from './cloudPoints';
import { distanceHistogram, foundDistances } from './distanceHistogram';
import { findNearest } from './nearest';
import type { OperationImplementation, OptionValues } from './operation';
import { numberValue } from './optionValues';

function methodOf(options: OptionValues): AlignMethod {
  const method = alignMethods.find((candidate) => candidate === options['method']);
  if (!method) throw new TypeError(`--method: expected one of ${alignMethods.join(', ')}.`);
  return method;
}

/** Moves one cloud onto another; see `alignDescriptor`. */
export const align: OperationImplementation = {
  async run(inputs, options, context) {
    const { compared, reference, warnings, meaning } = comparedPoints(inputs, options);
    const method = methodOf(options);
    const trim = numberValue(options, 'trim');
    const found = await findAlignment(compared.positions, reference.positions, { method, trim, seed: numberValue(options, 'seed') }, context);
    const moved = movedPositions(compared.positions, found.transform);
    const nearest = await findNearest(moved, reference.positions, context);
    const distances = foundDistances(nearest.neighbours);
    const histogram = distanceHistogram('Distance from the moved points to the reference', distances);
    if (method !== 'icp' && trim > 0) warnings.push('--trim has a meaning for --method icp alone and was not used.');
    return {
      numbers: { rmse: residualOf(distances, method === 'icp' ? trim : 0), iterations: found.iterations },
      tables: [transformTable(found.transform)],
      histograms: histogram ? [histogram] : [],
      convention: `${found.meaning}${meaning}`,
      device: nearest.device,
      warnings: [...warnings, ...found.warnings, ...nearest.warnings],
      models: [{ title: `${inputs[0].file} moved`, model: movedModel(cloudInput(inputs[0]), found.transform) }],
    };
  },
};
