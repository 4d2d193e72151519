import type { Bounds } from '../model/bounds';
import type { CloudInput } from './cloudPoints';
import type { DirectionSummary, Worst } from './directionSummary';
import type { Cell, ReportTable } from './operation';

const axes = ['x', 'y', 'z'] as const;

/** Counts and bounds of both, in the files' own coordinates; where the compared was moved, also its box after that. */
export function boundsTable({ model: compared }: CloudInput, { model: reference }: CloudInput, moved: Bounds | null): ReportTable {
  const faces = (model: CloudInput['model']): Cell => (model.kind === 'mesh' ? model.polygons.count : null);
  const row = (title: string, compare: Cell, refer: Cell): Cell[] => [title, compare, refer];
  const bounds = (name: string, box: Bounds | null, other: Bounds | null): Cell[][] =>
    (['min', 'max'] as const).flatMap((end) => axes.map((axis, i) => row(`${name}${end} ${axis}`, box?.[end][i] ?? null, other?.[end][i] ?? null)));
  return {
    title: 'Counts and bounds',
    columns: ['', 'compared', 'reference'],
    rows: [
      row('points', compared.count, reference.count),
      ...(faces(compared) !== null || faces(reference) !== null ? [row('faces', faces(compared), faces(reference))] : []),
      row('not finite', compared.notFinite, reference.notFinite),
      ...bounds('', compared.bounds, reference.bounds),
      ...(moved ? bounds('moved ', moved, null) : []),
    ],
  };
}

/** The same of both directions. */
export function directionsTable(forward: DirectionSummary, backward: DirectionSummary): ReportTable {
  const line = (title: string, value: (direction: DirectionSummary) => number | null): Cell[] => [title, value(forward), value(backward)];
  return {
    title: 'Distances',
    columns: ['', 'forward', 'backward'],
    rows: [
      line('points', ({ count }) => count),
      line('sum', ({ sum }) => sum),
      line('mean', ({ mean }) => mean),
      line('rms', ({ rms }) => rms),
      line('p50', ({ p50 }) => p50),
      line('p90', ({ p90 }) => p90),
      line('p95', ({ p95 }) => p95),
      line('p99', ({ p99 }) => p99),
      line('max', ({ maximum }) => maximum),
      ...(forward.closer === null ? [] : [line('closer than the threshold', ({ closer }) => closer)]),
    ],
  };
}

/** The farthest points by their rows in the file, with their place in the file's coordinates. */
export function worstTable(title: string, { model }: CloudInput, worst: readonly Worst[], rows: Uint32Array<ArrayBuffer> | null): ReportTable {
  const { data } = model.positions;
  return {
    title,
    columns: ['row', 'x', 'y', 'z', 'distance'],
    rows: worst.map(({ row: measured, distance }) => {
      const row = rows ? rows[measured] : measured;
      return [row, data[3 * row], data[3 * row + 1], data[3 * row + 2], distance];
    }),
  };
}
