import type { EditorHostProtocol, EditorPageProtocol, EditorSettings, EditorStart, OpenedFile } from '../../src/compute/editorProtocol';
import { editorLane } from '../../src/compute/editorProtocol';
import type { OpenProgress } from '../../src/compute/modelProtocol';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import type { Disposable } from '../../src/messaging/port';
import type { FrameActions } from '../panels/frameApi';
import { Frame } from '../panels/frame';
import { Viewer } from '../scene/viewer';
import { failureOf, toldFailure } from './failureOf';
import { FileSession, type HostChannel } from './fileSession';
import { framesStopped } from './framesStopped';
import { hostPort, keepState, keptState } from './hostPort';
import { measureActions } from './measureActions';
import { OpeningTimes } from './openingTimes';
import { fetchPageWorker } from './pageWorkerPort';

/** Milliseconds between two drawings of the loading bar. */
const progressInterval = 50;

/** Ties together what one tab shows and who it talks to: the host, the owner of the model, and the frame. */
export class EditorPage {
  private readonly host: HostChannel;
  private readonly session: FileSession;
  private readonly frame: Frame;
  private file: OpenedFile | undefined;
  private settings: EditorSettings | undefined;
  /** Numbers the openings, so that one that was overtaken by another tells nothing. */
  private opening = 0;
  /** While another editor follows this one's camera. */
  private linkedCamera: Disposable | undefined;

  constructor(root: HTMLElement) {
    this.host = new Channel<EditorPageProtocol, EditorHostProtocol>(
      lane(hostPort, editorLane),
      { surfaceFile: ({ format }) => this.session.surfaceFile(format) },
      {
        changed: ({ file }) => {
          if (!this.settings) {
            void this.start();
            return;
          }
          this.frame.changed();
          void this.open(file);
        },
        deleted: () => this.frame.deleted(),
        command: ({ command }) => this.frame.command(command),
        linked: ({ linked }) => this.link(linked),
        camera: ({ camera }) => this.frame.viewer.setCamera(camera, { quiet: true }),
        settings: ({ settings }) => {
          this.settings = settings;
          this.frame.setSettings(settings);
        },
      },
    );
    this.session = new FileSession(this.host, hostPort);
    try {
      this.frame = new Frame(root, this.actions(), (options) => new Viewer(options));
    } catch (error) {
      // The page shows a card already; this tells the log and the status bar.
      const message = error instanceof Error ? error.message : String(error);
      this.host.notify('failed', { message });
      this.host.notify('status', { text: 'Cannot be shown', tooltip: message });
      throw error;
    }
  }

  async start(): Promise<void> {
    // Beside the host's answer, since nearly every file is read by this page's worker.
    fetchPageWorker();
    let start: EditorStart;
    try {
      start = await this.host.request('ready', {});
    } catch (error) {
      // The file is gone, or may not be read.
      this.failed(error);
      return;
    }
    const { file, settings, state, colourBy } = start;
    this.settings = settings;
    this.frame.setSettings(settings);
    // A reloaded window brings the tab's own state back; a file opened anew gets the one it was closed with.
    this.frame.setState(keptState() || state);
    this.frame.preferScalar(colourBy);
    await this.open(file);
  }

