import { outlineReport, type OutlineFact, type OutlineNumber } from '../../src/operations/documents/reportOutline';
import type { OperationDescriptor, Report } from '../../src/operations/operation';
import type { Disposable } from '../../src/messaging/port';
import { element, icon } from '../panels/element';
import { fullFigure } from '../panels/figures';
import { ChartFigure } from './chartFigure';
import { definitionBlock } from './definitionBlock';
import { createHeadline } from './headline';
import { HistogramChart } from './histogramChart';
import { createReportActions, type ReportActions } from './reportActions';
import { SortableTable } from './sortableTable';

/** A report: the number, its convention, what can be done, warnings, charts, numbers, tables, definition, details. */
export class ReportView implements Disposable {
  readonly element: HTMLElement;
  /** Where the progress of running it again is shown. */
  readonly progressPlace = element('div', { class: 'progress-place' });
  private readonly charts: readonly (ChartFigure | HistogramChart)[];
  private readonly toolbar: HTMLElement;

  constructor(
    readonly report: Report,
    descriptor: OperationDescriptor,
    actions: ReportActions,
    /** What the operation has to show besides what all reports have. */
    extra: HTMLElement | null = null,
  ) {
    const { headline, convention, others, warnings, definition, source, details } = outlineReport(report, descriptor);
    this.charts = [...(report.charts ?? []).map((chart) => new ChartFigure(chart)), ...(report.histograms ?? []).map((histogram) => new HistogramChart(histogram))];
    this.toolbar = createReportActions(actions);
    this.element = element(
      'article',
      { class: 'report', attributes: { 'aria-label': `Report: ${descriptor.title}` } },
      ...(headline ? [createHeadline(headline, (digits) => actions.copyNumber(digits))] : []),
      element('p', { class: 'convention', text: convention }),
      element('p', { class: 'report-files', text: filesLine(report) }),
      this.toolbar,
      this.progressPlace,
      ...(warnings.length > 0 ? [warningList(warnings)] : []),
      ...this.charts.map((chart) => chart.element),
      ...(others.length > 0 ? [numbersTable(others)] : []),
      ...report.tables.map((table) => new SortableTable(table, descriptor.id === 'evaluate' ? 'ap' : null).element),
      ...(extra ? [extra] : []),
      element('section', { class: 'report-definition' }, element('h2', { text: 'Definition' }), definitionBlock(definition, source)),
      detailsFold(details),
    );
  }

  /** While it runs again, its buttons rest; the numbers stay to be read. */
  setBusy(busy: boolean): void {
    this.toolbar.inert = busy;
    this.element.setAttribute('aria-busy', String(busy));
  }

  /** Focuses the number, so that who works by keys goes on from there. */
  focus(): void {
    this.element.querySelector<HTMLElement>('button.headline-value, .action-button')?.focus({ preventScroll: true });
  }

  dispose(): void {
    for (const chart of this.charts) chart.dispose();
    this.element.remove();
  }
}

function filesLine({ inputs }: Report): string {
  return inputs.map(({ file }) => file).join(' · ');
}

function warningList(warnings: readonly string[]): HTMLElement {
  return element(
    'ul',
    { class: 'warnings report-warnings', attributes: { 'aria-label': 'Warnings' } },
    ...warnings.map((warning) => element('li', {}, icon('warning'), element('span', { text: warning }))),
  );
}

function numbersTable(numbers: readonly OutlineNumber[]): HTMLElement {
  const hasUnits = numbers.some(({ unit }) => unit !== '');
  const rows = numbers.map(({ name, value, text, unit, meaning }) =>
    element(
      'tr',
      {},
      element('th', { text: name, attributes: { scope: 'row' } }),
      element('td', { class: 'figure', text, title: fullFigure(value) }),
      ...(hasUnits ? [element('td', { class: 'number-unit', text: unit })] : []),
      element('td', { class: 'number-meaning', text: meaning }),
    ),
  );
  return element(
    'section',
    { class: 'report-numbers' },
    element('h2', { text: 'Numbers' }),
    element('table', {}, element('caption', { class: 'visually-hidden', text: 'Numbers with their units and meanings' }), element('tbody', {}, ...rows)),
  );
}

function detailsFold(details: readonly OutlineFact[]): HTMLElement {
  const rows = details.map(({ label, text }) => element('div', { class: 'fact' }, element('dt', { text: label }), element('dd', { text, title: text })));
  return element('details', { class: 'fold report-details' }, element('summary', { text: 'Details' }), element('dl', { class: 'facts' }, ...rows));
}
