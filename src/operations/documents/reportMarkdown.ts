import { chartTable, thinned } from '../chartTable';
import { count, figure, numberText } from '../figures';
import type { Cell, OperationDescriptor, Report, ReportTable } from '../operation';
import { escapeMarkdown } from './escapeMarkdown';
import { outlineReport } from './reportOutline';
import { isFigureColumn } from './tableColumns';

/** Rows of a chart's table at most: who wants all of a curve's thousand points takes JSON or CSV. */
const mostChartRows = 60;

/** The report to paste into an issue or a page of notes. Values have six significant digits, as on the page. */
export function reportMarkdown(report: Report, descriptor: OperationDescriptor): string {
  const { title, headline, convention, others, warnings, definition, source, details } = outlineReport(report, descriptor);
  const blocks: string[] = [`## ${escapeMarkdown(title)}`];
  if (headline) blocks.push(`**${escapeMarkdown([`${headline.name}: ${headline.text}`, headline.unit].filter(Boolean).join(' '))}**`);
  if (convention !== '') blocks.push(escapeMarkdown(convention));
  if (warnings.length > 0) blocks.push(warnings.map((warning) => `- Warning: ${escapeMarkdown(warning)}`).join('\n'));
  if (others.length > 0) {
    blocks.push(
      markdownTable(
        ['Number', 'Value', 'Unit', 'Meaning'],
        [false, true, false, false],
        others.map(({ name, text, unit, meaning }) => [name, text, unit, meaning]),
      ),
    );
  }
  for (const table of report.tables) blocks.push(`### ${escapeMarkdown(table.title)}`, tableOf(table));
  for (const chart of report.charts ?? []) {
    const whole = chartTable(chart);
    const shown = thinned(whole, mostChartRows);
    blocks.push(`### ${escapeMarkdown(whole.title)}`, tableOf(shown));
    if (shown !== whole) blocks.push(`${count(shown.rows.length)} of ${count(whole.rows.length)} rows; JSON and CSV have all.`);
  }
  blocks.push('### Definition', escapeMarkdown(definition), `Source: ${escapeMarkdown(source)}`, '### Details');
  blocks.push(details.map(({ label, text }) => `- ${escapeMarkdown(label)}: ${escapeMarkdown(text)}`).join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

function tableOf(table: ReportTable): string {
  const figures = table.columns.map((_, column) => isFigureColumn(table, column));
  return markdownTable(table.columns, figures, table.rows.map((row) => row.map(cellText)));
}

function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  return cell !== null && !Number.isFinite(cell) ? figure(cell) : numberText(cell);
}

function markdownTable(columns: readonly string[], figures: readonly boolean[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(escapeMarkdown)),
    line(figures.map((right) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(escapeMarkdown))),
  ].join('\n');
}
