import { chartTable } from '../chartTable';
import type { OperationDescriptor, Report } from '../operation';
import { csvRow } from '../../formats/csv/csvCell';
import { outlineReport } from './reportOutline';

/**
 * Numbers, tables, charts and histograms as comma-separated values (RFC 4180), one block each with an empty line between. Numbers
 * have all their digits; what has no value is an empty cell.
 */
export function reportCsv(report: Report, descriptor: OperationDescriptor): string {
  const { headline, others } = outlineReport(report, descriptor);
  const numbers = headline ? [headline, ...others] : [];
  const blocks = [
    ...(numbers.length > 0
      ? [csvRow(['number', 'value', 'unit', 'meaning']) + numbers.map(({ name, value, unit, meaning }) => csvRow([name, value, unit, meaning])).join('')]
      : []),
    ...[...report.tables, ...(report.charts ?? []).map(chartTable)].map(({ title, columns, rows }) => csvRow([title]) + csvRow(columns) + rows.map(csvRow).join('')),
    ...(report.histograms ?? []).map(
      ({ title, edges, counts }) =>
        csvRow([title]) + csvRow(['from', 'to', 'count']) + counts.map((count, bin) => csvRow([edges[bin], edges[bin + 1], count])).join(''),
    ),
  ];
  return blocks.join('\r\n');
}
