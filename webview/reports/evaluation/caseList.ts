import type { EvaluationOverview, VerdictColumns } from '../../../src/compute/evaluationProtocol';
import { element } from '../../panels/element';
import { count, counted, figure, fullFigure } from '../../panels/figures';
import type { Cases } from './evaluationCases';

const rowsAtATime = 100;

type Kind = keyof Cases;
const titles: Readonly<Record<Kind, string>> = { falsePositives: 'False positives', missed: 'Missed', truePositives: 'True positives' };
const kinds = ['falsePositives', 'missed', 'truePositives'] as const;

/** The boxes that are wrong, missed or right at the score: one of the three at a time. A press opens the image with the box. */
export class CaseList {
  readonly element: HTMLElement;
  private readonly tabs: Readonly<Record<Kind, HTMLButtonElement>>;
  private readonly body = element('tbody');
  private readonly head = element('tr');
  private readonly more = element('button', { class: 'link-button', attributes: { type: 'button' } });
  private readonly none = element('p', { class: 'hint' });
  private readonly table: HTMLElement;
  private kind: Kind = 'falsePositives';
  private cases: Cases = { truePositives: [], falsePositives: [], missed: [] };
  private source: { readonly overview: EvaluationOverview; readonly verdicts: VerdictColumns } | null = null;
  private shown = rowsAtATime;

  constructor(private readonly open: (of: 'truth' | 'detections', row: number) => void) {
    const tab = (kind: Kind): HTMLButtonElement => {
      const button = element('button', { class: 'case-tab', attributes: { type: 'button', 'aria-pressed': 'false' } });
      button.addEventListener('click', () => {
        this.kind = kind;
        this.shown = rowsAtATime;
        this.paint();
      });
      return button;
    };
    this.tabs = { falsePositives: tab('falsePositives'), missed: tab('missed'), truePositives: tab('truePositives') };
    this.more.addEventListener('click', () => {
      this.shown += 5 * rowsAtATime;
      this.paint();
    });
    this.table = element('table', {}, element('caption', { class: 'visually-hidden', text: 'Boxes' }), element('thead', {}, this.head), this.body);
    this.element = element(
      'section',
      { class: 'case-list' },
      element('h2', { text: 'Boxes' }),
      element('div', { class: 'case-tabs', attributes: { role: 'group', 'aria-label': 'Which boxes' } }, ...kinds.map((kind) => this.tabs[kind])),
      element('div', { class: 'table-scroll' }, this.table),
      this.none,
      this.more,
    );
  }

  show(overview: EvaluationOverview, verdicts: VerdictColumns, cases: Cases): void {
    this.source = { overview, verdicts };
    this.cases = cases;
    this.shown = rowsAtATime;
    this.paint();
  }

  private paint(): void {
    const { source, cases, kind } = this;
    if (!source) return;
    for (const each of kinds) {
      this.tabs[each].textContent = `${titles[each]} ${count(cases[each].length)}`;
      this.tabs[each].setAttribute('aria-pressed', String(each === kind));
    }
    const names = kind === 'missed' ? ['Image', 'Class', 'Row'] : ['Image', 'Class', 'Score', 'IoU', 'Row'];
    this.head.replaceChildren(...names.map((text, column) => element('th', { text, ...(column > 1 ? { class: 'figure' } : {}), attributes: { scope: 'col' } })));
    const rows = cases[kind];
    this.body.replaceChildren(...rows.slice(0, this.shown).map((row) => this.row(source, row)));
    this.table.hidden = rows.length === 0;
    this.none.hidden = rows.length > 0;
    this.none.textContent = `No ${titles[kind].toLowerCase()} at this score.`;
    const left = rows.length - this.shown;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show more (${counted(left, 'box', 'boxes')})`;
  }

  private row({ overview, verdicts }: { readonly overview: EvaluationOverview; readonly verdicts: VerdictColumns }, row: number): HTMLElement {
    const of = this.kind === 'missed' ? 'truth' : 'detections';
    const set = overview[of];
    const image = set.imageNames[set.image[row]];
    const open = element('button', { class: 'link-button', text: image, title: `Open ${image} with this box`, attributes: { type: 'button' } });
    open.addEventListener('click', () => this.open(of, row));
    const number = (value: number): HTMLElement => element('td', { class: 'figure', text: figure(value), title: fullFigure(value) });
    return element(
      'tr',
      {},
      element('td', {}, open),
      element('td', { text: set.categoryNames[set.category[row]] }),
      ...(of === 'detections' ? [number(overview.detections.scores[row] ?? NaN), number(verdicts.overlap[row])] : []),
      element('td', { class: 'figure', text: count(row) }),
    );
  }
}
