type Cell = string | number | null;

/** What a spreadsheet takes for a formula, in the scripts of its users. */
const formulaStart = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * One cell of comma-separated values (RFC 4180): numbers with all their digits, null as nothing, words quoted where they
 * need it. Words that a spreadsheet would compute get an apostrophe before them, unless they are plain numbers.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formulaStart.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
  return /[",;\p{Cc}]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record with its line end. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
