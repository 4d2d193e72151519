import type { Chart, ChartAxis, ChartMark } from '../operations/chart';

type Values = readonly (number | null)[];

/** A chart without NaN and infinities, and how many of its values were replaced by null. Axes lose ends that are none, marks without a place go. */
export function finiteChart(chart: Chart): { readonly chart: Chart; readonly replaced: number } {
  let replaced = 0;
  const finite = (values: Values): Values => {
    if (values.every((value) => value === null || Number.isFinite(value))) return values;
    return values.map((value) => {
      if (value === null || Number.isFinite(value)) return value;
      replaced++;
      return null;
    });
  };
  const series = chart.series.map((each) => ({
    ...each,
    x: finite(each.x),
    y: finite(each.y),
    ...(each.kind === 'band' ? { upper: finite(each.upper) } : {}),
    ...(each.also ? { also: each.also.map(({ name, values }) => ({ name, values: finite(values) })) } : {}),
  }));
  const marks = chart.marks?.filter(isPlaced);
  replaced += (chart.marks?.length ?? 0) - (marks?.length ?? 0);
  return { chart: { ...chart, x: finiteEnds(chart.x), y: finiteEnds(chart.y), series, ...(marks ? { marks } : {}) }, replaced };
}

function isPlaced({ x, y }: ChartMark): boolean {
  return (x !== undefined || y !== undefined) && [x, y].every((value) => value === undefined || Number.isFinite(value));
}

function finiteEnds({ min, max, ...rest }: ChartAxis): ChartAxis {
  return {
    ...rest,
    ...(min !== undefined && Number.isFinite(min) ? { min } : {}),
    ...(max !== undefined && Number.isFinite(max) ? { max } : {}),
  };
}
