import type { ComparisonSide, ComparisonStart } from '../../src/compute/comparisonProtocol';
import { comparisonSides } from '../../src/compute/comparisonProtocol';
import { identityTransform } from '../../src/geometry/affineTransform';
import type { EditorSettings } from '../../src/compute/editorProtocol';
import type { OpenResult } from '../../src/compute/modelProtocol';
import type { RunProgress as Progress } from '../../src/compute/processProtocol';
import type { Disposable } from '../../src/messaging/port';
import { Announcer } from '../panels/announcer';
import { ColourBar } from '../panels/colourBar';
import { element } from '../panels/element';
import type { Failure } from '../panels/errorCard';
import type { CreateViewer } from '../panels/frameApi';
import { createFrameStores } from '../panels/frameStores';
import { InspectorPanel } from '../panels/inspectorPanel';
import { Notice, type NoticeAction } from '../panels/notice';
import { createSash } from '../panels/sash';
import { onThemeChange } from '../panels/theme';
import { inspectorDefaults } from '../stores/inspectorStore';
import { Store } from '../stores/store';
import type { ViewState } from '../stores/viewStore';
import type { ComparisonContext, PickedState } from './comparisonContext';
import { sideColours } from './comparisonLook';
import { comparisonSections } from './comparisonSections';
import { createComparisonStores, type ComparisonView, type Layout } from './comparisonStore';
import type { ComparisonFrameActions } from './comparisonFrameActions';
import { createComparisonToolbar } from './comparisonToolbar';
import { type Difference, ofCells, ofPoints } from './difference';
import { listenToPairKeys, runPairCommand, type PairCommand, type PairCommandContext } from './pairCommands';
import { PairCells } from './pairCells';
import { PairLook } from './pairLook';
import { PairPicks } from './pairPicks';
import { pairPicture } from './pairPicture';
import { PairViews, type Panes } from './pairViews';
import { readComparison, writeComparison } from './savedComparison';
import { RunStrip } from './runStrip';
import { SidePane } from './sidePane';
import { createSwipeDivider } from './swipeDivider';

/** Milliseconds of quiet after which a changed state is told. */
const stateDelay = 300;

