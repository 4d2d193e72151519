import type {
  ComparisonHostProtocol,
  ComparisonPageProtocol,
  ComparisonResult,
  ComparisonSide,
  ComparisonStart,
} from '../../src/compute/comparisonProtocol';
import { comparisonLane, comparisonSides, sideLane } from '../../src/compute/comparisonProtocol';
import type { OpenedFile } from '../../src/compute/editorProtocol';
import type { OpenProgress } from '../../src/compute/modelProtocol';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import type { Port } from '../../src/messaging/port';
import { CancelledError } from '../../src/model/errors';
import { compareDescriptor } from '../../src/operations/compareDescriptor';
import { reportHtml } from '../../src/operations/documents/reportHtml';
import { reportJson } from '../../src/operations/documents/reportJson';
import { reportMarkdown } from '../../src/operations/documents/reportMarkdown';
import type { OptionValues, Report } from '../../src/operations/operation';
import { ComparisonFrame } from '../comparison/comparisonFrame';
import type { ComparisonFrameActions } from '../comparison/comparisonFrameActions';
import type { PieceSource } from '../comparison/pieceSource';
import type { SummaryKind } from '../comparison/comparisonToolbar';
import { differenceOf, fscoreAt } from '../comparison/difference';
import { scenePictures } from '../comparison/pairPicture';
import { byteSize } from '../panels/figures';
import { showsCells } from '../comparison/comparisonLook';
import { Viewer } from '../scene/viewer';
import { CellDifferenceLine } from './cellDifferenceLine';
import { failureOf } from './failureOf';
import { FileSession } from './fileSession';

/** Where VS Code keeps a page's state over a reload. */
export interface KeptState {
  read(): string;
  write(state: string): void;
}

/** Bytes that a comparison takes at most for a byte of its files: positions, two indexes, distances both ways, the page's copies. */
const memoryForByte = 6;
/** Points that are offered to be drawn of each where all are too many. */
const offeredSample = 1_000_000;
const longestMessage = 4000;

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, longestMessage);
}

/** A comparison's tab: two files, each with its model's owner, and the distances between them, which a process computes. */
export class ComparisonPage {
  private readonly host: Channel<ComparisonPageProtocol, ComparisonHostProtocol>;
  private readonly sessions: Readonly<Record<ComparisonSide, FileSession>>;
  private readonly cells = new CellDifferenceLine();
  readonly frame: ComparisonFrame;
  private begun: ComparisonStart | undefined;
  /** Numbers the openings, so that one that was overtaken by another tells nothing. */
  private opening = 0;
  private running: AbortController | undefined;
  private told = false;

  constructor(
    root: HTMLElement,
    port: Port,
    private readonly kept: KeptState,
  ) {
    this.host = new Channel<ComparisonPageProtocol, ComparisonHostProtocol>(
      lane(port, comparisonLane),
      {},
      {
        restart: () => void this.start(),
        settings: ({ settings }) => this.frame.setSettings(settings),
      },
    );
    const session = (side: ComparisonSide): FileSession =>
      new FileSession({ request: (name, params, options) => this.host.request(name, { side, ...params }, options) }, port, sideLane(side));
    this.sessions = { compared: session('compared'), reference: session('reference') };
    try {
      this.frame = new ComparisonFrame(root, this.actions(), (options) => new Viewer(options));
    } catch (error) {
      root.textContent = messageOf(error);
      this.host.notify('failed', { message: messageOf(error) });
      throw error;
    }
  }

  /** Asks for the two files and shows them; again when one changed or the roles were exchanged. */
  async start(): Promise<void> {
    const number = ++this.opening;
    let start: ComparisonStart;
    try {
      start = await this.host.request('ready', {});
    } catch (error) {
      this.tellFailure(error);
      return;
    }
    if (number !== this.opening) return;
    if (!this.begun) {
      // A reloaded window brings the tab's own view back; otherwise the pair has the one it was last looked at with.
      const view = viewOf(this.kept.read());
      this.frame.setState(view || start.state);
      this.keep(start.id, view);
    }
    this.begun = start;
    const names = comparisonSides.map((side) => nameOf(start, side));
    this.host.notify('status', { text: names.join(' ↔ '), tooltip: names.join(' ↔ ') });
    this.frame.quiet();
    this.frame.begin(start);
    const files = filesOf(start);
    if (files.length < 2) {
      await this.frame.setDifference(null);
      this.frame.say('info', 'Only one side is there: nothing can be compared.');
      this.host.notify('failed', { message: 'Only one side is there: nothing can be compared.' });
    } else if (!this.fits(files)) this.offerSample(files);
    else void this.compare();
    await Promise.all(comparisonSides.map((side) => this.open(side, number)));
  }

