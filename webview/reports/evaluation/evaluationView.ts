import type { CurveColumns, EvaluationOverview, VerdictColumns } from '../../../src/compute/evaluationProtocol';
import type { Disposable } from '../../../src/messaging/port';
import type { Chart } from '../../../src/operations/chart';
import { SliderField } from '../../detections/sliderField';
import { element } from '../../panels/element';
import { counted, figure } from '../../panels/figures';
import { SelectField } from '../../panels/selectField';
import { ChartFigure } from '../chartFigure';
import { CaseList } from './caseList';
import { casesAt } from './evaluationCases';
import { precisionRecallChart, scoreChart, scoreMarks, type NamedCurve } from './evaluationCharts';

/** Curves of more classes than this are a tangle: those with the most truths are shown. */
const mostCurves = 8;
/** Of COCO's ten thresholds, those that are shown together. */
const shownTogether = [0.5, 0.75, 0.9];

export interface EvaluationActions {
  curve(row: number, threshold: number): Promise<CurveColumns | null>;
  verdicts(threshold: number): Promise<VerdictColumns | null>;
  open(of: 'truth' | 'detections', row: number): void;
  failed(error: unknown): void;
}

/** What can be asked of an evaluation: curves of classes and thresholds, a score along them, and the boxes that are wrong, missed and right there. */
export class EvaluationView implements Disposable {
  readonly element: HTMLElement;
  private readonly classes: SelectField;
  private readonly thresholds: SelectField;
  private readonly score: SliderField;
  private readonly said = element('p', { class: 'evaluation-said', attributes: { role: 'status' } });
  private readonly curvePlace = element('div', { class: 'evaluation-curve' });
  private readonly scorePlace = element('div');
  private readonly list: CaseList;
  private readonly curveOf = new Map<string, Promise<CurveColumns | null>>();
  private figure: ChartFigure | undefined;
  private scoreFigure: ChartFigure | undefined;
  private shownCurves: readonly NamedCurve[] = [];
  private verdicts: VerdictColumns | null = null;
  private question = 0;
  /** Row of a class; -1 for all. */
  private chosenClass = -1;
  /** Place of a threshold; -1 for several together. */
  private chosenThreshold = 0;
  private chosenScore: number | null = null;

  constructor(
    private readonly overview: EvaluationOverview,
    private readonly actions: EvaluationActions,
  ) {
    const rated = overview.classes.filter(({ hasCurves }) => hasCurves);
    if (rated.length === 1) this.chosenClass = overview.classes.indexOf(rated[0]);
    this.classes = new SelectField('Class', (value) => {
      this.chosenClass = Number(value);
      void this.show();
    });
    this.thresholds = new SelectField('IoU', (value) => {
      this.chosenThreshold = Number(value);
      void this.show();
    });
    this.score = new SliderField('Score', (value) => this.setScore(value <= this.ends().min ? null : value));
    this.list = new CaseList((of, row) => actions.open(of, row));
    this.thresholds.element.hidden = overview.thresholds.length < 2;
    this.element = element(
      'section',
      { class: 'evaluation', attributes: { 'aria-label': 'Curves and boxes' } },
      element('div', { class: 'evaluation-choices' }, this.classes.element, this.thresholds.element),
      this.curvePlace,
      this.score.element,
      this.said,
      this.list.element,
      this.scorePlace,
    );
    void this.show();
  }

  /** The charts as they are shown, for the documents that are saved. */
  get charts(): readonly Chart[] {
    const scores = this.verdicts ? scoreChart(this.overview, this.verdicts) : null;
    return [...(this.shownCurves.length > 0 ? [this.curveChart()] : []), ...(scores ? [scores] : [])];
  }

  dispose(): void {
    this.question++;
    this.figure?.dispose();
    this.scoreFigure?.dispose();
    this.element.remove();
  }

  private ends(): { min: number; max: number } {
    const { scores } = this.overview.detections;
    let min = 0;
    let max = 1;
    for (const score of scores) {
      if (score < min) min = score;
      if (score > max) max = score;
    }
    return { min, max };
  }

  private async show(): Promise<void> {
    const question = ++this.question;
    const { overview } = this;
    this.classes.show(
      [{ value: '-1', label: 'All classes' }, ...overview.classes.map(({ name, ap }, row) => ({ value: String(row), label: ap === null ? name : `${name} (AP ${figure(ap)})` }))],
      String(this.chosenClass),
    );
    this.thresholds.show(
      [...overview.thresholds.map((threshold, place) => ({ value: String(place), label: threshold.toFixed(2) })), ...(this.chosenClass >= 0 ? [{ value: '-1', label: 'Several' }] : [])],
      String(this.chosenThreshold),
    );
    if (this.chosenClass < 0 && this.chosenThreshold < 0) {
      this.chosenThreshold = 0;
      void this.show();
      return;
    }
    try {
      const [curves, verdicts] = await Promise.all([this.wantedCurves(), this.actions.verdicts(Math.max(0, this.chosenThreshold))]);
      if (question !== this.question) return;
      this.shownCurves = curves;
      this.verdicts = verdicts;
      this.paintCurves();
      this.paintScores();
      this.paintCases();
    } catch (error) {
      if (question === this.question) this.actions.failed(error);
    }
  }

