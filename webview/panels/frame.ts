import type { EditorCommand, EditorSettings } from '../../src/compute/editorProtocol';
import type { DisplayPiece, OpenResult } from '../../src/compute/modelProtocol';
import type { Disposable } from '../../src/messaging/port';
import type { CameraState, Colouring, SceneViewer } from '../scene/sceneApi';
import { clipOf } from '../stores/clippingStore';
import { sceneColouring } from '../stores/colouringStore';
import { shownLines } from '../stores/linesStore';
import { inspectorDefaults } from '../stores/inspectorStore';
import { readState, writeState, type SavedState } from '../stores/savedState';
import type { ViewState } from '../stores/viewStore';
import { viewOf } from '../views/registry';
import { Announcer } from './announcer';
import { cellCentre } from '../../src/model/grid';
import { GridView } from '../grids/gridView';
import { SurfaceView } from '../grids/surfaceView';
import type { ReadingOptions } from '../stores/readingStore';
import { savedSlices } from '../stores/slicesStore';
import { savedSurface, type SavedSurface } from '../stores/surfaceStore';
import { ColourBar } from './colourBar';
import { ColouringController } from './colouringController';
import { element } from './element';
import type { Failure } from './errorCard';
import { describeFailure } from './errorCard';
import type { CreateViewer, FrameActions } from './frameApi';
import type { CommandContext } from './frameCommands';
import { isPossible, listenToKeys, runCommand } from './frameCommands';
import { createFrameStores, restoreStores, saveStores } from './frameStores';
import type { ShadingChoice } from './inspectorContext';
import { InspectorPanel } from './inspectorPanel';
import type { LoadingFile } from './loadingPanel';
import { Notice } from './notice';
import { PickController } from './pickController';
import { createSash } from './sash';
import { createWaitingSection } from './sections/fileSection';
import { showPictureDialog } from './pictureDialog';
import { Stage } from './stage';
import { StatusLine } from './statusLine';
import { emptiness, summary } from './summary';
import { onThemeChange, scenePalette } from './theme';
import { Toolbar } from './toolbar';

/** Milliseconds of quiet after which a changed state is told. */
const stateDelay = 300;

/**
 * The editor's page: toolbar, scene, inspector, and what stands in their place while a file is read or cannot be. It
 * shows what it is told and asks for the rest through {@link FrameActions}; it knows nothing of hosts and workers.
 *
 * Calls in their order: `setSettings`, `setState`, `loading`, any of `progress` and `addPiece`, then `opened`
 * or `failed`. Where the file changed: `changed`, and the same again.
 */
