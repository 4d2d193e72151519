import type { DetectionHostProtocol, DetectionPageProtocol, DetectionTarget } from '../../src/compute/detections/detectionHostProtocol';
import { cloudModelLane, detectionLane, otherModelLane } from '../../src/compute/detections/detectionHostProtocol';
import type { BoxColumns, DetectionOverview } from '../../src/compute/detections/detectionProtocol';
import type { EditorCommand, EditorHostProtocol, EditorPageProtocol, EditorSettings, EditorStart, OpenedFile } from '../../src/compute/editorProtocol';
import { editorLane } from '../../src/compute/editorProtocol';
import { Channel } from '../../src/messaging/channel';
import { lane } from '../../src/messaging/lanes';
import { OperationError } from '../../src/model/errors';
import type { DisplayPiece } from '../../src/compute/modelProtocol';
import { counted } from '../panels/figures';
import type { DetectionActions, FoundPicture } from '../detections/detectionActions';
import { DetectionFrame, type BoxTarget } from '../detections/detectionFrame';
import type { OtherFile } from '../detections/detectionStore';
import { Viewer } from '../scene/viewer';
import { failureOf, toldFailure } from './failureOf';
import { FileSession, type HostChannel } from './fileSession';
import { hostPort, keepState, keptState } from './hostPort';
import { measureActions } from './measureActions';
import { fetchPageWorker } from './pageWorkerPort';

/** Milliseconds between two drawings of the loading bar. */
const progressInterval = 50;

/** Ties together what a tab of detections shows and who it talks to: the host, the owners of the two files, and the frame. */
export class DetectionPage {
  private readonly host: HostChannel;
  private readonly detectionHost: Channel<DetectionPageProtocol, DetectionHostProtocol>;
  private readonly session: FileSession;
  private readonly otherSession: FileSession;
  private readonly cloudSession: FileSession;
  private readonly frame: DetectionFrame;
  private file: OpenedFile | undefined;
  private settings: EditorSettings | undefined;
  private overview: DetectionOverview | undefined;
  private other: { readonly file: OpenedFile; readonly columns: BoxColumns; readonly isTruth: boolean } | null = null;
  /** Numbers the openings, so that one that was overtaken by another tells nothing. */
  private opening = 0;

  constructor(root: HTMLElement) {
    this.host = new Channel<EditorPageProtocol, EditorHostProtocol>(
      lane(hostPort, editorLane),
      { surfaceFile: () => Promise.reject(new OperationError('The file has no surface.')) },
      {
        changed: ({ file }) => void (this.settings ? this.open(file, null) : this.start()),
        deleted: () => this.frame.deleted(),
        command: ({ command }) => this.command(command),
        // A picture has no camera to link, and nothing of the settings is seen in it.
        linked: () => undefined,
        camera: () => undefined,
        settings: ({ settings }) => {
          this.settings = settings;
        },
      },
    );
    this.detectionHost = new Channel<DetectionPageProtocol, DetectionHostProtocol>(
      lane(hostPort, detectionLane),
      {},
      {
        land: ({ target }) => void this.land(target),
        liftSelected: () => this.frame.liftSelected(),
        otherChanged: ({ other }) => void this.compareWith(other).catch((error: unknown) => this.frame.tell('The other file', error)),
      },
    );
    this.session = new FileSession(this.host, hostPort);
    this.otherSession = new FileSession({ request: (_, params, options) => this.detectionHost.request('readOther', params, options) }, hostPort, otherModelLane);
    this.cloudSession = new FileSession({ request: (_, params, options) => this.detectionHost.request('readCloud', params, options) }, hostPort, cloudModelLane);
    this.frame = new DetectionFrame(root, this.actions(), (options) => new Viewer(options));
  }

  async start(): Promise<void> {
    fetchPageWorker();
    let start: EditorStart;
    try {
      start = await this.host.request('ready', {});
    } catch (error) {
      this.failed(error);
      return;
    }
    this.settings = start.settings;
    this.frame.setState(keptState() || start.state);
    const begin = await this.detectionHost.request('begin', {});
    await this.open(start.file, begin.target);
    if (!begin.other || !this.overview) return;
    try {
      await this.compareWith(begin.other);
      if (begin.target?.of === 'other') await this.land(begin.target);
    } catch (error) {
      this.frame.tell('The other file', error);
    }
  }