  private async open(side: ComparisonSide, number: number): Promise<void> {
    const wanted = this.begun?.sides[side];
    if (wanted?.kind !== 'file') return;
    const { file } = wanted;
    const pane = this.frame.panes[side];
    const current = (): boolean => number === this.opening;
    const listen = (progress: OpenProgress): void => {
      if (!current()) return;
      if (progress.kind === 'restart') pane.load(file);
      else if (progress.kind === 'display') pane.add(progress.piece);
      else pane.progress(progress.share, progress.activity);
    };
    try {
      const result = await this.sessions[side].open(file, this.begun?.settings.limit ?? Infinity, listen, () => {
        if (current()) pane.load(file);
      });
      if (current()) this.frame.opened(side, result);
    } catch (error) {
      if (!current()) return;
      this.frame.failed(side, failureOf(error));
    }
  }

  private options(): OptionValues {
    const { align, trim, sample, colouring, threshold } = this.frame.stores.view.state;
    return {
      align,
      ...(align === 'icp' ? { trim } : {}),
      ...(sample === null ? {} : { sample }),
      ...(colouring === 'x' || colouring === 'y' || colouring === 'z' ? { split: true } : {}),
      ...(threshold === null ? {} : { threshold }),
    };
  }

  /** Computes the difference; an earlier run that is still under way gives way. */
  private async compare(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const { opening } = this;
    this.frame.comparing({ share: 0, activity: 'starting' });
    try {
      const result = await this.host.request(
        'compare',
        { options: this.options() },
        { signal: running.signal, onProgress: (progress) => this.running === running && this.frame.comparing(progress) },
      );
      if (this.running !== running || opening !== this.opening) return;
      await this.take(result);
    } catch (error) {
      if (this.running !== running) return;
      await this.frame.setDifference(null);
      this.tellFailure(error);
    } finally {
      if (this.running === running) {
        this.running = undefined;
        this.frame.comparing(null);
      }
    }
  }

  private async take(result: ComparisonResult): Promise<void> {
    const difference = differenceOf(result);
    if (result.kind === 'cells' && result.cells) await this.cells.take(result.cells);
    await this.frame.setDifference(difference);
    const sampled = result.report.options['sample'];
    if (result.kind === 'points' && typeof sampled === 'number') this.frame.say('info', `Compared are at most ${sampled} points of each, drawn with seed 0.`, [{ label: 'Compare All', run: () => this.frame.stores.view.set({ sample: null }) }]);
    else this.frame.quiet();
    if (this.told) return;
    this.told = true;
    this.host.notify('compared', { report: result.report });
  }

  private tellFailure(error: unknown): void {
    if (error instanceof CancelledError) {
      this.frame.say('info', 'The comparison was cancelled; nothing of it is left.', [{ label: 'Compare', run: () => void this.compare() }]);
      return;
    }
    const message = messageOf(error);
    const sample = { label: 'Compare a Sample', run: () => this.frame.stores.view.set({ sample: offeredSample }) };
    this.frame.say('warning', message, /memory/i.test(message) ? [sample] : [{ label: 'Try Again', run: () => void this.compare() }]);
    this.host.notify('failed', { message });
  }

  private fits(files: readonly OpenedFile[]): boolean {
    if (this.frame.stores.view.state.sample !== null) return true;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return memoryForByte * bytes <= (this.begun?.settings.limit ?? Infinity);
  }

  /** Past what the setting allows, nothing is begun that would not end well. */
  private offerSample(files: readonly OpenedFile[]): void {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const limit = this.begun?.settings.limit ?? Infinity;
    this.frame.say('warning', `Comparing ${byteSize(bytes)} takes about ${byteSize(memoryForByte * bytes)} of memory; the setting inspect3d.memoryLimit allows ${byteSize(limit)}.`, [
      { label: `Compare a Sample of ${offeredSample.toLocaleString('en-US')} Points`, run: () => this.frame.stores.view.set({ sample: offeredSample }) },
      { label: 'Compare Anyway', run: () => void this.compare() },
    ]);
  }