export class Frame implements Disposable {
  /** The scene, for those who bring it values. */
  readonly viewer: SceneViewer;
  private readonly stores = createFrameStores();
  private readonly stage: Stage;
  private readonly notice = new Notice();
  private readonly announcer = new Announcer();
  private readonly panel: InspectorPanel;
  private readonly colourBar: ColourBar;
  private readonly colouring: ColouringController;
  private readonly picks: PickController;
  private readonly status: StatusLine;
  private readonly grid: GridView;
  private readonly surface: SurfaceView;
  private readonly commands: CommandContext;
  private readonly narrow = window.matchMedia('(max-width: 600px)');
  private readonly ended = new AbortController();
  private readonly subscriptions: Disposable[] = [];
  private shadings: readonly ShadingChoice[] = [];
  /** The kind whose sections the inspector has. */
  private kind: string | undefined;
  private restored: CameraState | null = null;
  private restoredSlices: SavedState['slices'] | null = null;
  private restoredSurface: SavedSurface | null = null;
  /** A choice of colours came with the state; otherwise the scene's own is taken. */
  private hasChoice = false;
  /** The scalar to begin with where no choice came with the state; null leaves it to the file. */
  private preferred: string | null = null;
  /** Pieces were given to the scene. */
  private hasPieces = false;
  /** The scene was emptied of a part of a file; it keeps its camera then, which never saw the whole. */
  private cleared = false;
  /** The stores are being set from outside, not by the user. */
  private setting = false;
  private stateTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    root: HTMLElement,
    private readonly actions: FrameActions,
    createViewer: CreateViewer,
  ) {
    const { stores } = this;
    this.stage = new Stage(actions);
    this.panel = new InspectorPanel(() => this.command('toggleInspector'));
    const toolbar = new Toolbar(
      {
        ...stores,
        shadings: () => this.shadings,
        command: (command) => this.command(command),
        canUndoView: () => this.viewer.canUndoView,
        canRedoView: () => this.viewer.canRedoView,
      },
      this.stage.strip.status,
    );
    this.colourBar = new ColourBar(stores.colouring, stores.file, stores.view);
    const sash = createSash(stores.inspector, () => this.narrow.matches, inspectorDefaults);
    const frame = element(
      'div',
      { class: 'frame' },
      element('div', { class: 'scene-column' }, toolbar.element, this.notice.element, this.stage.element, this.colourBar.element),
      sash,
      this.panel.element,
      this.announcer.element,
    );
    root.replaceChildren(frame);

    try {
      this.viewer = createViewer({ container: this.stage.scene, palette: scenePalette() });
    } catch (error) {
      // Without WebGL there is no scene and no editor, but a page that says so.
      this.stage.fail({ kind: 'message', message: error instanceof Error ? error.message : String(error), final: true });
      throw error;
    }
    const say = (message: string): void => this.announcer.say(message);
    this.colouring = new ColouringController(stores.file, stores.colouring, stores.view, this.viewer, actions, say);
    this.picks = new PickController(stores.pick, this.viewer, actions, say);
    this.status = new StatusLine(this.viewer, (text, tooltip) => actions.setStatus(text, tooltip));
    this.grid = new GridView(stores, this.viewer, actions, () => this.colouring.restore(), (cell) => {
      const { grid } = stores.slices.state;
      if (grid) this.picks.cell(cell, cellCentre(grid, cell[0], cell[1], cell[2]));
    });
    this.colourBar.element.before(this.grid.element);
    this.surface = new SurfaceView(stores.surface, stores.slices, this.viewer, actions, () => this.colouring.bring());
    this.commands = {
      stores,
      viewer: this.viewer,
      colouring: this.colouring,
      copy: (text, what) => this.copy(text, what),
      savePicture: () => this.savePicture(),
      clearPick: () => this.picks.clear(),
      centreOnPick: () => this.picks.centre(),
    };
    listenToKeys(this.commands, this.ended.signal);

    const showInspector = (): void => {
      const { visible, width, height } = stores.inspector.state;
      // An error card needs the room, and the inspector would have nothing to say beside it.
      const shown = visible && stores.file.state.phase !== 'failed';
      frame.classList.toggle('without-inspector', !shown);
      sash.hidden = !shown;
      this.panel.element.hidden = !shown;
      frame.style.setProperty('--inspector-width', `${width}px`);
      frame.style.setProperty('--inspector-height', `${height}px`);
    };
    showInspector();
    this.subscriptions.push(
      stores.inspector.subscribe(showInspector),
      stores.file.subscribe(showInspector),
      stores.inspector.subscribe(() => this.stateMayHaveChanged()),
      stores.colouring.subscribe(() => this.stateMayHaveChanged()),
      stores.slices.subscribe((state, previous) => {
        if (state.hovered === previous.hovered) this.stateMayHaveChanged();
      }),
      stores.labels.subscribe(() => this.stateMayHaveChanged()),
      stores.surface.subscribe(() => this.stateMayHaveChanged()),
      stores.reading.subscribe((state, previous) => {
        if (state.options === previous.options || this.setting) return;
        this.stateMayHaveChanged();
        actions.reread();
      }),
      stores.view.subscribe((view, previous) => this.applyView(view, previous)),
      stores.clipping.subscribe((clipping) => {
        this.viewer.setClip(clipOf(clipping));
        this.stateMayHaveChanged();
      }),
      stores.lines.subscribe((lines) => {
        this.viewer.setShownLines(shownLines(lines));
        this.stateMayHaveChanged();
      }),
      onThemeChange(() => {
        this.viewer.setPalette(scenePalette());
        this.panel.refreshTheme();
        this.grid.restore();
      }),
      this.viewer.on('camera', ({ settled }) => {
        // Undoing a view can bring back another axis. Where the camera is going counts, not where it is on its way.
        const { upAxis, projection } = this.viewer;
        this.setFromOutside(() => stores.view.set({ upAxis, projection }));
        if (settled) this.stateMayHaveChanged();
      }),
      this.viewer.on('uploaded', () => this.stage.drawn()),
      this.viewer.on('needsLines', () => this.bring(actions.requestLines(), 'The outlines')),
      this.viewer.on('needsPoints', () => this.bring(actions.requestPoints().then(() => this.colouring.restore()), 'The points')),
      this.viewer.on('contextLost', () => this.notice.show('info', 'The graphics device was reset. Drawing again as soon as it is back.')),
      this.viewer.on('needsDisplay', () => {
        this.notice.hide();
        this.bring(actions.requestDisplay(), 'The picture');
        this.colouring.restore();
        this.grid.restore();
        this.surface.restore();
      }),
      this.viewer.on('failed', ({ message }) => {
        this.stage.fail({ kind: 'message', message });
        this.actions.log('error', message);
      }),
    );
  }

  /** A file begins to be read. What is shown of an earlier version stays until the new one is there. */
  loading(file: LoadingFile): void {
    const kept = this.stores.file.state.phase === 'open';
    this.stores.file.set({ phase: kept ? 'open' : 'loading', name: file.name, path: file.path ?? '', reading: true });
    if (kept) this.viewer.beginReplacement();
    else {
      if (this.hasPieces) {
        this.viewer.clear();
        this.cleared = true;
      }
      if (this.hasChoice) this.viewer.setColouring(this.earlyColouring());
    }
    this.stage.load(file, kept);
    if (this.kind === undefined) this.panel.wait(createWaitingSection(this.stores.inspector, file));
    if (!kept) this.announcer.say(`Loading ${file.name}`);
  }

  /** `share` 0...1 and what is happening: "reading". */
  progress(share: number, activity: string): void {
    this.stage.progress(share, activity);
  }

  addPiece(piece: DisplayPiece): void {
    this.hasPieces = true;
    this.viewer.add(piece);
  }

  /** The file was read and every piece told. */
  opened(result: OpenResult): void {
    const { info } = result;
    const again = this.stores.file.state.phase === 'open';
    this.stage.done();
    if (again) this.viewer.endReplacement();
    else if (this.cleared && !this.restored) void this.viewer.whenAtRest().then(() => this.viewer.fit(false));
    this.cleared = false;
    this.notice.hide();
    this.picks.clear();
    const view = viewOf(info.kind);
    this.shadings = view?.shadings ?? [];
    this.offerShading();
    this.stores.file.set({ phase: 'open', result, reading: false });
    this.stores.reading.set({ heeds: result.heeds ?? [] });
    this.setFromOutside(() => {
      this.stores.lines.set({ lines: result.lines });
      this.stores.clipping.set({ room: info.bounds ?? this.viewer.bounds });
    });
    if (view && this.kind !== info.kind) {
      this.kind = info.kind;
      this.panel.show(view, {
        ...this.stores,
        shadings: this.shadings,
        measure: this.actions.measure,
        copy: (text, what) => this.copy(text, what),
        command: (command) => this.command(command),
        clearPick: () => this.picks.clear(),
        centreOnPick: () => this.picks.centre(),
        saveSurface: () => this.actions.saveSurface(),
      });
    }
    const hidden = again ? this.stores.labels.state.hidden : new Set(this.restoredSlices?.hidden ?? []);
    this.grid.open(result.grid, again && this.stores.slices.state.grid?.content === result.grid?.content ? savedSlices(this.stores.slices.state) : (this.restoredSlices ?? null), hidden, result.surface !== null);
    this.surface.open(result.surface, again ? savedSurface(this.stores.surface.state) : this.restoredSurface);
    if (!this.hasChoice) this.colouring.chooseDefault(this.preferred);
    this.hasChoice = true;
    this.colouring.begin();
    this.stage.setEmpty(emptiness(info));
    this.status.open(info);
    this.announcer.say(`${again ? 'Read again' : 'Opened'} ${this.stores.file.state.name}: ${summary(info)}`);
    this.stateMayHaveChanged();
  }

  /** The file cannot be shown. While an earlier version is shown it stays, and a line says why it is not the newest. */
  failed(failure: Failure): void {
    this.stores.file.set({ reading: false });
    if (this.stores.file.state.phase === 'open') {
      this.viewer.cancelReplacement();
      this.stage.done();
      const what =
        failure.kind === 'cancelled'
          ? 'Reading the new version was cancelled. Shown is the earlier one.'
          : `The file changed, but the new version cannot be shown: ${describeFailure(failure)}`;
      this.notice.show('warning', what, [
        { label: 'Open as Text', run: () => this.actions.openAsText() },
        { label: 'Try Again', run: () => this.actions.retry() },
      ]);
      return;
    }
    this.stores.file.set({ phase: 'failed' });
    this.stage.fail(failure);
    this.status.fail(failure.kind === 'cancelled' ? 'Cancelled' : 'Cannot be shown', describeFailure(failure));
  }

  /** The user ended the reading. */
  /** A newer version of the file was seen; its `loading` follows. */
  changed(): void {
    this.announcer.say('The file changed; reading it again');
  }

  /** The file is gone; what was read of it stays. */
  deleted(): void {
    this.notice.show('warning', 'The file was deleted. Shown is what was last read of it.');
  }

  setSettings(settings: EditorSettings): void {
    const { pointSize, upAxis, projection, background } = settings;
    this.setFromOutside(() => this.stores.view.set({ pointSize, upAxis, projection, background }));
  }

  /** Colours by a scalar ("vertex.distance") when the file is opened, unless a state says otherwise or the file lacks it. */
  preferScalar(scalar: string | null): void {
    this.preferred = scalar;
  }

  command(command: EditorCommand): void {
    if (isPossible(command, this.stores.file.state.phase)) runCommand(command, this.commands);
  }

  /** How the user wants the file read. */
  get reading(): ReadingOptions {
    return this.stores.reading.state.options;
  }

  /** All that is remembered over a reload, as text. */
  getState(): string {
    const camera = this.stores.file.state.phase === 'open' ? this.viewer.camera : this.restored;
    return writeState(saveStores(this.stores, camera));
  }

  /** Puts back what `getState` told, before `loading`; anything else, such as an empty text, is ignored. */
  setState(state: string): void {
    const saved = readState(state);
    if (!saved) return;
    this.setFromOutside(() => restoreStores(this.stores, saved));
    this.hasChoice = saved.colouring !== null;
    this.restored = saved.camera;
    this.restoredSlices = saved.slices ?? null;
    this.restoredSurface = saved.surface ?? null;
    if (saved.camera) this.viewer.setCamera(saved.camera, { quiet: true });
  }

  dispose(): void {
    if (this.stateTimer !== undefined) clearTimeout(this.stateTimer);
    this.ended.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel.clear();
    this.colourBar.dispose();
    this.colouring.dispose();
    this.picks.dispose();
    this.status.dispose();
    this.grid.dispose();
    this.surface.dispose();
    this.viewer.dispose();
  }

  /** Before the file's values are known, a scalar that will be shown is one tone, not another colouring. */
  private earlyColouring(): Colouring {
    const { state } = this.stores.colouring;
    return state.choice.by === 'scalar' ? { kind: 'uniform', colour: null } : sceneColouring(state);
  }

  private applyView(view: ViewState, previous: ViewState): void {
    const { viewer } = this;
    if (view.shading !== previous.shading) viewer.setShading(view.shading);
    if (view.normals !== previous.normals) viewer.setNormals(view.normals);
    if (view.projection !== viewer.projection) viewer.setProjection(view.projection);
    if (view.upAxis !== viewer.upAxis) viewer.setUpAxis(view.upAxis);
    if (view.pointSize !== previous.pointSize) viewer.setPointSize(view.pointSize);
    if (view.background !== previous.background) viewer.setBackground(view.background);
    if (this.setting) return;
    this.actions.remember({
      ...(view.projection !== previous.projection ? { projection: view.projection } : {}),
      ...(view.upAxis !== previous.upAxis ? { upAxis: view.upAxis } : {}),
      ...(view.pointSize !== previous.pointSize ? { pointSize: view.pointSize } : {}),
      ...(view.background !== previous.background ? { background: view.background } : {}),
    });
    this.stateMayHaveChanged();
  }

  /** What the state or another kind of file was drawn as may not be offered for this one. */
  private offerShading(): void {
    const [first] = this.shadings;
    const { shading } = this.stores.view.state;
    if (first && this.shadings.length > 1 && !this.shadings.some((choice) => choice.shading === shading)) this.setFromOutside(() => this.stores.view.set({ shading: first.shading }));
  }

  private setFromOutside(set: () => void): void {
    this.setting = true;
    try {
      set();
    } finally {
      this.setting = false;
    }
  }

  private stateMayHaveChanged(): void {
    // Before the file is there, the camera is not worth keeping and would replace one that is.
    if (this.stores.file.state.phase !== 'open') return;
    if (this.stateTimer !== undefined) clearTimeout(this.stateTimer);
    this.stateTimer = setTimeout(() => this.actions.stateChanged(), stateDelay);
  }

  private copy(text: string, what: string): void {
    this.actions.copyText(text);
    this.announcer.say(`${what} copied`);
  }

  private savePicture(): void {
    showPictureDialog(this.viewer, this.stores, (png) => {
      const name = this.stores.file.state.name.replace(/\.[^.]*$/, '') || 'scene';
      this.actions.saveImage(`${name}.png`, png);
    });
  }

  private bring(request: Promise<void>, what: string): void {
    request.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.actions.log('error', `${what} could not be brought: ${reason}`);
      this.notice.show('warning', `${what} could not be drawn: ${reason}`);
    });
  }
}
