import type { CellDifference, CellState, LabelOverlap } from '../geometry/cellDifference';
import type { FieldDifference } from '../geometry/fieldDifference';
import type { LargestParts } from '../geometry/largestParts';
import type { Vector3 } from '../model/bounds';
import { cellCentre } from '../model/grid';
import type { GridModel } from '../model/model';
import type { GridLabel } from '../model/voxelGrid';
import { cellsTitle, contentTitle, gridLabelsTitle, gridsTitle, partsTitle, valuesTitle } from './compareGridTitles';
import type { GridInput } from './gridPairs';
import type { Cell, ReportTable } from './operation';

const axes = ['x', 'y', 'z'] as const;

/** What the cells of both mean, and how they are held. */
export function contentTable({ model: a }: GridInput, { model: b }: GridInput): ReportTable {
  const content = (model: GridModel): string => (model.kind === 'voxelGrid' ? model.content : 'field');
  return { title: contentTitle, columns: ['', 'compared', 'reference'], rows: [['content', content(a), content(b)], ['type', a.values.type, b.values.type]] };
}

/** Of both: sizes, places, and how much of each is occupied. */
export function gridsTable({ model: a }: GridInput, { model: b }: GridInput, difference: CellDifference | null): ReportTable {
  const along = (name: string, of: (model: GridModel) => Vector3): Cell[][] => axes.map((axis, i) => [`${name} ${axis}`, of(a)[i], of(b)[i]]);
  const both = difference ? difference.counts.common + difference.counts.relabelled : 0;
  const occupied = difference ? [both + difference.counts.added, both + difference.counts.removed] : null;
  return {
    title: gridsTitle,
    columns: ['', 'compared', 'reference'],
    rows: [
      ['cells', a.count, b.count],
      ...along('cells', ({ dimensions }) => dimensions),
      ...along('spacing', ({ spacing }) => spacing),
      ...along('origin', ({ origin }) => origin),
      ...(occupied ? [['occupied', ...occupied], ['share occupied', occupied[0] / a.count, occupied[1] / b.count]] : []),
      ...(a.kind === 'scalarGrid' || b.kind === 'scalarGrid' ? [['not finite', a.kind === 'scalarGrid' ? a.notFinite : null, b.kind === 'scalarGrid' ? b.notFinite : null]] : []),
    ],
  };
}

/** Counts of what became of the cells; shares of the union of both, and of all cells. */
export function cellsTable({ counts, states }: CellDifference, isLabelled: boolean): ReportTable {
  const union = counts.common + counts.added + counts.removed + counts.relabelled;
  const names: readonly CellState[] = ['common', 'added', 'removed', ...(isLabelled ? (['relabelled'] as const) : [])];
  return {
    title: cellsTitle,
    columns: ['cells', 'count', 'of union', 'of grid'],
    rows: names.map((name) => [name, counts[name], union > 0 ? counts[name] / union : null, counts[name] / states.length]),
  };
}

/** IoU of every label but 0 that occurs in either, and its mean; null where no cell has one. */
export function labelsTable(overlaps: readonly LabelOverlap[], names: readonly GridLabel[]): { readonly table: ReportTable; readonly meanIoU: number | null } {
  const nameOf = new Map(names.flatMap(({ value, name }) => (name === undefined ? [] : [[value, name]])));
  const rows = overlaps.map(({ label, compared, reference, both }) => ({ label, compared, reference, both, iou: both / (compared + reference - both) }));
  return {
    meanIoU: rows.length > 0 ? rows.reduce((sum, { iou }) => sum + iou, 0) / rows.length : null,
    table: {
      title: gridLabelsTitle,
      columns: ['label', ...(nameOf.size > 0 ? ['name'] : []), 'iou', 'compared', 'reference', 'both'],
      rows: rows.map(({ label, iou, compared, reference, both }) => [label, ...(nameOf.size > 0 ? [nameOf.get(label) ?? null] : []), iou, compared, reference, both]),
    },
  };
}

/** Connected cells, where their middle is, and how long their box is at most. */
export function partsTable(state: CellState, grid: GridModel, { largest }: LargestParts): ReportTable {
  const { axisOrder, spacing } = grid;
  const inSpace = (index: Vector3): Vector3 => {
    const cell: [number, number, number] = [0, 0, 0];
    axisOrder.forEach((axis, place) => (cell[axis] = index[place]));
    return cell;
  };
  return {
    title: partsTitle(state),
    columns: ['cells', 'x', 'y', 'z', 'extent'],
    rows: largest.map(({ cells, centre, from, to }) => {
      const [first, last] = [inSpace(from), inSpace(to)];
      return [cells, ...cellCentre(grid, ...inSpace(centre)), Math.max(...first.map((least, axis) => (last[axis] - least + 1) * spacing[axis]))];
    }),
  };
}

export function fieldTable({ count, mean, meanMagnitude, rms, maximum, worst }: FieldDifference, grid: GridModel): ReportTable {
  const number = (value: number): number | null => (count > 0 ? value : null);
  const [x, y, z] = worst < 0 ? [null, null, null] : cellCentre(grid, ...cellOfRow(grid, worst));
  return {
    title: valuesTitle,
    columns: ['', 'value'],
    rows: [
      ['samples', count],
      ['mean', number(mean)],
      ['mean magnitude', number(meanMagnitude)],
      ['rms', number(rms)],
      ['largest magnitude', number(maximum)],
      ['largest at x', x],
      ['largest at y', y],
      ['largest at z', z],
    ],
  };
}

function cellOfRow({ dimensions, axisOrder: [first, second, third] }: GridModel, row: number): Vector3 {
  const cell: [number, number, number] = [0, 0, 0];
  const line = Math.floor(row / dimensions[first]);
  cell[first] = row - line * dimensions[first];
  cell[third] = Math.floor(line / dimensions[second]);
  cell[second] = line - cell[third] * dimensions[second];
  return cell;
}
