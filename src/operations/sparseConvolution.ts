import { countActivePairs, dilatingLayers } from '../geometry/sparseConvolution';
import { OperationError } from '../model/errors';
import type { Chart } from './chart';
import { cpuDevice } from './cpuDevice';
import { occupancyOf } from './gridInputs';
import type { OperationImplementation } from './operation';
import { numberValue } from './optionValues';

const mostLayers = 5;

/** What a convolution costs on a grid, dense and sparse; see `sparseConvolutionDescriptor`. */
export const sparseConvolution: OperationImplementation = {
  run([input], options, context) {
    const kernel = numberValue(options, 'kernel');
    if (kernel % 2 !== 1) throw new OperationError(`--kernel ${kernel}: expected an odd number. Give one of 1, 3, 5 and so on.`);
    const channels = numberValue(options, 'channels-in') * numberValue(options, 'channels-out');
    const { grid, occupancy, occupied, meaning } = occupancyOf(input);
    const dense = grid.count * kernel ** 3 * channels;
    const sparse = countActivePairs(occupancy, kernel) * channels;
    context.progress(0.3, 'dilating');
    const layers = dilatingLayers(occupancy, kernel, mostLayers);
    let dilating = 0;
    const sums: number[] = [];
    const rows = layers.map(({ layer, before, after, pairs }) => {
      dilating += pairs * channels;
      sums.push(dilating);
      return [layer, before, after, after / grid.count, layer * dense, layer * sparse, dilating];
    });
    return Promise.resolve({
      numbers: { activeSites: occupied, dilatedSites: layers[0].after, denseMultiplyAdds: dense, sparseMultiplyAdds: sparse },
      tables: [
        {
          title: 'Stacked layers',
          columns: ['layers', 'active before the last', 'active after it', 'share of cells', 'dense multiply-adds', 'submanifold multiply-adds', 'dilating multiply-adds'],
          rows,
        },
      ],
      charts: [costChart(dense, sparse, sums), sitesChart(occupied, layers.map(({ after }) => after))],
      ...(meaning === null ? {} : { convention: meaning }),
      device: cpuDevice(context, 'cells are counted one after the other', 1),
    });
  },
};

/** What one to five layers cost: dense and submanifold ones the same each, dilating ones more and more. */
function costChart(dense: number, sparse: number, dilating: readonly number[]): Chart {
  const x = dilating.map((_, layer) => layer + 1);
  return {
    title: 'Multiply-adds of stacked layers',
    x: { title: 'layers', min: 1 },
    y: { title: 'multiply-adds', scale: 'logarithmic' },
    series: [
      { kind: 'line', name: 'dense', style: 'reference', x, y: x.map((layers) => layers * dense) },
      { kind: 'line', name: 'dilating', x, y: dilating },
      { kind: 'line', name: 'submanifold', x, y: x.map((layers) => layers * sparse) },
    ],
  };
}

/** How many sites are active after each layer; submanifold layers keep those that there were. */
function sitesChart(active: number, dilated: readonly number[]): Chart {
  const x = [0, ...dilated.map((_, layer) => layer + 1)];
  return {
    title: 'Active sites after each layer',
    x: { title: 'layers' },
    y: { title: 'active sites' },
    series: [
      { kind: 'line', name: 'dilating', x, y: [active, ...dilated] },
      { kind: 'line', name: 'submanifold', x, y: x.map(() => active) },
    ],
  };
}
