import { cellDifference, cellStates, labelDifference, labelOverlaps, type CellDifference, type CellState } from '../geometry/cellDifference';
import { fieldDifference, type FieldDifference } from '../geometry/fieldDifference';
import { largestParts } from '../geometry/largestParts';
import { reorderValues } from '../geometry/occupancy';
import { arraySizes } from '../geometry/cellKinds';
import { OperationError } from '../model/errors';
import type { NumberArray } from '../model/numericType';
import type { VoxelGrid } from '../model/voxelGrid';
import { cellsTable, contentTable, fieldTable, gridsTable, labelsTable, partsTable } from './compareGridTables';
import { compareDescriptor } from './compareDescriptor';
import { cpuDevice } from './cpuDevice';
import { differenceGrid } from './differenceGrid';
import { checkDimensions, gridInput, occupancyPair, placeWarnings, type GridInput } from './gridPairs';
import type { Histogram, OperationContext, OperationInput, OperationResult, OptionValues, ReportTable } from './operation';

/** More labels than these are measurements by mistake: they get no table. */
const mostLabels = 1000;
/** Connected parts of a state that are listed. */
const mostParts = 100;
/** Of `compare`, what has no meaning for cells. */
const cloudOptions = ['threshold', 'vertices', 'align', 'trim', 'split', 'sample'];

const reason = 'cells are counted one after the other';

/** Which cells two grids have in common, and what their values differ by; see `compareDescriptor`. */
export function compareGrids(inputs: readonly OperationInput[], options: OptionValues, context: OperationContext): OperationResult {
  const [compared, reference] = inputs.map(gridInput);
  checkDimensions(compared, reference);
  const values = reorderedValues(compared, reference);
  const cells = changeOfCells(compared, reference, values, context);
  const fields = changeOfValues(compared, reference, values, context);
  if (!cells.difference && !fields) throw new OperationError(cells.warnings.join(' '));
  const isLabelled = cells.labels !== null;
  const { difference } = cells;
  return {
    numbers: {
      ...(difference ? numbersOfCells(difference, isLabelled) : {}),
      ...(cells.labels ? { meanIoU: cells.labels.meanIoU } : {}),
      ...(fields ? { differenceMean: finiteOrNull(fields.meanMagnitude), differenceRms: finiteOrNull(fields.rms), differenceMax: fields.count > 0 ? fields.maximum : null } : {}),
    },
    convention: ['cells of the same index; both as they are, nothing moved', ...cells.meanings, ...(fields ? ['values are compared - reference at the samples'] : [])].join('; '),
    tables: [
      contentTable(compared, reference),
      gridsTable(compared, reference, difference),
      ...(difference ? [cellsTable(difference, isLabelled)] : []),
      ...(cells.labels ? [cells.labels.table] : []),
      ...(fields ? [fieldTable(fields, compared.model)] : []),
      ...(difference ? partTables(compared, difference, context) : []),
    ],
    ...(fields ? { histograms: histogramsOf(fields) } : {}),
    ...(difference ? made(compared, reference, difference) : {}),
    device: cpuDevice(context, reason, 1),
    warnings: [...cells.warnings, ...(difference ? emptyWarnings(difference) : []), ...placeWarnings(compared, reference), ...fieldWarnings(fields, compared), ...unusedOptions(options)],
  };
}

/** The values of both in the compared's order; null where a cell has several. */
function reorderedValues({ model: a }: GridInput, { model: b }: GridInput): readonly [NumberArray, NumberArray] | null {
  if (a.values.components > 1 || b.values.components > 1) return null;
  return [a.values.data, reorderValues(b.values.data, arraySizes(b), b.axisOrder, a.axisOrder)];
}

interface CellChange {
  /** Null where nothing says what is occupied. */
  readonly difference: CellDifference | null;
  /** Where both are labels. */
  readonly labels: { readonly table: ReportTable; readonly meanIoU: number | null } | null;
  readonly meanings: readonly string[];
  readonly warnings: readonly string[];
}