  private async wantedCurves(): Promise<NamedCurve[]> {
    const { overview, chosenClass, chosenThreshold } = this;
    const wanted: { row: number; threshold: number; name: string }[] = [];
    if (chosenClass < 0) {
      const rows = overview.classes.map((_, row) => row).filter((row) => overview.classes[row].hasCurves);
      rows.sort((a, b) => overview.classes[b].truths - overview.classes[a].truths || a - b);
      wanted.push(...rows.slice(0, mostCurves).map((row) => ({ row, threshold: chosenThreshold, name: overview.classes[row].name })));
    } else if (chosenThreshold < 0) {
      const places = overview.thresholds.map((threshold, place) => ({ threshold, place })).filter(({ threshold }) => shownTogether.some((each) => Math.abs(each - threshold) < 1e-9));
      wanted.push(...places.map(({ threshold, place }) => ({ row: chosenClass, threshold: place, name: `IoU ${threshold.toFixed(2)}` })));
    } else {
      wanted.push({ row: chosenClass, threshold: chosenThreshold, name: overview.classes[chosenClass].name });
    }
    const curves = await Promise.all(wanted.map(async ({ row, threshold, name }) => ({ name, curve: await this.curve(row, threshold) })));
    return curves.flatMap(({ name, curve }) => (curve ? [{ name, curve }] : []));
  }

  private curve(row: number, threshold: number): Promise<CurveColumns | null> {
    const key = `${row} ${threshold}`;
    const known = this.curveOf.get(key);
    if (known) return known;
    const asked = this.actions.curve(row, threshold);
    this.curveOf.set(key, asked);
    return asked;
  }

  private curveChart(): Chart {
    const { overview, chosenClass } = this;
    const rated = overview.classes.filter(({ hasCurves }) => hasCurves).length;
    const title = chosenClass >= 0 ? `Precision over recall: ${overview.classes[chosenClass].name}` : rated > mostCurves ? `Precision over recall: the ${mostCurves} classes with the most truths of ${rated}` : 'Precision over recall';
    return precisionRecallChart(title, overview.protocol, this.shownCurves, scoreMarks(this.shownCurves, this.chosenScore));
  }

  private paintCurves(): void {
    this.figure?.dispose();
    this.figure = undefined;
    if (this.shownCurves.length === 0) {
      this.curvePlace.replaceChildren(element('p', { class: 'hint', text: 'No class here has a truth to find, so that there is no curve.' }));
      return;
    }
    const chart = this.curveChart();
    this.figure = new ChartFigure(chart, {
      choose: (point) => {
        const score = point ? chart.series[point.series].also?.[0]?.values.at(point.index) : null;
        if (score !== undefined) this.setScore(score);
      },
    });
    this.curvePlace.replaceChildren(this.figure.element);
  }

  private paintScores(): void {
    this.scoreFigure?.dispose();
    const chart = this.verdicts ? scoreChart(this.overview, this.verdicts) : null;
    this.scoreFigure = chart ? new ChartFigure(chart) : undefined;
    this.scorePlace.replaceChildren(...(this.scoreFigure ? [this.scoreFigure.element] : []));
  }

  private setScore(score: number | null): void {
    if (score === this.chosenScore) return;
    this.chosenScore = score;
    this.figure?.setMarks(scoreMarks(this.shownCurves, score));
    this.paintCases();
  }

  private paintCases(): void {
    const { overview, verdicts, chosenClass, chosenScore } = this;
    const { min, max } = this.ends();
    this.score.show(chosenScore ?? min, min, max);
    if (!verdicts) return;
    const of = chosenClass < 0 ? null : { name: overview.classes[chosenClass].name, curve: this.shownCurves.at(0)?.curve ?? null };
    const cases = casesAt(overview, verdicts, of, chosenScore);
    const [right, wrong, missed] = [cases.truePositives.length, cases.falsePositives.length, cases.missed.length];
    const precision = right + wrong > 0 ? figure(right / (right + wrong)) : '–';
    const recall = right + missed > 0 ? figure(right / (right + missed)) : '–';
    this.said.textContent = `${chosenScore === null ? 'All scores' : `Score of at least ${figure(chosenScore)}`}: ${counted(right, 'true positive')}, ${counted(wrong, 'false positive')}, ${counted(missed, 'truth')} missed. Precision ${precision}, recall ${recall}.`;
    this.list.show(overview, verdicts, cases);
  }
}