  private async open(file: OpenedFile, target: DetectionTarget | null): Promise<void> {
    const number = ++this.opening;
    const current = (): boolean => number === this.opening;
    this.file = file;
    const started = performance.now();
    this.host.notify('busy', { busy: true });
    this.frame.loading(file);
    let told = 0;
    try {
      const result = await this.session.open(
        file,
        this.settings?.limit ?? Infinity,
        (progress) => {
          if (!current() || progress.kind !== 'activity') return;
          const now = performance.now();
          if (now - told < progressInterval && progress.share < 1) return;
          told = now;
          this.frame.progress(progress.share, progress.activity);
        },
        () => {
          if (current()) this.frame.loading(file);
        },
      );
      const overview = await this.session.model.request('detectionOverview', {});
      if (!current()) return;
      this.overview = overview;
      // The owner of the new version has to be told of the other file again.
      if (this.other) await this.lay(this.other);
      this.frame.opened(result, overview, target?.of === 'own' ? await this.find(target) : null);
      this.host.notify('opened', { points: overview.count, memory: file.bytes, milliseconds: { opened: performance.now() - started, decoding: result.seconds * 1000 } });
    } catch (error) {
      if (current()) this.failed(error);
    } finally {
      if (current()) this.host.notify('busy', { busy: false });
    }
  }

  private async find({ row, of }: DetectionTarget): Promise<BoxTarget | null> {
    const found = await this.session.model.request('findBox', { row, of });
    return found && { image: found.image, place: { side: of, index: found.index } };
  }

  private async land(target: DetectionTarget): Promise<void> {
    try {
      const found = await this.find(target);
      if (found) this.frame.land(found);
    } catch (error) {
      this.frame.tell('The box', error);
    }
  }

  /** Reads another file and lays it beside this one. */
  private async compareWith(file: OpenedFile): Promise<void> {
    await this.otherSession.open(file, this.settings?.limit ?? Infinity, () => undefined, () => undefined);
    const columns = await this.otherSession.model.request('detectionColumns', {});
    // Two files of one role are told apart by which was chosen as what: this one is what it says.
    const isTruth = this.overview?.role === 'truth' ? false : columns.role !== 'detections' || this.overview?.role === 'detections';
    this.other = { file, columns, isTruth };
    const laid = await this.lay(this.other);
    this.frame.setOther({ name: file.name, isTruth, ...laid });
  }

  private lay({ columns, isTruth }: { readonly columns: BoxColumns; readonly isTruth: boolean }): Promise<Pick<OtherFile, 'newCategories' | 'elsewhere'>> {
    return this.session.model.request('setOther', { columns, otherIsTruth: isTruth });
  }

  private async picture(image: number): Promise<FoundPicture> {
    const images = this.overview?.images;
    if (!images) return { picture: null, note: '', canChoose: false };
    const names = this.pictureNames(image);
    const answer = await this.detectionHost.request('picture', { names });
    if (answer.kind === 'missing') {
      const size = images.widths[image] > 0 ? `the image's size, ${images.widths[image]} × ${images.heights[image]}` : 'what they reach over';
      return { picture: null, note: `${answer.reason} Boxes are drawn on a ground of ${size}.`, canChoose: true };
    }
    try {
      return { picture: await createImageBitmap(new Blob([answer.bytes])), note: '', canChoose: false };
    } catch {
      return { picture: null, note: `${answer.name} is not a picture that can be decoded.`, canChoose: false };
    }
  }

  /** Reads the cloud of an image and tells its pieces. */
  private async cloud(image: number, add: (piece: DisplayPiece) => void): Promise<{ points: number; note: string }> {
    const name = this.overview?.images.clouds[image];
    if (typeof name !== 'string') return { points: 0, note: 'The file names no cloud for this image.' };
    const answer = await this.detectionHost.request('cloud', { name });
    if (answer.kind === 'missing') return { points: 0, note: answer.reason };
    const { info } = await this.cloudSession.open(answer.file, this.settings?.limit ?? Infinity, (progress) => {
      if (progress.kind === 'display') add(progress.piece);
    }, () => undefined);
    return { points: info.points ?? 0, note: counted(info.points ?? 0, 'point') };
  }

