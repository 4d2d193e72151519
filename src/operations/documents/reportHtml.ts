import { figure, numberText } from '../figures';
import type { Cell, Histogram, OperationDescriptor, Report, ReportTable } from '../operation';
import { unitTexts } from '../unitTexts';
import { chartHtml } from './chartSvg';
import { escapeHtml } from './escapeHtml';
import { histogramPicture } from './histogramPicture';
import { reportHtmlStyle } from './reportHtmlStyle';
import { outlineReport } from './reportOutline';
import { isFigureColumn } from './tableColumns';

/** Nothing but the style inside this file: no script, no font, no picture, nothing of the network. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A picture inside the file itself. */
export interface ReportPicture {
  readonly title: string;
  readonly png: Uint8Array;
}

/** Bytes as base64, in pieces that a call can take as arguments. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function picturesHtml(pictures: readonly ReportPicture[]): string {
  if (pictures.length === 0) return '';
  const figures = pictures.map(
    ({ title, png }) => `<figure><figcaption>${escapeHtml(title)}</figcaption><img alt="${escapeHtml(title)}" src="data:image/png;base64,${base64(png)}"></figure>`,
  );
  return `<div class="pictures">${figures.join('')}</div>`;
}

/** The report as one file for a browser or a printer, in the order of the page. Everything in it is text, but for the pictures that are given. */
export function reportHtml(report: Report, descriptor: OperationDescriptor, pictures: readonly ReportPicture[] = []): string {
  const { title, headline, convention, others, warnings, definition, source, details } = outlineReport(report, descriptor);
  const names = report.inputs.map(({ file }) => file).join(', ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(pictures.length > 0 ? `${policy}; img-src data:` : policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(names === '' ? title : `${title}: ${names}`)}</title>
<style>${reportHtmlStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${headline ? `<p class="headline"><span class="value" title="${escapeHtml(String(headline.value ?? ''))}">${escapeHtml(headline.text)}</span> <span class="unit">${escapeHtml(headline.unit)}</span></p>` : ''}
<p class="convention">${escapeHtml(convention)}</p>
<p class="files">${escapeHtml(report.inputs.map(({ file }) => file).join(' · '))}</p>
${warnings.length > 0 ? `<ul class="warnings">${warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join('')}</ul>` : ''}
${picturesHtml(pictures)}
${(report.charts ?? []).map(chartHtml).join('\n')}
${(report.histograms ?? []).map(histogramHtml).join('\n')}
${others.length > 0 ? numbersHtml(others.map(({ name, value, text, unit, meaning }) => ({ name, full: String(value ?? ''), text, unit, meaning }))) : ''}
${report.tables.map(tableHtml).join('\n')}
<h2>Definition</h2>
<p>${escapeHtml(definition)}</p>
<p class="muted">${escapeHtml(source)}</p>
<h2>Details</h2>
<dl>${details.map(({ label, text }) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd></div>`).join('')}</dl>
</main>
</body>
</html>
`;
}

interface NumberRow {
  readonly name: string;
  readonly full: string;
  readonly text: string;
  readonly unit: string;
  readonly meaning: string;
}

function numbersHtml(rows: readonly NumberRow[]): string {
  const body = rows.map(
    ({ name, full, text, unit, meaning }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td class="figure" title="${escapeHtml(full)}">${escapeHtml(text)}</td><td class="muted">${escapeHtml(unit)}</td><td>${escapeHtml(meaning)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Number</th><th scope="col" class="figure">Value</th><th scope="col">Unit</th><th scope="col">Meaning</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function tableHtml(table: ReportTable): string {
  const classes = table.columns.map((_, column) => (isFigureColumn(table, column) ? ' class="figure"' : ''));
  const head = table.columns.map((name, column) => `<th scope="col"${classes[column]}>${escapeHtml(name)}</th>`);
  const rows = table.rows.map((row) => `<tr>${row.map((cell, column) => cellHtml(cell, classes[column])).join('')}</tr>`);
  return `<h2>${escapeHtml(table.title)}</h2>\n<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function cellHtml(cell: Cell, classes: string): string {
  if (typeof cell === 'string') return `<td${classes}>${escapeHtml(cell)}</td>`;
  return `<td${classes} title="${escapeHtml(String(cell ?? ''))}">${escapeHtml(numberText(cell))}</td>`;
}

function histogramHtml(histogram: Histogram): string {
  const { width, height, plot, bars, ticks, levels, summary } = histogramPicture(histogram, 640, 180);
  const place = (value: number): string => figure(value);
  const unit = unitTexts[histogram.unit];
  return `<figure><figcaption>${escapeHtml(histogram.title)}${unit === '' ? '' : ` <span class="muted">(${escapeHtml(unit)})</span>`}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(summary)}">
${levels.map(({ y, text }) => `<line class="level" x1="${place(plot.left)}" x2="${place(plot.right)}" y1="${place(y)}" y2="${place(y)}"/><text x="${place(plot.left - 6)}" y="${place(y + 4)}" text-anchor="end">${escapeHtml(text)}</text>`).join('\n')}
${bars.map((bar) => `<rect x="${place(bar.x)}" y="${place(bar.y)}" width="${place(bar.width)}" height="${place(bar.height)}"><title>${escapeHtml(bar.text)}</title></rect>`).join('\n')}
<line class="base" x1="${place(plot.left)}" x2="${place(plot.right)}" y1="${place(plot.bottom)}" y2="${place(plot.bottom)}"/>
${ticks.map(({ x, text }) => `<text x="${place(x)}" y="${place(plot.bottom + 16)}" text-anchor="middle">${escapeHtml(text)}</text>`).join('\n')}
</svg></figure>`;
}