  private async open(file: OpenedFile): Promise<void> {
    const number = ++this.opening;
    const current = (): boolean => number === this.opening;
    this.file = file;
    const times = new OpeningTimes();
    this.host.notify('busy', { busy: true });
    this.frame.loading(file);
    let decoded = false;
    const uploads = this.frame.viewer.on('uploaded', ({ pending }) => {
      if (decoded && pending === 0) times.mark('uploaded');
    });
    // Told when the GPU has passed a frame, so what it drew is on the canvas.
    const frames = this.frame.viewer.on('statistics', ({ drawn }) => {
      if (drawn > 0) times.mark('first picture');
    });
    let told = 0;
    const listen = (progress: OpenProgress): void => {
      if (!current()) return;
      if (progress.kind === 'restart') {
        this.frame.loading(file);
        return;
      }
      if (progress.kind === 'display') {
        times.mark('first piece');
        this.frame.addPiece(progress.piece);
        return;
      }
      const now = performance.now();
      if (now - told < progressInterval && progress.share < 1) return;
      told = now;
      this.frame.progress(progress.share, progress.activity);
    };
    try {
      const result = await this.session.open(file, this.settings?.limit ?? Infinity, listen, () => {
        if (current()) this.frame.loading(file);
      }, this.frame.reading);
      if (!current()) return;
      decoded = true;
      times.mark('decoded');
      this.frame.opened(result);
      if (this.frame.viewer.statistics.pending === 0) times.mark('uploaded');
      await this.drawnOrHidden(() => times.mark('drawn'));
      if (!current()) return;
      this.host.notify('opened', {
        points: result.info.points ?? 0,
        memory: file.bytes + this.frame.viewer.statistics.bytes,
        milliseconds: { ...times.milliseconds, decoding: result.seconds * 1000 },
      });
    } catch (error) {
      if (current()) this.failed(error);
    } finally {
      uploads.dispose();
      frames.dispose();
      if (current()) this.host.notify('busy', { busy: false });
    }
  }

  /** A hidden tab draws nothing; what it read is there all the same, and counts toward the memory of hidden tabs. */
  private async drawnOrHidden(drawn: () => void): Promise<void> {
    const looking = new AbortController();
    await Promise.race([this.frame.viewer.whenAtRest().then(drawn), framesStopped(looking.signal)]);
    looking.abort();
  }

  /** Tells the host where the camera goes, for editors that follow. */
  private link(linked: boolean): void {
    if (linked === (this.linkedCamera !== undefined)) return;
    this.linkedCamera?.dispose();
    this.linkedCamera = linked ? this.frame.viewer.on('camera', ({ shown }) => this.host.notify('camera', { camera: shown })) : undefined;
  }

  private failed(error: unknown): void {
    this.frame.failed(failureOf(error));
    const told = toldFailure(error);
    if (told) this.host.notify('failed', told);
  }

  private actions(): FrameActions {
    const quietly = (promise: Promise<unknown>): void => {
      promise.catch((error: unknown) => this.host.notify('log', { level: 'error', message: String(error) }));
    };
    return {
      cancelLoading: () => this.session.cancel(),
      retry: () => {
        if (this.file) void this.open(this.file);
        else void this.start();
      },
      reread: () => {
        if (this.file) void this.open(this.file);
      },
      openAsText: () => quietly(this.host.request('openAsText', {})),
      copyText: (text) => quietly(this.host.request('copyText', { text })),
      saveImage: (name, png) => quietly(this.host.request('saveImage', { name, png })),
      remember: (settings) => quietly(this.host.request('remember', { settings })),
      setStatus: (text, tooltip) => this.host.notify('status', { text, tooltip }),
      requestScalars: (scalar, signal) =>
        this.session.scalars(scalar, signal, (piece) => this.frame.viewer.addScalars(piece)),
      requestLines: () => this.session.lines((piece) => this.frame.viewer.add(piece)),
      requestPoints: () => this.session.points((piece) => this.frame.viewer.add(piece)),
      softCells: () => this.session.softCells(),
      hideLabels: (labels, onPiece) => this.session.hideLabels(labels, onPiece),
      requestDisplay: () => this.session.display((piece) => this.frame.viewer.add(piece)),
      pick: (vertex) => this.session.pick(vertex),
      slice: (params) => this.session.slice(params),
      gridValues: (component) => this.session.gridValues(component),
      cell: (cell) => this.session.cell(cell),
      surface: (params, onPiece) => this.session.surface(params, onPiece),
      health: (onPiece) => this.session.health(onPiece),
      saveSurface: () => quietly(this.host.request('saveSurface', {})),
      measure: measureActions(() => this.host),
      stateChanged: () => {
        const state = this.frame.getState();
        keepState(state);
        this.host.notify('state', { state });
      },
      log: (level, message) => this.host.notify('log', { level, message }),
    };
  }
}
