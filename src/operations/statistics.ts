import { percentilesInPlace } from '../geometry/percentile';
import type { Coordinates } from '../geometry/pointIndexLayout';
import { countDuplicates, neighbourSpacings, principalAxes, type PrincipalAxes } from '../geometry/statistics';
import { cloudInput, pointsOf } from './cloudPoints';
import { cpuDevice } from './cpuDevice';
import { distanceHistogram } from './distanceHistogram';
import type { OperationImplementation, ReportTable } from './operation';
import { threadsFor } from './threadsFor';

/** Spacing, duplicates and principal axes of a cloud; see `statisticsDescriptor`. */
export const statistics: OperationImplementation = {
  async run([input], options, context) {
    const { positions, finite, meaning, warnings: leftOut } = pointsOf(cloudInput(input), options);
    const warnings = [...leftOut];
    const parallel = threadsFor(finite, context);
    context.progress(0, 'measuring the spacing');
    const spacings = await neighbourSpacings(positions, parallel, context.signal);
    context.progress(0.8, 'counting duplicates');
    const duplicates = countDuplicates(positions);
    context.progress(0.9, 'finding the principal axes');
    const axes = principalAxes(positions);
    const histogram = distanceHistogram('Distance to the nearest other point', spacings);
    const spacing = spacings.length > 0 ? spacingNumbers(spacings) : { spacingMean: null, spacingP50: null, spacingP95: null };
    if (spacings.length === 0) warnings.push('The spacing has no value: there is one finite point, and no other to be near.');
    return {
      numbers: { ...spacing, duplicates, notFinite: positions.length / 3 - finite },
      tables: axes ? [centreTable(axes, finite), axesTable(positions, axes)] : [],
      ...(meaning === null ? {} : { convention: `of the mesh ${meaning}` }),
      histograms: histogram ? [histogram] : [],
      device: cpuDevice(context, 'spacing is measured on the CPU', parallel.threads),
      warnings,
    };
  },
};

function spacingNumbers(spacings: Float64Array<ArrayBuffer>) {
  let sum = 0;
  for (let i = 0; i < spacings.length; i++) sum += spacings[i];
  const [spacingP50, spacingP95] = percentilesInPlace(spacings, [50, 95]);
  return { spacingMean: sum / spacings.length, spacingP50, spacingP95 };
}

function centreTable({ centre }: PrincipalAxes, finite: number): ReportTable {
  return { title: 'Mean of the finite points', columns: ['points', 'x', 'y', 'z'], rows: [[finite, ...centre]] };
}

function axesTable(positions: Coordinates, { centre, axes, variances }: PrincipalAxes): ReportTable {
  const extents = axes.map(([x, y, z]) => {
    let least = Infinity;
    let largest = -Infinity;
    for (let row = 0; row < positions.length; row += 3) {
      const along = (positions[row] - centre[0]) * x + (positions[row + 1] - centre[1]) * y + (positions[row + 2] - centre[2]) * z;
      // What is not finite along an axis is not a finite point, and comes to be NaN or infinite.
      if (along < least && along !== -Infinity) least = along;
      if (along > largest && along !== Infinity) largest = along;
    }
    return largest - least;
  });
  return {
    title: 'Principal axes',
    columns: ['axis', 'x', 'y', 'z', 'standard deviation', 'extent'],
    rows: axes.map((axis, number) => [number + 1, ...axis, Math.sqrt(variances[number]), extents[number]]),
  };
}
