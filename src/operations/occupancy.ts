import { countComponents } from '../geometry/gridComponents';
import { countCells, countSurface, halve, type OccupiedCells } from '../geometry/occupancy';
import { CancelledError } from '../model/errors';
import type { VoxelGrid } from '../model/voxelGrid';
import type { Chart } from './chart';
import { cpuDevice } from './cpuDevice';
import { occupancyOf } from './gridInputs';
import type { OperationContext, OperationImplementation, ReportTable } from './operation';
import { numberOrNull } from './optionValues';

/** Counts of a grid's occupied cells; see `occupancyDescriptor`. */
export const occupancy: OperationImplementation = {
  run([input], options, context) {
    const { grid, occupancy: cells, occupied, meaning } = occupancyOf(input);
    const surface = countSurface(cells);
    context.progress(0.4, 'finding connected parts');
    const components = countComponents(cells);
    context.progress(0.7, 'halving the resolution');
    const numbers = { occupied, cells: grid.count, share: occupied / grid.count, surface, interior: occupied - surface, components };
    const levels = curve(cells, numberOrNull(options, 'levels'), context);
    const tables = [curveTable(levels)];
    if (grid.kind === 'voxelGrid' && grid.content === 'labels') tables.push(labelCounts(grid));
    return Promise.resolve({
      numbers,
      tables,
      charts: [curveChart(levels)],
      ...(meaning === null ? {} : { convention: meaning }),
      device: cpuDevice(context, 'cells are counted one after the other', 1),
    });
  },
};

/** Occupied cells at one resolution, beside the share that a surface would have there. */
interface Level {
  readonly resolution: number;
  readonly occupied: number;
  readonly cells: number;
  readonly share: number;
  readonly ofSurface: number;
}

/** The share of occupied cells at each resolution, beside the line that a surface follows: c / n through the finest. */
function curve(finest: OccupiedCells, levels: number | null, context: OperationContext): Level[] {
  const found: Level[] = [];
  let cells = finest;
  const share = (grid: OccupiedCells): number => countCells(grid) / grid.cells.length;
  const longest = Math.max(...finest.sizes);
  const constant = share(finest) * longest;
  for (let level = 0; ; level++) {
    if (context.signal.aborted) throw new CancelledError();
    const resolution = Math.max(...cells.sizes);
    found.push({ resolution, occupied: countCells(cells), cells: cells.cells.length, share: share(cells), ofSurface: Math.min(1, constant / resolution) });
    if (cells.cells.length === 1 || level === levels) break;
    cells = halve(cells);
  }
  return found;
}

function curveTable(levels: readonly Level[]): ReportTable {
  return {
    title: 'Share against resolution',
    columns: ['level', 'resolution', 'occupied', 'cells', 'share', 'c / n'],
    rows: levels.map(({ resolution, occupied, cells, share, ofSurface }, level) => [level, resolution, occupied, cells, share, ofSurface]),
  };
}

/** Coarse to fine: a surface falls along the dashed line, a solid stays level. */
function curveChart(levels: readonly Level[]): Chart {
  const fine = levels.toReversed();
  const x = fine.map(({ resolution }) => resolution);
  return {
    title: 'Share of occupied cells against resolution',
    x: { title: 'resolution', unit: 'cells', scale: 'logarithmic' },
    y: { title: 'share', scale: 'logarithmic' },
    series: [
      { kind: 'line', name: 'occupied', x, y: fine.map(({ share }) => share), also: [{ name: 'cells', values: fine.map(({ occupied }) => occupied) }] },
      { kind: 'line', name: 'a surface: c / n', style: 'reference', x, y: fine.map(({ ofSurface }) => ofSurface) },
    ],
  };
}

function labelCounts({ values, labels, count }: VoxelGrid): ReportTable {
  const counts = new Map<number, number>();
  for (let row = 0; row < count; row++) {
    const value = values.data[row];
    if (value !== 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const names = new Map(labels?.map(({ value, name }) => [value, name]));
  const rows = [...counts].sort(([a], [b]) => a - b).map(([value, cells]) => [value, names.get(value) ?? null, cells, cells / count]);
  return { title: 'Labels', columns: ['label', 'name', 'cells', 'share'], rows };
}
