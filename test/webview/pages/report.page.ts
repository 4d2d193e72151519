import codicons from '@vscode/codicons/dist/codicon.css';
import plotStyles from 'uplot/dist/uPlot.min.css';
import type { RunProgress } from '../../../src/compute/processProtocol';
import type { CurveColumns, EvaluatedSet, EvaluationOverview, VerdictColumns } from '../../../src/compute/evaluationProtocol';
import type { ChosenFile, ReportHostProtocol, ReportPageProtocol, ReportStart } from '../../../src/compute/reportProtocol';
import { reportLane } from '../../../src/compute/reportProtocol';
import { Channel } from '../../../src/messaging/channel';
import { lane } from '../../../src/messaging/lanes';
import type { Port } from '../../../src/messaging/port';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { evaluateDescriptor } from '../../../src/operations/evaluateDescriptor';
import type { OptionValues, Report } from '../../../src/operations/operation';
import { evaluateCoco } from '../../../src/detection/evaluation/cocoEvaluation';
import { evaluateVoc } from '../../../src/detection/evaluation/vocEvaluation';
import type { DetectionSet } from '../../../src/model/detectionSet';
import { found, truth } from './detectionContent';
import { ReportPage } from '../../../webview/session/reportPage';
import frameStyles from '../../../webview/styles/10-frame.css';
import controlStyles from '../../../webview/styles/20-controls.css';
import reportStyles from '../../../webview/styles/30-report.css';
import sectionStyles from '../../../webview/styles/30-sections.css';
import stageStyles from '../../../webview/styles/40-stage.css';
import chartStyles from '../../../webview/styles/50-chart.css';
import evaluationStyles from '../../../webview/styles/61-evaluation.css';
import detectionStyles from '../../../webview/styles/60-detections.css';
import type { ThemeName } from './frameThemes';
import { applyTheme } from './frameThemes';
import { compared, nearness, reference, report, start } from './reportContent';

export interface TestEvaluation {
  readonly overview: EvaluationOverview;
  readonly curves: readonly (readonly CurveColumns[])[];
  readonly verdicts: readonly VerdictColumns[];
}

/** What the page asked of its host or told it, in order: ["copyText", { text }]. */
type Asked = readonly [name: string, value: unknown];

interface Run {
  readonly files: readonly number[];
  readonly options: OptionValues;
  readonly progress: (progress: RunProgress) => void;
  readonly succeed: (report: Report) => void;
  readonly fail: (error: Error) => void;
  readonly signal: AbortSignal;
}

/** Two ends of a line on which messages arrive later, as copies. */
function line(): [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (mine: 0 | 1, other: 0 | 1): Port => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      setTimeout(() => listeners[other].forEach((listener) => listener(copy)), 0);
    },
    onMessage: (listener) => {
      listeners[mine].add(listener);
      return { dispose: () => listeners[mine].delete(listener) };
    },
  });
  return [end(0, 1), end(1, 0)];
}

/** Without the font's file, whose address is the host's business. */
const withoutFont = (text: string): string => text.replace(/@font-face\s*{[^}]*}/, '');

