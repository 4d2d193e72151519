/** A column's alignment: figures to the right, words to the left. */
export type Alignment = 'left' | 'right';

/** Rows of cells as lines of equal columns, two blanks apart. */
export function alignedLines(rows: readonly (readonly string[])[], alignments: readonly Alignment[], indent = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    (
      indent +
      row
        .map((cell, column) => (alignments[column] === 'right' ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
    ).trimEnd(),
  );
}

/** Words on lines of at most `width` characters; a longer word has a line of its own. */
export function wrapped(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}
