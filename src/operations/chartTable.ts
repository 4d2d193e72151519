import type { Chart, ChartSeries } from './chart';
import { axisTitle } from './chartScale';
import type { Cell, ReportTable } from './operation';

interface Column {
  readonly title: string;
  readonly values: readonly Cell[];
}

/** The values of a series but for x, each with its name. */
function columnsOf(series: ChartSeries, title: string): Column[] {
  const own: Column[] = series.kind === 'band' ? [{ title: `${title}, lower`, values: series.y }, { title: `${title}, upper`, values: series.upper }] : [{ title, values: series.y }];
  return [...own, ...(series.also ?? []).map(({ name, values }) => ({ title: name, values }))];
}

function sameValues(first: readonly Cell[], second: readonly Cell[]): boolean {
  return first === second || (first.length === second.length && first.every((value, i) => Object.is(value, second[i])));
}

/**
 * A chart's numbers as a table. Series over the same x stand side by side, a row for each x; others follow each other,
 * named in the first column.
 */
export function chartTable(chart: Chart): ReportTable {
  const { title, series } = chart;
  const [first] = series;
  const across = axisTitle(chart.x);
  const up = axisTitle(chart.y);
  if (first === undefined) return { title, columns: [across, up], rows: [] };
  if (series.length === 1 || series.every((each) => each.also === undefined && sameValues(each.x, first.x))) {
    const columns = series.flatMap((each) => columnsOf(each, series.length === 1 ? up : each.name));
    return {
      title,
      columns: [across, ...columns.map((column) => column.title)],
      rows: first.x.map((x, row) => [x, ...columns.map(({ values }) => values.at(row) ?? null)]),
    };
  }
  const hasBand = series.some(({ kind }) => kind === 'band');
  const also = [...new Set(series.flatMap((each) => (each.also ?? []).map(({ name }) => name)))];
  const rows = series.flatMap((each) => {
    const extra = also.map((name) => each.also?.find((column) => column.name === name)?.values);
    return each.x.map((x, row): readonly Cell[] => [
      each.name,
      x,
      each.y.at(row) ?? null,
      ...(hasBand ? [each.kind === 'band' ? (each.upper.at(row) ?? null) : null] : []),
      ...extra.map((values) => values?.at(row) ?? null),
    ]);
  });
  return { title, columns: ['Series', across, up, ...(hasBand ? [`${up}, upper`] : []), ...also], rows };
}

/** Rows at equal steps of a table that is longer than `most`, its first and last among them. */
export function thinned(table: ReportTable, most: number): ReportTable {
  const { rows } = table;
  if (rows.length <= most) return table;
  const kept = Array.from({ length: most }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (most - 1))]);
  return { ...table, rows: kept };
}