/** The page of a comparison: two scenes, what lies over and under them, and the inspector. It shows what it is told. */
export class ComparisonFrame implements Disposable {
  readonly panes: Panes;
  readonly stores = { ...createComparisonStores(), picks: new Store<PickedState>({ picked: null }) };
  private readonly frameStores = createFrameStores();
  private readonly notice = new Notice();
  private readonly announcer = new Announcer();
  private readonly inspector: InspectorPanel;
  private readonly colourBar: ColourBar;
  private readonly views: PairViews;
  private readonly look: PairLook;
  private readonly picks: PairPicks;
  private readonly commands: PairCommandContext;
  private readonly scenes: HTMLElement;
  private readonly strip: RunStrip;
  private readonly ended = new AbortController();
  private readonly subscriptions: Disposable[];
  private readonly waiting = new Set<ComparisonSide>();
  private setting = false;
  private stateTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, private readonly actions: ComparisonFrameActions, createViewer: CreateViewer) {
    const { inspector, view: scene } = this.frameStores;
    this.inspector = new InspectorPanel(() => this.command('toggleInspector'));
    this.strip = new RunStrip(() => actions.cancelCompare());
    this.scenes = element('div', { class: 'scenes' });
    const toolbar = createComparisonToolbar(
      {
        ...this.stores,
        scene,
        inspector,
        command: (command) => this.command(command),
        look: (name) => this.views.look(name),
        swap: () => actions.swap(),
        saveCompared: () => actions.saveCompared(),
        saveSummary: (kind) => actions.saveSummary(kind),
        copySummary: () => actions.copySummary(),
        savePicture: () => void this.savePicture(),
      },
      this.strip.element,
    );
    this.colourBar = new ColourBar(this.frameStores.colouring, this.frameStores.file, this.frameStores.view);
    const narrow = window.matchMedia('(max-width: 600px)');
    const sash = createSash(inspector, () => narrow.matches, inspectorDefaults);
    const legend = element('div', {}, this.colourBar.element);
    const frame = element(
      'div',
      { class: 'frame comparison' },
      element('div', { class: 'scene-column' }, toolbar, this.notice.element, this.scenes, legend),
      sash,
      this.inspector.element,
      this.announcer.element,
    );
    root.replaceChildren(frame);
    const pane = (side: ComparisonSide): SidePane => {
      const place = element('div', { class: `pane-place ${side}` });
      this.scenes.append(place);
      const made = new SidePane(side, actions, actions.files[side], (options) => createViewer({ ...options, container: options.container }));
      place.append(made.element);
      return made;
    };
    this.panes = { compared: pane('compared'), reference: pane('reference') };
    this.scenes.append(createSwipeDivider(this.stores.view, this.scenes), this.strip.bar);
    this.views = new PairViews(this.panes, this.stores.view, this.frameStores.clipping, () => this.waiting.size === 0);
    const cells = new PairCells(this.panes, this.stores.view, this.stores.comparison, actions.cells, (what, promise) => this.quietly(what, promise));
    this.look = new PairLook(this.panes, this.stores.view, this.stores.comparison, this.frameStores, cells, (pieces) => this.quietly('The reference', pieces));
    this.picks = new PairPicks(this.panes, this.views, this.stores, actions);
    this.commands = {
      panes: this.panes,
      views: this.views,
      view: this.stores.view,
      picks: this.stores.picks,
      stores: this.frameStores,
      savePicture: () => void this.savePicture(),
      copySummary: () => actions.copySummary(),
      clearPick: () => this.picks.show(null),
    };
    const context: ComparisonContext = {
      ...this.stores,
      inspector,
      flyTo: (side, position, distance) => this.views.flyTo(side, position, distance),
      copy: (text, what) => {
        actions.copyText(text);
        this.announcer.say(`${what} copied`);
      },
    };
    this.inspector.showSections(comparisonSections(context, this.frameStores));
    const showInspector = (): void => {
      const { visible, width, height } = inspector.state;
      frame.classList.toggle('without-inspector', !visible);
      sash.hidden = !visible;
      this.inspector.element.hidden = !visible;
      frame.style.setProperty('--inspector-width', `${width}px`);
      frame.style.setProperty('--inspector-height', `${height}px`);
    };
    showInspector();
    this.subscriptions = [
      inspector.subscribe(() => {
        showInspector();
        this.stateMayHaveChanged();
      }),
      scene.subscribe((state, previous) => this.applyScene(state, previous)),
      this.frameStores.clipping.subscribe(() => this.stateMayHaveChanged()),
      this.stores.view.subscribe((state, previous) => this.applyComparison(state, previous)),
      this.stores.comparison.subscribe(({ grids }) => {
        // What became of cells has a legend in place of a bar.
        legend.hidden = grids;
        this.look.apply();
      }),
      onThemeChange(() => {
        for (const side of comparisonSides) this.panes[side].setPalette();
        this.inspector.refreshTheme();
      }),
    ];
    for (const side of comparisonSides) this.listen(side);
    listenToPairKeys(this.commands, this.ended.signal);
    document.documentElement.style.setProperty('--compared-colour', sideColours.compared);
    document.documentElement.style.setProperty('--reference-colour', sideColours.reference);
    this.look.apply();
    this.applyLayout();
  }

  /** The two sides, before anything of them is read. */
  begin({ sides, settings }: ComparisonStart): void {
    this.setSettings(settings);
    this.views.part();
    this.waiting.clear();
    this.picks.show(null);
    // What became of the cells of other files would be wrong from the first moment on; distances are told apart by their rows.
    if (ofCells(this.stores.comparison.state.difference)) this.stores.comparison.set({ difference: null });
    for (const side of comparisonSides) {
      const wanted = sides[side];
      if (wanted.kind === 'absent') this.panes[side].absent(wanted.name, wanted.reason);
      else {
        this.waiting.add(side);
        this.panes[side].load(wanted.file);
      }
    }
  }

  setSettings({ pointSize, upAxis, projection, background }: EditorSettings): void {
    if (!this.views.framed) this.fromOutside(() => this.frameStores.view.set({ pointSize, upAxis, projection, background }));
  }

  opened(side: ComparisonSide, result: OpenResult): void {
    this.panes[side].opened(result);
    this.stores.comparison.set({ grids: comparisonSides.some((each) => Boolean(this.panes[each].result?.grid)) });
    this.settle(side);
  }

  failed(side: ComparisonSide, failure: Failure): void {
    this.panes[side].failed(failure);
    this.settle(side);
  }

  /** Distances are being computed; null ends it. */
  comparing(progress: Progress | null): void {
    this.strip.show(progress);
    this.stores.comparison.set({ busy: progress !== null });
  }

  /** A comparison is complete, or none holds any more. */
  async setDifference(difference: Difference | null): Promise<void> {
    this.stores.comparison.set({ difference });
    if (!difference) return;
    const { compared } = this.panes;
    const transform = ofPoints(difference)?.transform ?? identityTransform;
    await compared.moveBy(transform);
    const moved = transform.some((value, place) => value !== identityTransform[place]);
    // Moved, the two may have come together or apart.
    void compared.viewer.whenAtRest().then(() => {
      if (this.views.framed && this.waiting.size === 0) this.link();
    });
    compared.setNote(moved ? 'moved by alignment' : '');
    const { numbers } = difference.report;
    this.announcer.say(difference.kind === 'cells' ? `Compared: IoU ${String(numbers['iou'] ?? 'none')}` : `Compared: Hausdorff ${String(numbers['hausdorff'] ?? 'none')}`);
  }

  say(kind: 'info' | 'warning', message: string, actions: readonly NoticeAction[] = []): void {
    this.notice.show(kind, message, actions);
  }

  quiet(): void {
    this.notice.hide();
  }

  /** Both scenes as one picture of the present view. */
  picture(): Promise<Uint8Array<ArrayBuffer>> {
    return pairPicture(this.panes, this.stores.view.state);
  }

  getState(): string {
    const { visible, width, height, folded } = this.frameStores.inspector.state;
    return writeComparison({
      comparison: this.stores.view.state,
      cameras: { compared: this.views.camera('compared'), reference: this.views.camera('reference') },
      view: this.frameStores.view.state,
      clipping: this.frameStores.clipping,
      inspector: { visible, width, height, folded },
    });
  }

  /** Puts back what `getState` told, before `begin`; anything else is ignored. */
  setState(text: string): void {
    const saved = readComparison(text);
    if (!saved) return;
    this.fromOutside(() => {
      this.stores.view.set(saved.comparison);
      this.frameStores.view.set(saved.view);
      this.frameStores.clipping.set(saved.clipping);
      this.frameStores.inspector.set(saved.inspector);
    });
    this.views.restore(saved.cameras);
  }

  dispose(): void {
    clearTimeout(this.stateTimer);
    this.ended.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.views.dispose();
    this.inspector.clear();
    this.colourBar.dispose();
    for (const side of comparisonSides) this.panes[side].dispose();
  }

  private settle(side: ComparisonSide): void {
    this.waiting.delete(side);
    if (side === 'reference') this.look.refillOverlay();
    if (this.waiting.size > 0) return;
    this.look.apply();
    void Promise.all(comparisonSides.map((each) => this.panes[each].viewer.whenAtRest())).then(() => {
      if (this.waiting.size > 0) return;
      if (!this.views.framed) this.views.fit(false);
      this.views.framed = true;
      this.link();
    });
  }

  private applyComparison(state: ComparisonView, previous: ComparisonView): void {
    this.look.apply();
    if (state.layout !== previous.layout) this.applyLayout(previous.layout);
    if (state.linked !== previous.linked) this.link();
    const wasSplit = isSplit(previous.colouring);
    const again = state.align !== previous.align || (state.align === 'icp' && state.trim !== previous.trim) || state.sample !== previous.sample;
    if (!this.setting && (again || (isSplit(state.colouring) && !wasSplit && !ofPoints(this.stores.comparison.state.difference)?.split))) this.actions.compareAgain();
    this.stateMayHaveChanged();
  }

  private link(): void {
    this.views.link();
    this.scenes.dataset.linked = String(this.views.isLinked);
  }

  private applyLayout(previous?: Layout): void {
    const { layout, colouring } = this.stores.view.state;
    // Laid over each other, the two are told apart by colour first; their distances are one choice away. Cells are told apart already.
    if (!this.setting && !this.stores.comparison.state.grids && layout === 'overlay' && colouring === 'distance') this.stores.view.set({ colouring: 'two' });
    else if (!this.setting && !this.stores.comparison.state.grids && previous === 'overlay' && colouring === 'two') this.stores.view.set({ colouring: 'distance' });
    this.scenes.dataset.layout = layout;
    this.look.fillOverlay();
    this.look.apply();
    if (this.views.framed) this.link();
  }

  private applyScene(state: ViewState, previous: ViewState): void {
    for (const side of comparisonSides) {
      const { viewer } = this.panes[side];
      if (state.shading !== previous.shading) viewer.setShading(state.shading);
      if (state.normals !== previous.normals) viewer.setNormals(state.normals);
      if (state.projection !== viewer.projection) viewer.setProjection(state.projection);
      if (state.upAxis !== viewer.upAxis) viewer.setUpAxis(state.upAxis);
      if (state.pointSize !== previous.pointSize) viewer.setPointSize(state.pointSize);
      if (state.background !== previous.background) viewer.setBackground(state.background);
    }
    this.stateMayHaveChanged();
  }

  private listen(side: ComparisonSide): void {
    const { viewer } = this.panes[side];
    viewer.on('camera', ({ settled, state }) => {
      this.fromOutside(() => this.frameStores.view.set({ upAxis: state.upAxis, projection: state.projection }));
      if (settled) this.stateMayHaveChanged();
    });
    viewer.on('picked', (hit) => this.picks.show(hit, side));
    viewer.on('needsLines', () => this.quietly('The outlines', this.panes[side].source.lines((piece) => viewer.add(piece))));
    viewer.on('needsPoints', () => this.quietly('The points', this.panes[side].source.points((piece) => this.panes[side].add(piece))));
    viewer.on('needsSoftCells', () => this.quietly('The shading', this.panes[side].source.softCells().then((soft) => viewer.setSoftCells(soft))));
    viewer.on('contextLost', () => this.notice.show('info', 'The graphics device was reset. Drawing again as soon as it is back.'));
    viewer.on('needsDisplay', () => {
      this.notice.hide();
      this.quietly('The picture', this.panes[side].restore());
      if (side === 'compared') this.look.refillOverlay();
    });
    viewer.on('failed', ({ message }) => {
      this.failed(side, { kind: 'message', message });
      this.actions.log('error', message);
    });
  }

  private command(command: PairCommand): void {
    runPairCommand(command, this.commands);
  }

  private async savePicture(): Promise<void> {
    try {
      this.actions.savePicture(await this.picture());
    } catch (error) {
      this.notice.show('warning', error instanceof Error ? error.message : String(error));
    }
  }

  private quietly(what: string, promise: Promise<void>): void {
    promise.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.actions.log('error', `${what} could not be brought: ${reason}`);
      this.notice.show('warning', `${what} could not be drawn: ${reason}`);
    });
  }

  private fromOutside(set: () => void): void {
    this.setting = true;
    try {
      set();
    } finally {
      this.setting = false;
    }
  }

  private stateMayHaveChanged(): void {
    // Before both are there, the cameras are not worth keeping and would replace those that are.
    if (!this.views.framed || this.waiting.size > 0) return;
    clearTimeout(this.stateTimer);
    this.stateTimer = setTimeout(() => this.actions.stateChanged(), stateDelay);
  }
}

function isSplit(colouring: string): boolean {
  return colouring === 'x' || colouring === 'y' || colouring === 'z';
}
