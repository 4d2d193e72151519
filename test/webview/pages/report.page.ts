import codicons from '@vscode/codicons/dist/codicon.css';
import plotStyles from 'uplot/dist/uPlot.min.css';
import type { RunProgress } from '../../../src/compute/processProtocol';
import type { ChosenFile, ReportHostProtocol, ReportPageProtocol, ReportStart } from '../../../src/compute/reportProtocol';
import { reportLane } from '../../../src/compute/reportProtocol';
import { Channel } from '../../../src/messaging/channel';
import { lane } from '../../../src/messaging/lanes';
import type { Port } from '../../../src/messaging/port';
import { CancelledError, OperationError } from '../../../src/model/errors';
import type { OptionValues, Report } from '../../../src/operations/operation';
import { ReportPage } from '../../../webview/session/reportPage';
import frameStyles from '../../../webview/styles/10-frame.css';
import controlStyles from '../../../webview/styles/20-controls.css';
import reportStyles from '../../../webview/styles/30-report.css';
import sectionStyles from '../../../webview/styles/30-sections.css';
import stageStyles from '../../../webview/styles/40-stage.css';
import chartStyles from '../../../webview/styles/50-chart.css';
import type { ThemeName } from './frameThemes';
import { applyTheme } from './frameThemes';
import { compared, nearness, reference, report, start } from './reportContent';

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
  applyTheme,
  async loadFont(url: string): Promise<void> {
    document.fonts.add(await new FontFace('codicon', `url("${url}")`).load());
  },
  /** Shows the page of a start; runs wait until a test ends them. */
  async open(theme: ThemeName = 'dark', given: ReportStart = start): Promise<void> {
    document.adoptedStyleSheets = [withoutFont(codicons), plotStyles, frameStyles, controlStyles, reportStyles, sectionStyles, stageStyles, chartStyles].map((text) => {
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
    new Channel<ReportHostProtocol, ReportPageProtocol>(
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
        showOnCloud: (params) => note('showOnCloud', params, null),
      },
      { chosen: told('chosen'), completed: told('completed'), failed: told('failed'), log: told('log'), progress: told('progress'), title: told('title') },
    );
    await new ReportPage(root, page, (id) => (id === nearness.id ? nearness : undefined)).start();
  },
  succeed: (with_: Report = report): void => tools.run?.succeed(with_),
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
    return [...document.querySelectorAll('button, input, table, svg, [role]')].filter((each) => nameOf(each).trim() === '' && !each.hasAttribute('hidden') && each.getAttribute('role') !== 'status').map((each) => each.outerHTML);
  },
};

declare global {
  interface Window {
    reportTools: typeof tools;
  }
}

window.reportTools = tools;