  private actions(): ComparisonFrameActions {
    const quietly = (promise: Promise<unknown>): void => {
      promise.catch((error: unknown) => this.host.notify('log', { level: 'error', message: messageOf(error) }));
    };
    const saying = (promise: Promise<unknown>): void => {
      promise.catch((error: unknown) => {
        if (!(error instanceof CancelledError)) this.frame.say('warning', messageOf(error));
      });
    };
    return {
      cancelLoading: (side) => this.sessions[side].cancel(),
      retry: (side) => void this.open(side, this.opening),
      openSide: (side) => quietly(this.host.request('openSide', { side })),
      swap: () => quietly(this.host.request('swap', {})),
      cancelCompare: () => this.running?.abort(),
      compareAgain: () => {
        if (this.begun && filesOf(this.begun).length === 2) void this.compare();
      },
      saveCompared: () => saying(this.host.request('saveCompared', { options: this.options(), kind: this.frame.stores.comparison.state.difference?.kind ?? 'points' })),
      saveSummary: (kind) => saying(this.saveSummary(kind)),
      copySummary: () => {
        const report = this.report();
        if (report) quietly(this.host.request('copyText', { text: reportMarkdown(report, compareDescriptor) }));
      },
      savePicture: (png) => saying(this.host.request('saveImage', { name: 'comparison.png', png })),
      copyText: (text) => quietly(this.host.request('copyText', { text })),
      files: { compared: sourceOf(this.sessions.compared), reference: sourceOf(this.sessions.reference) },
      cells: this.cells,
      cell: (side, cell) => this.sessions[side].cell(cell),
      stateChanged: () => {
        const state = this.frame.getState();
        if (this.begun) this.keep(this.begun.id, state);
        this.host.notify('state', { state });
      },
      log: (level, message) => this.host.notify('log', { level, message }),
    };
  }

  /** What VS Code keeps of this tab: the host's number of the pair, and the view. */
  private keep(id: string, view: string): void {
    this.kept.write(JSON.stringify({ id, view }));
  }

  /** The comparison with the F-score at the threshold as it is now. */
  private report(): Report | null {
    const { difference } = this.frame.stores.comparison.state;
    if (!difference) return null;
    const { report } = difference;
    if (difference.kind === 'cells') return report;
    const threshold = this.frame.stores.view.state.threshold ?? difference.usual;
    return { ...report, options: { ...report.options, threshold }, numbers: { ...report.numbers, ...fscoreAt(difference, threshold) } };
  }

  private async saveSummary(kind: SummaryKind): Promise<void> {
    const report = this.report();
    if (!report) return;
    await this.host.request('saveReport', { kind, name: 'comparison', text: await this.document(kind, report) });
  }

  private async document(kind: SummaryKind, report: Report): Promise<string> {
    if (kind === 'json') return reportJson(report);
    if (kind === 'markdown') return reportMarkdown(report, compareDescriptor);
    const pictures = await scenePictures(this.frame.panes, 'white');
    // The colours of cells are nowhere else told of in the document.
    const legend = showsCells(this.frame.stores.view.state, this.frame.stores.comparison.state.difference) ? cellLegends : { compared: '', reference: '' };
    return reportHtml(report, compareDescriptor, comparisonSides.map((side, i) => ({ title: `${side}: ${report.inputs[i].file}${legend[side]}`, png: pictures[side] })));
  }
}

const cellLegends: Readonly<Record<ComparisonSide, string>> = {
  compared: ' (grey common, orange added, purple relabelled cells)',
  reference: ' (grey common, blue removed, purple relabelled cells)',
};

/** The pieces of a file, as its model's owner tells them. */
function sourceOf(session: FileSession): PieceSource {
  return {
    key: 'file',
    display: (add) => session.display(add),
    lines: (add) => session.lines(add),
    points: (add) => session.points(add),
    softCells: () => session.softCells(),
    labels: async (add) => {
      await session.scalars('cell.label', new AbortController().signal, add);
    },
  };
}

/** The view in what was kept; empty when there is none. */
function viewOf(kept: string): string {
  if (kept === '') return '';
  const parsed: unknown = JSON.parse(kept);
  return typeof parsed === 'object' && parsed !== null && 'view' in parsed && typeof parsed.view === 'string' ? parsed.view : '';
}

function nameOf(start: ComparisonStart, side: ComparisonSide): string {
  const wanted = start.sides[side];
  return wanted.kind === 'file' ? wanted.file.name : wanted.name;
}

function filesOf(start: ComparisonStart): OpenedFile[] {
  return comparisonSides.flatMap((side) => {
    const wanted = start.sides[side];
    return wanted.kind === 'file' ? [wanted.file] : [];
  });
}