  /** Names under which an image's picture may lie: the file's own, that of the other file, and its identifier with the usual endings. */
  private pictureNames(image: number): string[] {
    const images = this.overview?.images;
    const id = images?.ids[image] ?? '';
    const own = images?.pictures[image];
    const columns = this.other?.columns;
    const otherRow = columns?.imageIds.indexOf(id) ?? -1;
    const others = columns?.pictures[otherRow];
    const named = [own, others].filter((name) => typeof name === 'string');
    const stem = id.replace(/\.(txt|xml|json)$/i, '');
    return [...new Set([...named, ...['jpg', 'png', 'jpeg'].map((ending) => `${stem}.${ending}`)])].map((name) => name.slice(0, 2000));
  }

  private command(command: EditorCommand): void {
    if (command === 'fit') this.frame.fit();
    else if (command === 'viewTop') this.frame.space.birdsEye();
    else if (command === 'toggleInspector') this.frame.toggleInspector();
    else if (command === 'copyInformation') this.frame.copyInformation();
    else if (command === 'saveScreenshot') void this.frame.saveImage();
    else if (command === 'showKeys') this.frame.showKeys();
  }

  private failed(error: unknown): void {
    this.frame.failed(failureOf(error));
    const told = toldFailure(error);
    if (told) this.host.notify('failed', told);
  }

  private actions(): DetectionActions {
    const quietly = (promise: Promise<unknown>): void => {
      promise.catch((error: unknown) => this.host.notify('log', { level: 'error', message: String(error) }));
    };
    return {
      cancelLoading: () => this.session.cancel(),
      retry: () => void (this.file ? this.open(this.file, null) : this.start()),
      openAsText: () => quietly(this.file?.isFolder ? this.detectionHost.request('chooseParts', {}) : this.host.request('openAsText', {})),
      measure: measureActions(() => this.host),
      copyText: (text) => quietly(this.host.request('copyText', { text })),
      saveImage: (name, png) => quietly(this.host.request('saveImage', { name, png })),
      setStatus: (text, tooltip) => this.host.notify('status', { text, tooltip }),
      stateChanged: () => {
        const state = this.frame.getState();
        keepState(state);
        this.host.notify('state', { state });
      },
      log: (level, message) => this.host.notify('log', { level, message }),
      boxes: (image, of) => this.session.model.request('detectionBoxes', { image, of }),
      judgeImage: (image, settings) => this.session.model.request('judgeImage', { image, settings }),
      judgeAll: (settings, signal) => this.session.model.request('judgeAll', { settings }, { signal }),
      values: (row, of) => this.session.model.request('detectionValues', { row, of }),
      picture: (image) => this.picture(image),
      cloud: (image, add) => this.cloud(image, add),
      inside: (cuboids, toBoxes, add) => this.cloudSession.model.request('pointsInside', { cuboids, toBoxes }, { onProgress: add }),
      lift: (box, projection) => {
        const cloud = this.overview?.images.clouds[this.frame.detections.state.image];
        if (typeof cloud !== 'string') return Promise.reject(new OperationError('The file names no cloud for this image.'));
        return this.detectionHost.request('lift', { cloud, box, projection });
      },
      choosePictureFolder: () => this.detectionHost.request('choosePictureFolder', {}),
      chooseOther: async () => {
        const file = await this.detectionHost.request('chooseOther', { truth: this.overview?.role !== 'truth' });
        if (file) await this.compareWith(file);
      },
      forgetOther: async () => {
        this.other = null;
        await this.session.model.request('setOther', { columns: null, otherIsTruth: false });
        await this.detectionHost.request('forgetOther', {});
      },
      evaluate: () => {
        if (!this.other) return;
        quietly(this.detectionHost.request('evaluate', { otherIsTruth: this.other.isTruth, iou: this.frame.detections.state.matchIou }));
      },
      suppress: () => {
        const { suppressionIou, score, classAgnostic } = this.frame.detections.state;
        quietly(this.detectionHost.request('suppress', { iou: suppressionIou, score, classAgnostic }));
      },
    };
  }
}
