import { frechetDistance, type FeatureRows } from '../geometry/frechetDistance';
import { OperationError } from '../model/errors';
import { compareFeatures } from './featureComparison';
import { cpuDevice } from './cpuDevice';
import type { OperationImplementation, OperationInput } from './operation';
import { sequential } from '../geometry/parallel';

/** Below so many products of two numbers, threads are not worth their start. */
const fewProducts = 2 ** 27;

/** The Fréchet distance of two feature sets; see `frechetDescriptor`. */
export const frechet: OperationImplementation = {
  async run(inputs, _options, context) {
    const warnings: string[] = [];
    const [first, second] = inputs.map((input) => finiteRowsOf(input, warnings));
    if (first.columns !== second.columns) {
      throw new OperationError(`frechet: expected rows of equal length, found ${first.columns} numbers in ${inputs[0].file} and ${second.columns} in ${inputs[1].file}.`);
    }
    const products = (first.rows + second.rows) * first.columns * first.columns;
    const parallel = products > fewProducts ? context.parallel : sequential;
    const { meanTerm, covarianceTerm } = await frechetDistance(first, second, { parallel, signal: context.signal, progress: (share, activity) => context.progress(share, activity) });
    context.progress(1, 'projecting the sets');
    const { table, chart, cloud } = compareFeatures([{ ...first, count: first.rows }, { ...second, count: second.rows }]);
    return {
      numbers: { fid: meanTerm + covarianceTerm, meanTerm, covarianceTerm },
      convention: `${first.rows} and ${second.rows} rows of ${first.columns} numbers, covariances divided by the number of rows less 1`,
      tables: [table],
      charts: [chart],
      models: [{ title: 'Both sets on common axes', model: cloud }],
      device: cpuDevice(context, 'float64, which a GPU of a page does not have', parallel.threads),
      warnings,
    };
  },
};

/** @throws OperationError that names the file when fewer than 2 rows are finite */
function finiteRowsOf(input: OperationInput, warnings: string[]): FeatureRows {
  const { columns, data } = featuresOf(input);
  const rows = columns === 0 ? 0 : data.length / columns;
  const keep: number[] = [];
  for (let row = 0; row < rows; row++) {
    let isFinite = true;
    for (let at = row * columns; at < (row + 1) * columns && isFinite; at++) isFinite = data[at] - data[at] === 0;
    if (isFinite) keep.push(row);
  }
  if (keep.length < 2) throw new OperationError(`${input.file}: expected at least 2 finite rows, found ${keep.length}. A covariance needs two.`);
  if (keep.length === rows) return { rows, columns, data };
  warnings.push(`${input.file}: ${rows - keep.length} of ${rows} rows hold numbers that are not finite and were left out.`);
  const kept = data instanceof Float32Array ? new Float32Array(keep.length * columns) : new Float64Array(keep.length * columns);
  keep.forEach((row, to) => kept.set(data.subarray(row * columns, (row + 1) * columns), to * columns));
  return { rows: keep.length, columns, data: kept };
}

/** Rows of 3 to 9 numbers are read as points with attributes: here they are rows of numbers again. */
function featuresOf({ file, model }: OperationInput): Pick<FeatureRows, 'columns' | 'data'> {
  if (model.kind === 'featureSet') {
    const { data } = model.values;
    return { columns: model.dimensions, data: data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data, Number) };
  }
  if (model.kind !== 'pointCloud') throw new TypeError(`${file}: expected a feature set, found ${model.kind}.`);
  const parts = [model.positions, model.normals, model.colours, ...model.attributes].filter((part) => part !== undefined);
  const values = parts.filter((part) => part.kind === 'values');
  const columns = values.reduce((sum, { components }) => sum + components, 0);
  const data = new Float64Array(columns * model.count);
  let first = 0;
  for (const { components, data: numbers } of values) {
    for (let row = 0; row < model.count; row++) {
      for (let component = 0; component < components; component++) data[row * columns + first + component] = Number(numbers[row * components + component]);
    }
    first += components;
  }
  return { columns, data };
}