function changeOfCells(compared: GridInput, reference: GridInput, values: readonly [NumberArray, NumberArray] | null, context: OperationContext): CellChange {
  context.progress(0.1, 'comparing cells');
  const isLabelled = [compared, reference].every(({ model }) => model.kind === 'voxelGrid' && model.content === 'labels');
  if (isLabelled && values) {
    const difference = labelDifference(...values);
    const overlaps = labelOverlaps(...values, mostLabels);
    const warnings = overlaps ? [] : [`There are more than ${mostLabels} labels: no IoU of each is told.`];
    return { difference, labels: overlaps && labelsTable(overlaps, [...namesOf(compared), ...namesOf(reference)]), meanings: ['cells of label 0 are empty'], warnings };
  }
  try {
    const { first, second, meanings } = occupancyPair(compared, reference);
    return { difference: cellDifference(first, second), labels: null, meanings, warnings: [] };
  } catch (error) {
    // Two fields can be compared by their values alone.
    if (!(error instanceof OperationError) || compared.model.kind !== 'scalarGrid' || reference.model.kind !== 'scalarGrid') throw error;
    return { difference: null, labels: null, meanings: [], warnings: [`No cells were compared. ${error.message}`] };
  }
}

function namesOf({ model }: GridInput): NonNullable<VoxelGrid['labels']> {
  return model.kind === 'voxelGrid' ? (model.labels ?? []) : [];
}

/** Null where one of the two is no field of single values. */
function changeOfValues(compared: GridInput, reference: GridInput, values: readonly [NumberArray, NumberArray] | null, context: OperationContext): FieldDifference | null {
  if (compared.model.kind !== 'scalarGrid' || reference.model.kind !== 'scalarGrid' || !values) return null;
  context.progress(0.5, 'comparing values');
  return fieldDifference(...values);
}

function numbersOfCells({ counts }: CellDifference, isLabelled: boolean): Record<string, number | null> {
  const intersection = counts.common + counts.relabelled;
  const union = intersection + counts.added + counts.removed;
  return {
    iou: union === 0 ? null : intersection / union,
    intersection,
    union,
    added: counts.added,
    removed: counts.removed,
    ...(isLabelled ? { relabelled: counts.relabelled } : {}),
  };
}

function partTables({ model }: GridInput, { states, counts }: CellDifference, context: OperationContext): ReportTable[] {
  context.progress(0.7, 'finding connected parts');
  const changes: readonly CellState[] = ['added', 'removed', 'relabelled'];
  return changes.filter((state) => counts[state] > 0).map((state) => partsTable(state, model, largestParts({ sizes: arraySizes(model), cells: states }, cellStates[state], mostParts)));
}

function made(compared: GridInput, reference: GridInput, { states, counts }: CellDifference): Pick<OperationResult, 'cells' | 'models'> {
  const cells = differenceGrid(compared.model, states, counts.common + counts.added + counts.removed + counts.relabelled);
  return { cells, models: [{ title: `${compared.file}: difference from ${reference.file}`, model: cells }] };
}

function histogramsOf({ counts, maximum, count }: FieldDifference): Histogram[] {
  if (count === 0) return [];
  const title = 'Difference of the values';
  if (maximum === 0) return [{ title, unit: 'none', edges: [0, 0], counts: [count] }];
  return [{ title, unit: 'none', edges: Array.from({ length: counts.length + 1 }, (_, step) => (maximum * step) / counts.length), counts }];
}

function emptyWarnings({ counts }: CellDifference): string[] {
  return counts.common + counts.added + counts.removed + counts.relabelled === 0 ? ['iou has no value: no cell of either grid is occupied.'] : [];
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function fieldWarnings(fields: FieldDifference | null, { model }: GridInput): string[] {
  if (!fields || fields.count === model.count) return [];
  return [`${model.count - fields.count} of ${model.count} samples are not finite in one of the fields and were left out.`];
}

/** Options that were given although they are for clouds and meshes. */
function unusedOptions(options: OptionValues): string[] {
  return compareDescriptor.options
    .filter(({ name, default: usual }) => cloudOptions.includes(name) && options[name] !== undefined && options[name] !== usual)
    .map(({ name }) => `--${name} has no meaning for grids and was not used.`);
}
