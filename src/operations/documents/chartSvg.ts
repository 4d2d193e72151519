import type { Chart, ChartMark } from '../chart';
import { isFilled, markerPath, seriesColours, type SeriesLook } from '../chartLook';
import { axisRange, axisTicks, axisTitle, withoutPlace } from '../chartScale';
import { ChartPlaces, chartShapes, type PlotArea, type SeriesShapes } from '../chartShapes';
import { chartSummary } from '../chartSummary';
import { counted } from '../figures';
import { escapeHtml } from './escapeHtml';

const width = 640;
const plotHeight = 260;
/** Pixels that a character of the axis's text takes; those of the fonts used are a little narrower. */
const characterWidth = 6.5;
const legendLine = 18;

const at = (value: number): string => String(Math.round(value * 100) / 100);

/** A chart as a picture in a page: no script, no style besides that of the page, every word escaped. */
export function chartHtml(chart: Chart): string {
  const omitted = withoutPlace(chart);
  const note = omitted > 0 ? `<p class="muted">${escapeHtml(`${counted(omitted, 'value')} at or below 0 ${omitted === 1 ? 'has' : 'have'} no place on a logarithmic axis.`)}</p>` : '';
  return `<figure><figcaption>${escapeHtml(chart.title)}</figcaption>\n${chartSvg(chart)}${note}</figure>`;
}