const tools = {
  start,
  report,
  compared,
  reference,
  asked: [] as Asked[],
  /** What the user chooses next when asked for a file. */
  nextChoice: null as ChosenFile | null,
  /** The run that waits for its end; tests end it. */
  run: undefined as Run | undefined,
  /** The host's end of the line, to tell the page something. */
  host: undefined as Channel<ReportHostProtocol, ReportPageProtocol> | undefined,
  /** What the host knows of an evaluation; null for all other operations. */
  evaluation: null as TestEvaluation | null,
  applyTheme,
  async loadFont(url: string): Promise<void> {
    document.fonts.add(await new FontFace('codicon', `url("${url}")`).load());
  },
  /** Shows the page of a start; runs wait until a test ends them. */
  async open(theme: ThemeName = 'dark', given: ReportStart = start): Promise<void> {
    document.adoptedStyleSheets = [withoutFont(codicons), plotStyles, frameStyles, controlStyles, reportStyles, sectionStyles, stageStyles, chartStyles, detectionStyles, evaluationStyles].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    applyTheme(theme);
    document.getElementById('root')?.remove();
    const root = document.createElement('div');
    root.id = 'root';
    document.body.append(root);
    tools.asked.length = 0;
    const [page, host] = line();
    const note = <Value>(name: string, value: unknown, answer: Value): Value => {
      tools.asked.push([name, value]);
      return answer;
    };
    const told = (name: string) => (value: unknown) => void tools.asked.push([name, value]);
    tools.host = new Channel<ReportHostProtocol, ReportPageProtocol>(
      lane(host, reportLane),
      {
        ready: () => given,
        chooseFile: (params) => note('chooseFile', params, tools.nextChoice),
        run: ({ files, options }, { signal, progress }) => {
          tools.asked.push(['run', { files, options }]);
          return new Promise<Report>((resolve, reject) => {
            signal.addEventListener('abort', () => reject(new CancelledError()));
            tools.run = { files, options, progress, signal, succeed: resolve, fail: reject };
          });
        },
        routes: () => [],
        readBytes: () => new Uint8Array(),
        copyText: (params) => note('copyText', params, null),
        save: (params) => note('save', params, true),
        keepResult: (params) => note('keepResult', params, null),
        showResult: (params) => note('showResult', params, null),
        saveResult: (params) => note('saveResult', params, true),
        showOnCloud: (params) => note('showOnCloud', params, null),
        evaluationOverview: () => tools.evaluation?.overview ?? null,
        evaluationCurve: ({ row, threshold }) => tools.evaluation?.curves[row]?.[threshold] ?? null,
        evaluationVerdicts: ({ threshold }) => tools.evaluation?.verdicts[threshold] ?? null,
        showBox: (params) => note('showBox', params, null),
      },
      { chosen: told('chosen'), completed: told('completed'), failed: told('failed'), log: told('log'), progress: told('progress'), title: told('title') },
    );
    await new ReportPage(root, page, (id) => [nearness, evaluateDescriptor].find((descriptor) => descriptor.id === id)).start();
  },
  /** Evaluates the boxes of the tests as the process would, and holds what the host would. Answers the report. */
  evaluate(protocol: 'voc2007' | 'coco'): Report {
    const shared = { details: true } as const;
    const evaluation = protocol === 'coco' ? evaluateCoco(truth, found, { type: 'bbox', ...shared }) : evaluateVoc(truth, found, { protocol, iou: 0.5, inclusive: false, heedsDifficult: true, ...shared });
    const columns = ({ image, category, images, categories }: DetectionSet): EvaluatedSet => ({
      image: new Uint32Array(image),
      category: new Uint32Array(category),
      imageNames: images.map(({ picture }) => picture ?? ''),
      categoryNames: categories.map(({ name }) => name),
    });
    tools.evaluation = {
      overview: {
        protocol,
        thresholds: evaluation.thresholds,
        classes: evaluation.classes.map(({ name, ap, truths, detections, curves }) => ({ name, ap, truths, detections, hasCurves: (curves?.length ?? 0) > 0 })),
        truth: columns(truth),
        detections: { ...columns(found), scores: new Float64Array(found.scores ?? []) },
      },
      curves: evaluation.classes.map(({ curves }) => curves ?? []),
      verdicts: evaluation.verdicts,
    };
    const { definition } = evaluateDescriptor;
    return {
      ...report,
      operation: 'evaluate',
      definition,
      convention: protocol === 'coco' ? 'COCO, boxes' : 'VOC 2007, mean of eleven points, IoU of at least 0.5',
      inputs: [{ file: 'truth.json', kind: 'detections', count: truth.count }, { file: 'found.json', kind: 'detections', count: found.count }],
      options: { protocol },
      numbers: evaluation.numbers,
      tables: [{ title: 'Classes', columns: ['class', 'ap', 'truths', 'detections', 'truePositives', 'falsePositives'], rows: evaluation.classes.map((each) => [each.name, each.ap, each.truths, each.detections, each.truePositives, each.falsePositives]) }],
      histograms: [],
      warnings: [...evaluation.warnings],
    };
  },
  succeed: (with_: Report = report): void => tools.run?.succeed(with_),
  fileChanged: (name: string, event: 'changed' | 'deleted'): void => tools.host?.notify('fileChanged', { name, event }),
  fail: (message: string): void => tools.run?.fail(new OperationError(message)),
  /** Markup of controls and tables without a name for screen readers. */
  nameless(): string[] {
    const nameOf = (each: Element): string =>
      each.getAttribute('aria-label') ??
      (each instanceof HTMLInputElement ? each.labels?.[0]?.textContent : undefined) ??
      each.querySelector('caption')?.textContent ??
      document.getElementById(each.getAttribute('aria-labelledby') ?? '')?.textContent ??
      each.textContent ??
      '';
    return [...document.querySelectorAll('button, input, table, svg, [role]')].filter((each) => nameOf(each).trim() === '' && !each.hasAttribute('hidden') && each.getAttribute('role') !== 'status' && each.getAttribute('aria-hidden') !== 'true').map((each) => each.outerHTML);
  },
};

declare global {
  interface Window {
    reportTools: typeof tools;
  }
}

window.reportTools = tools;
