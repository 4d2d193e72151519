import { attributesTitle } from '../../../src/operations/attributeChanges';
import type { ReportTable } from '../../../src/operations/operation';
import { element } from '../../panels/element';
import { counted, figure } from '../../panels/figures';
import { Section } from '../../panels/section';
import type { ComparisonContext } from '../comparisonContext';
import { fscoreAt, ofCells, type PointDifference, tableOf } from '../difference';
import { factList, reportTableView } from '../reportTableView';
import { cellSummary } from './cellSummary';
import { computedBy, heading, remarks } from './summaryParts';

/** Only what changed; in words where nothing did. */
function changes(table: ReportTable): HTMLElement {
  const rows = table.rows.filter(([, , , change]) => change !== 'same');
  if (rows.length === 0) return element('p', { class: 'hint', text: `${counted(table.rows.length, 'attribute')}, the same in both.` });
  return reportTableView({ ...table, rows }, 'Attributes that changed');
}

function paired({ report: { numbers } }: PointDifference): HTMLElement {
  const moved = numbers['pairedMoved'];
  if (typeof moved !== 'number') return element('p', { class: 'hint', text: 'Rows do not correspond: other counts, or other places.' });
  return factList([
    { name: 'Rows moved', value: moved },
    { name: 'Mean displacement', value: numbers['pairedMean'] },
    { name: 'Largest displacement', value: numbers['pairedMax'] },
  ]);
}

function contents(difference: PointDifference, threshold: number | null): HTMLElement[] {
  const { report } = difference;
  const { numbers } = report;
  const limit = threshold ?? difference.usual;
  const fscore = fscoreAt(difference, limit);
  const bounds = tableOf(report, 'Counts and bounds');
  const attributes = tableOf(report, attributesTitle);
  const axes = report.tables.find(({ columns }) => columns[0] === 'axis') ?? null;
  return [
    ...remarks(report),
    factList([
      { name: 'Chamfer', value: numbers['chamfer'], title: 'Sum of all distances both ways' },
      { name: 'Forward', value: numbers['forward'], title: 'Sum from the compared to the reference' },
      { name: 'Backward', value: numbers['backward'], title: 'Sum from the reference to the compared' },
      { name: 'Hausdorff', value: numbers['hausdorff'], title: 'Largest distance of both directions' },
      { name: 'Hausdorff 95 %', value: numbers['hausdorff95'] },
      { name: 'Mean', value: numbers['mean'], title: 'Of the forward distances' },
      { name: 'RMS', value: numbers['rms'], title: 'Of the forward distances' },
      { name: 'Median', value: numbers['p50'], title: 'Of the forward distances' },
      { name: '90 %', value: numbers['p90'], title: 'Percentile of the forward distances' },
      { name: '95 %', value: numbers['p95'], title: 'Percentile of the forward distances' },
      { name: '99 %', value: numbers['p99'], title: 'Percentile of the forward distances' },
      { name: 'Maximum', value: numbers['max'], title: 'Of the forward distances' },
    ]),
    heading(`F-score at ${figure(limit)}`),
    factList([
      { name: 'F-score', value: fscore.fscore },
      { name: 'Precision', value: fscore.precision, title: 'Share of the compared points closer than the threshold' },
      { name: 'Recall', value: fscore.recall, title: 'Share of the reference points closer than the threshold' },
    ]),
    heading('Row by row'),
    paired(difference),
    ...(bounds ? [heading('Counts and bounds'), reportTableView(bounds)] : []),
    ...(attributes ? [heading('Attributes'), changes(attributes)] : []),
    ...(axes ? [heading('Along the axes'), reportTableView(axes)] : []),
    computedBy(report),
  ];
}

/** The comparison in words and figures. */
export function createSummarySection({ view, comparison, inspector }: ComparisonContext): Section {
  const section = new Section('summary', 'Summary', inspector);
  const show = (): void => {
    const { difference } = comparison.state;
    section.setVisible(difference !== null);
    const cells = ofCells(difference);
    if (difference?.kind === 'points') section.body.replaceChildren(...contents(difference, view.state.threshold));
    else if (cells) section.body.replaceChildren(...cellSummary(cells));
  };
  section.follow(comparison, show);
  let shown = view.state.threshold;
  section.follow(view, () => {
    if (shown === view.state.threshold) return;
    shown = view.state.threshold;
    show();
  });
  return section;
}