function chartSvg(chart: Chart): string {
  const view = { x: axisRange(chart, 'x'), y: axisRange(chart, 'y') };
  const upTicks = axisTicks(view.y, chart.y, 5);
  const left = Math.ceil(Math.max(1, ...upTicks.map(({ text }) => text.length)) * characterWidth) + 32;
  const plot: PlotArea = { left, top: 10, right: width - 12, bottom: 10 + plotHeight };
  const places = new ChartPlaces(chart, plot, view);
  const acrossTicks = axisTicks(view.x, chart.x, 8);
  const shapes = chartShapes(chart, plot, view);
  const legend = legendRows(chart, shapes, plot);
  const height = plot.bottom + 46 + legend.height;
  const middleX = (plot.left + plot.right) / 2;
  const middleY = (plot.top + plot.bottom) / 2;
  // Identifiers are of the whole page, of which there are many charts: a nested picture clips without one.
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(chartSummary(chart))}">
${upTicks.map(({ value, text }) => tickUp(places.up(value), text, plot)).join('\n')}
${acrossTicks.map(({ value, text }) => tickAcross(places.across(value), text, plot)).join('\n')}
<line class="base" x1="${plot.left}" x2="${plot.right}" y1="${plot.bottom}" y2="${plot.bottom}"/>
<text x="${at(middleX)}" y="${plot.bottom + 34}" text-anchor="middle">${escapeHtml(axisTitle(chart.x))}</text>
<text transform="rotate(-90 14 ${at(middleY)})" x="14" y="${at(middleY)}" text-anchor="middle">${escapeHtml(axisTitle(chart.y))}</text>
<svg x="${plot.left}" y="${plot.top}" width="${plot.right - plot.left}" height="${plotHeight}" viewBox="${plot.left} ${plot.top} ${plot.right - plot.left} ${plotHeight}">
${shapes.map(seriesSvg).join('\n')}
${(chart.marks ?? []).map((mark) => markLine(mark, places, plot)).join('\n')}
</svg>
${shapes.map(({ markers, look }) => (markers === '' ? '' : markersSvg(markers, look))).join('\n')}
${(chart.marks ?? []).map((mark) => markText(mark, places, plot)).join('\n')}
${legend.svg}
</svg>`;
}

function tickUp(y: number | null, text: string, plot: PlotArea): string {
  if (y === null) return '';
  return `<line class="level" x1="${plot.left}" x2="${plot.right}" y1="${at(y)}" y2="${at(y)}"/><text x="${plot.left - 6}" y="${at(y + 4)}" text-anchor="end">${escapeHtml(text)}</text>`;
}

function tickAcross(x: number | null, text: string, plot: PlotArea): string {
  if (x === null) return '';
  return `<line class="level" x1="${at(x)}" x2="${at(x)}" y1="${plot.top}" y2="${plot.bottom}"/><text x="${at(x)}" y="${plot.bottom + 16}" text-anchor="middle">${escapeHtml(text)}</text>`;
}

function colourOf({ colour }: SeriesLook): string {
  return colour === null ? '#595959' : seriesColours.light[colour];
}

function seriesSvg({ look, kind, line, area }: SeriesShapes): string {
  const colour = colourOf(look);
  if (line !== '') return `<path d="${line}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"${dashAttribute(look)}/>`;
  if (area !== '') return `<path class="area" d="${area}" fill="${colour}"${kind === 'band' ? ' fill-opacity="0.2"' : ''}/>`;
  return '';
}

function markersSvg(path: string, look: SeriesLook): string {
  const colour = colourOf(look);
  return `<path d="${path}" fill="${isFilled(look.marker) ? colour : 'none'}" stroke="${colour}" stroke-width="1.2"/>`;
}

function dashAttribute({ dash }: SeriesLook): string {
  return dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
}

function markLine({ x, y }: ChartMark, places: ChartPlaces, plot: PlotArea): string {
  const across = x === undefined ? null : places.across(x);
  const up = y === undefined ? null : places.up(y);
  if (across !== null && up !== null) return `<path class="mark" d="${markerPath('plus', across, up, 6)}"/>`;
  if (across !== null) return `<line class="mark" x1="${at(across)}" x2="${at(across)}" y1="${plot.top}" y2="${plot.bottom}"/>`;
  if (up !== null) return `<line class="mark" x1="${plot.left}" x2="${plot.right}" y1="${at(up)}" y2="${at(up)}"/>`;
  return '';
}

function markText({ x, y, text }: ChartMark, places: ChartPlaces, plot: PlotArea): string {
  const across = (x === undefined ? null : places.across(x)) ?? plot.right - 6;
  const up = (y === undefined ? null : places.up(y)) ?? plot.top + 12;
  if (across < plot.left || across > plot.right || up < plot.top || up > plot.bottom) return '';
  const atLeft = across > (plot.left + plot.right) / 2;
  return `<text x="${at(across + (atLeft ? -6 : 6))}" y="${at(Math.max(plot.top + 10, up - 5))}" text-anchor="${atLeft ? 'end' : 'start'}">${escapeHtml(text)}</text>`;
}

/** What each series looks like, with its name, in as many rows as they need. One series needs no legend: the axis names it. */
function legendRows(chart: Chart, shapes: readonly SeriesShapes[], plot: PlotArea): { readonly svg: string; readonly height: number } {
  if (shapes.length < 2) return { svg: '', height: 0 };
  let x = plot.left;
  let row = 0;
  const entries = shapes.map((shape, index) => {
    const { name } = chart.series[index];
    const room = 32 + name.length * characterWidth + 16;
    if (x + room > plot.right && x > plot.left) {
      x = plot.left;
      row++;
    }
    const y = plot.bottom + 56 + row * legendLine;
    const entry = `${sampleSvg(shape, x, y - 4)}<text x="${at(x + 30)}" y="${y}">${escapeHtml(name)}</text>`;
    x += room;
    return entry;
  });
  return { svg: entries.join('\n'), height: (row + 1) * legendLine + 4 };
}

function sampleSvg({ look, kind, reference }: SeriesShapes, x: number, y: number): string {
  const colour = colourOf(look);
  if (kind === 'bars' || kind === 'band') {
    return `<path class="area" d="M${at(x)} ${at(y - 5)}h24v10h-24Z" fill="${colour}"${kind === 'band' ? ' fill-opacity="0.2"' : ''}/>`;
  }
  const line = kind === 'line' ? `<path d="M${at(x)} ${at(y)}h24" fill="none" stroke="${colour}" stroke-width="1.6"${dashAttribute(look)}/>` : '';
  return `${line}${reference ? '' : markersSvg(markerPath(look.marker, x + 12, y, 3.2), look)}`;
}
