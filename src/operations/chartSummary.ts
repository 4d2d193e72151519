import type { Chart } from './chart';
import { axisRange, axisTitle } from './chartScale';
import { counted, figure } from './figures';

/** A chart in words: its axes with their ends, and what is on them. */
export function chartSummary(chart: Chart): string {
  const ends = (name: 'x' | 'y'): string => {
    const [min, max] = axisRange(chart, name);
    return `${axisTitle(chart[name])} from ${figure(min)} to ${figure(max)}${chart[name].scale === 'logarithmic' ? ', logarithmic' : ''}`;
  };
  const names = chart.series.map(({ name, x }) => `${name} (${counted(x.length, 'value')})`);
  return `${chart.title}: ${ends('y')}, over ${ends('x')}. ${names.join(', ')}.`;
}
