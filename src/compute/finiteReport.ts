import type { Cell, Report } from '../operations/operation';
import { finiteChart } from './finiteChart';

/** JSON has no NaN and no infinity: such values become null, and a warning names them. */
export function finiteReport(report: Report): Report {
  const warnings = [...report.warnings];
  const numbers = Object.entries(report.numbers).map(([name, value]): [string, number | null] => {
    if (value === null || Number.isFinite(value)) return [name, value];
    warnings.push(`${name} has no finite value (${value}).`);
    return [name, null];
  });
  const tables = report.tables.map((table) => {
    let replaced = 0;
    const rows = table.rows.map((row) => {
      if (row.every((cell) => typeof cell !== 'number' || Number.isFinite(cell))) return row;
      return row.map((cell): Cell => {
        if (typeof cell !== 'number' || Number.isFinite(cell)) return cell;
        replaced++;
        return null;
      });
    });
    if (replaced === 0) return table;
    warnings.push(`Table "${table.title}": ${replaced} ${replaced === 1 ? 'cell has' : 'cells have'} no finite value.`);
    return { ...table, rows };
  });
  const charts = report.charts?.map((given) => {
    const { chart, replaced } = finiteChart(given);
    if (replaced > 0) warnings.push(`Chart "${chart.title}": ${replaced} ${replaced === 1 ? 'value is' : 'values are'} not finite.`);
    return chart;
  });
  return { ...report, numbers: Object.fromEntries(numbers), tables, ...(charts ? { charts } : {}), warnings };
}
