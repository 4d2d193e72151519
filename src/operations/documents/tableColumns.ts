import type { ReportTable } from '../operation';

/** True for a column of figures, which is aligned to the right: it holds no words. */
export function isFigureColumn(table: ReportTable, column: number): boolean {
  return table.rows.length > 0 && table.rows.every((row) => typeof row[column] !== 'string');
}
