import type { ComparisonSide, ComparisonStart } from '../../src/compute/comparisonProtocol';
import { comparisonSides } from '../../src/compute/comparisonProtocol';
import type { EditorCommand, EditorSettings } from '../../src/compute/editorProtocol';
import type { DisplayPiece, OpenResult } from '../../src/compute/modelProtocol';
import type { RunProgress as Progress } from '../../src/compute/processProtocol';
import { transformPoint } from '../../src/geometry/affineTransform';
import type { Disposable } from '../../src/messaging/port';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { Announcer } from '../panels/announcer';
import { ColourBar } from '../panels/colourBar';
import { element } from '../panels/element';
import type { Failure } from '../panels/errorCard';
import type { CreateViewer } from '../panels/frameApi';
import { createFrameStores } from '../panels/frameStores';
import { InspectorPanel } from '../panels/inspectorPanel';
import { bindingOf, isForField } from '../panels/keys';
import { showKeysOverlay } from '../panels/keysOverlay';
import { Notice, type NoticeAction } from '../panels/notice';
import { progressBar, sentence, setProgress } from '../panels/progressBar';
import { createSash } from '../panels/sash';
import { createViewSection } from '../panels/sections/viewSection';
import { onThemeChange } from '../panels/theme';
import { union } from '../scene/localBounds';
import type { CameraState, PickHit, ViewName } from '../scene/sceneApi';
import { inspectorDefaults } from '../stores/inspectorStore';
import { Store } from '../stores/store';
import { setPointSize, type ViewState } from '../stores/viewStore';
import type { ComparisonContext, PickedState } from './comparisonContext';
import { colouringOf, selectionOf, sideColours, valuesOf } from './comparisonLook';
import { colourMapOf, colourRangeOf, createComparisonStores, type Layout } from './comparisonStore';
import { createComparisonToolbar, type SummaryKind } from './comparisonToolbar';
import type { Difference } from './difference';
import { areFarApart, diagonal, LinkedCameras } from './linkedCameras';
import { pairPicture } from './pairPicture';
import { readComparison, writeComparison } from './savedComparison';
import { createAlignmentSection } from './sections/alignmentSection';
import { createDifferenceSection } from './sections/differenceSection';
import { createPickedSection } from './sections/pickedSection';
import { createSummarySection } from './sections/summarySection';
import { createWorstSection } from './sections/worstSection';
import { SidePane, type SidePaneActions } from './sidePane';
import { createSwipeDivider } from './swipeDivider';

/** What the frame asks of whoever holds the files and runs the comparison. */
export interface ComparisonFrameActions extends SidePaneActions {
  swap(): void;
  cancelCompare(): void;
  /** What is to be computed has changed: alignment, sample, or a split along the axes. */
  compareAgain(): void;
  saveCompared(): void;
  saveSummary(kind: SummaryKind): void;
  copySummary(): void;
  savePicture(png: Uint8Array<ArrayBuffer>): void;
  copyText(text: string): void;
  /** Tells every piece of a side again. */
  display(side: ComparisonSide, add: (piece: DisplayPiece) => void): Promise<void>;
  lines(side: ComparisonSide, add: (piece: DisplayPiece) => void): Promise<void>;
  stateChanged(): void;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** Milliseconds of quiet after which a changed state is told. */
const stateDelay = 300;
/** A worst point is looked at from as many of its distances, or this share of the diagonal, whichever is farther. */
const nearness = { distances: 12, diagonal: 0.06 } as const;

/** The page of a comparison: two scenes, what lies over and under them, and the inspector. It shows what it is told. */
export class ComparisonFrame implements Disposable {
  readonly panes: Readonly<Record<ComparisonSide, SidePane>>;
  readonly stores = { ...createComparisonStores(), picks: new Store<PickedState>({ picked: null }) };
  private readonly frameStores = createFrameStores();
  private readonly notice = new Notice();
  private readonly announcer = new Announcer();
  private readonly inspector: InspectorPanel;
  private readonly colourBar: ColourBar;
  private readonly linked: LinkedCameras;
  private readonly scenes: HTMLElement;
  private readonly bar = progressBar('Comparing');
  private readonly activity = element('span', { class: 'strip-activity' });
  private readonly strip: HTMLElement;
  private readonly ended = new AbortController();
  private readonly subscriptions: Disposable[];
  private restored: Partial<Record<ComparisonSide, CameraState>> = {};
  private readonly waiting = new Set<ComparisonSide>();
  /** The second content of the overlay holds the reference. */
  private overlaid = false;
  private framed = false;
  private setting = false;
  private stateTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, private readonly actions: ComparisonFrameActions, createViewer: CreateViewer) {
    const { inspector, view: scene } = this.frameStores;
    this.inspector = new InspectorPanel(() => this.command('toggleInspector'));
    const cancel = element('button', { class: 'link-button', text: 'Cancel', attributes: { type: 'button' } });
    cancel.addEventListener('click', () => actions.cancelCompare());
    this.strip = element('div', { class: 'strip', attributes: { hidden: '' } }, this.activity, cancel);
    this.scenes = element('div', { class: 'scenes' });
    const toolbar = createComparisonToolbar(
      {
        ...this.stores,
        scene,
        inspector,
        command: (command) => this.command(command),
        look: (name) => this.look(name),
        swap: () => actions.swap(),
        saveCompared: () => actions.saveCompared(),
        saveSummary: (kind) => actions.saveSummary(kind),
        copySummary: () => actions.copySummary(),
        savePicture: () => void this.savePicture(),
      },
      this.strip,
    );
    this.colourBar = new ColourBar(this.frameStores.colouring, this.frameStores.file);
    const narrow = window.matchMedia('(max-width: 600px)');
    const sash = createSash(inspector, () => narrow.matches, inspectorDefaults);
    this.bar.classList.add('progress-line');
    this.bar.hidden = true;
    const frame = element(
      'div',
      { class: 'frame comparison' },
      element('div', { class: 'scene-column' }, toolbar, this.notice.element, this.scenes, this.colourBar.element),
      sash,
      this.inspector.element,
      this.announcer.element,
    );
    root.replaceChildren(frame);
    const pane = (side: ComparisonSide): SidePane => {
      const place = element('div', { class: `pane-place ${side}` });
      this.scenes.append(place);
      const made = new SidePane(side, actions, (options) => createViewer({ ...options, container: options.container }));
      place.append(made.element);
      return made;
    };
    this.panes = { compared: pane('compared'), reference: pane('reference') };
    this.scenes.append(createSwipeDivider(this.stores.view, this.scenes), this.bar);
    this.linked = new LinkedCameras([this.panes.compared.viewer, this.panes.reference.viewer]);
    const context: ComparisonContext = {
      ...this.stores,
      inspector,
      flyTo: (side, position, distance) => this.flyTo(side, position, distance),
      copy: (text, what) => {
        actions.copyText(text);
        this.announcer.say(`${what} copied`);
      },
    };
    this.inspector.showSections([
      createDifferenceSection(context),
      createSummarySection(context),
      createAlignmentSection(context),
      createWorstSection(context),
      createPickedSection(context),
      createViewSection({ ...this.frameStores, shadings: [{ shading: 'surface', title: 'Surface' }, { shading: 'surfaceWithEdges', title: 'Surface with edges' }, { shading: 'wireframe', title: 'Wireframe' }, { shading: 'points', title: 'Points' }], copy: context.copy, clearPick: () => this.pick(null), centreOnPick: () => undefined }),
    ]);
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
      this.stores.view.subscribe((state, previous) => {
        this.applyLook();
        if (state.layout !== previous.layout) this.applyLayout(previous.layout);
        if (state.linked !== previous.linked) this.link();
        const wasSplit = isSplit(previous.colouring);
        const again = state.align !== previous.align || (state.align === 'icp' && state.trim !== previous.trim) || state.sample !== previous.sample;
        if (!this.setting && (again || (isSplit(state.colouring) && !wasSplit && !this.stores.comparison.state.difference?.split))) actions.compareAgain();
        this.stateMayHaveChanged();
      }),
      this.stores.comparison.subscribe(() => this.applyLook()),
      onThemeChange(() => {
        for (const side of comparisonSides) this.panes[side].setPalette();
        this.inspector.refreshTheme();
      }),
    ];
    for (const side of comparisonSides) this.listen(side);
    this.listenToKeys();
    document.documentElement.style.setProperty('--compared-colour', sideColours.compared);
    document.documentElement.style.setProperty('--reference-colour', sideColours.reference);
    this.applyLook();
    this.applyLayout();
  }

  /** The two sides, before anything of them is read. */
  begin({ sides, settings }: ComparisonStart): void {
    this.setSettings(settings);
    this.linked.setLinked(false);
    this.waiting.clear();
    this.pick(null);
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
    if (!this.framed) this.fromOutside(() => this.frameStores.view.set({ pointSize, upAxis, projection, background }));
  }

  opened(side: ComparisonSide, result: OpenResult): void {
    this.panes[side].opened(result);
    this.settle(side);
  }

  failed(side: ComparisonSide, failure: Failure): void {
    this.panes[side].failed(failure);
    this.settle(side);
  }

  /** Distances are being computed; null ends it. */
  comparing(progress: Progress | null): void {
    this.strip.hidden = progress === null;
    this.bar.hidden = progress === null;
    this.stores.comparison.set({ busy: progress !== null });
    if (!progress) return;
    setProgress(this.bar, progress.share);
    const text = `${sentence(progress.activity)}, ${Math.round(100 * Math.min(1, progress.share))} %`;
    this.activity.textContent = text;
    this.activity.title = text;
  }

  /** A comparison is complete, or none holds any more. */
  async setDifference(difference: Difference | null): Promise<void> {
    this.stores.comparison.set({ difference });
    if (!difference) return;
    const { compared } = this.panes;
    await compared.moveBy(difference.transform, (add) => this.actions.display('compared', add));
    const moved = difference.transform.some((value, place) => value !== (place % 5 === 0 ? 1 : 0));
    compared.setNote(moved ? 'moved by alignment' : '');
    const { numbers } = difference.report;
    this.announcer.say(`Compared: Hausdorff ${String(numbers['hausdorff'] ?? 'none')}`);
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
    const camera = (side: ComparisonSide): CameraState | null => (this.framed ? this.panes[side].viewer.camera : (this.restored[side] ?? null));
    const { visible, width, height, folded } = this.frameStores.inspector.state;
    return writeComparison({
      comparison: this.stores.view.state,
      cameras: { compared: camera('compared'), reference: camera('reference') },
      view: this.frameStores.view.state,
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
      this.frameStores.inspector.set(saved.inspector);
    });
    for (const side of comparisonSides) {
      const camera = saved.cameras[side];
      if (camera) this.restored[side] = camera;
    }
    this.framed = Object.keys(this.restored).length > 0;
    for (const side of comparisonSides) {
      const camera = this.restored[side];
      if (camera) this.panes[side].viewer.setCamera(camera, { quiet: true });
    }
  }

  dispose(): void {
    clearTimeout(this.stateTimer);
    this.ended.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.linked.dispose();
    this.inspector.clear();
    this.colourBar.dispose();
    for (const side of comparisonSides) this.panes[side].dispose();
  }

  private settle(side: ComparisonSide): void {
    this.waiting.delete(side);
    if (side === 'reference') {
      this.overlaid = false;
      this.fillOverlay();
    }
    if (this.waiting.size > 0) return;
    this.applyLook();
    void Promise.all(comparisonSides.map((each) => this.panes[each].viewer.whenAtRest())).then(() => {
      if (this.waiting.size > 0) return;
      if (!this.framed) this.fit(false);
      this.framed = true;
      this.link();
    });
  }

  private get bounds(): Readonly<Record<ComparisonSide, Bounds | null>> {
    const of = (side: ComparisonSide): Bounds | null => (this.panes[side].result ? this.panes[side].viewer.bounds : null);
    return { compared: of('compared'), reference: of('reference') };
  }

  /** Whether one view of both makes no sense, so that each is seen relative to its own box. */
  private get byFit(): boolean {
    const { compared, reference } = this.bounds;
    return this.stores.view.state.layout === 'side' && compared !== null && reference !== null && areFarApart(compared, reference);
  }

  private get isLinked(): boolean {
    const { linked, layout } = this.stores.view.state;
    return (linked || layout !== 'side') && this.waiting.size === 0;
  }

  private link(): void {
    this.linked.byFit = this.byFit;
    this.linked.setLinked(this.isLinked);
    this.scenes.dataset.linked = String(this.isLinked);
  }

  private fit(animated: boolean): void {
    const { compared, reference } = this.bounds;
    const both = union(compared, reference);
    if (!both) return;
    const apart = this.byFit || !this.isLinked;
    this.panes.compared.viewer.fit(animated, (apart ? compared : both) ?? both);
    if (!this.isLinked || !this.framed) this.panes.reference.viewer.fit(animated, (apart ? reference : both) ?? both);
  }

  private applyLook(): void {
    const view = this.stores.view.state;
    const { difference } = this.stores.comparison.state;
    const selection = selectionOf(view, difference);
    for (const side of comparisonSides) {
      const { viewer } = this.panes[side];
      this.panes[side].setValues(valuesOf(side, view, difference));
      viewer.setColouring(colouringOf(side, view, difference));
      viewer.setSelection(selection);
    }
    const overlay = view.layout === 'overlay';
    this.panes.compared.viewer.setOpacity(overlay ? view.opacityCompared : 1);
    if (this.overlaid) {
      const { secondLayer } = this.panes.compared.viewer;
      secondLayer.setColouring(view.colouring === 'file' ? { kind: 'file' } : { kind: 'uniform', colour: sideColours.reference });
      secondLayer.setOpacity(view.opacityReference);
    }
    this.showColourBar();
  }

  private showColourBar(): void {
    const view = this.stores.view.state;
    const { difference } = this.stores.comparison.state;
    const { colouring, file } = this.frameStores;
    const { result } = this.panes.compared;
    const mapped = difference !== null && valuesOf('compared', view, difference) !== null && view.colouring !== 'file' && view.colouring !== 'two';
    if (!mapped || !result) {
      colouring.set({ choice: { by: 'uniform' }, values: null });
      return;
    }
    const title = view.colouring === 'distance' ? (difference.signed ? 'Signed distance' : 'Distance') : `Difference in ${view.colouring}`;
    const range = colourRangeOf(view, difference);
    file.set({ phase: 'open', result: { ...result, scalars: [{ id: 'difference', title, ...range }] } });
    colouring.set({
      choice: { by: 'scalar', scalar: 'difference' },
      mappings: new Map([['scalar difference', { map: colourMapOf(view, difference), range }]]),
      values: range,
    });
  }

  private applyLayout(previous?: Layout): void {
    const { layout, colouring } = this.stores.view.state;
    // Laid over each other, the two are told apart by colour first; their distances are one choice away.
    if (!this.setting && layout === 'overlay' && colouring === 'distance') this.stores.view.set({ colouring: 'two' });
    else if (!this.setting && previous === 'overlay' && colouring === 'two') this.stores.view.set({ colouring: 'distance' });
    this.scenes.dataset.layout = layout;
    this.fillOverlay();
    this.applyLook();
    if (this.framed) this.link();
  }

  /** Brings the reference into the compared's scene while the two are overlaid, and lets it go again. */
  private fillOverlay(): void {
    const wanted = this.stores.view.state.layout === 'overlay' && this.panes.reference.result !== null;
    if (wanted === this.overlaid) return;
    this.overlaid = wanted;
    const { secondLayer } = this.panes.compared.viewer;
    secondLayer.clear();
    if (!wanted) return;
    this.quietly('The reference', this.actions.display('reference', (piece) => secondLayer.add(piece)));
  }

  private applyScene(state: ViewState, previous: ViewState): void {
    for (const side of comparisonSides) {
      const { viewer } = this.panes[side];
      if (state.shading !== previous.shading) viewer.setShading(state.shading);
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
    viewer.on('picked', (hit) => this.pick(hit, side));
    viewer.on('needsLines', () => this.quietly('The outlines', this.actions.lines(side, (piece) => viewer.add(piece))));
    viewer.on('contextLost', () => this.notice.show('info', 'The graphics device was reset. Drawing again as soon as it is back.'));
    viewer.on('needsDisplay', () => {
      this.notice.hide();
      this.quietly('The picture', this.panes[side].restore((add) => this.actions.display(side, add)));
      if (side === 'compared') {
        this.overlaid = false;
        this.fillOverlay();
      }
    });
    viewer.on('failed', ({ message }) => {
      this.failed(side, { kind: 'message', message });
      this.actions.log('error', message);
    });
  }

  private pick(hit: PickHit | null, side: ComparisonSide = 'compared'): void {
    if (!hit) {
      for (const each of comparisonSides) this.panes[each].viewer.mark(null);
      this.stores.picks.set({ picked: null });
      return;
    }
    const { position } = hit;
    const row = this.panes[side].rows.rowOf(hit.piece, hit.slot);
    const values = this.stores.comparison.state.difference?.distances[side];
    // Where both are drawn as one space, the other scene shows the same place.
    for (const each of comparisonSides) this.panes[each].viewer.mark(each === side || !this.byFit ? position : null);
    this.stores.picks.set({ picked: { side, row, position, distance: values && row !== null ? (values[row] ?? null) : null } });
  }

  private flyTo(side: ComparisonSide, position: Vector3, distance: number): void {
    const place = side === 'compared' ? transformPoint(this.panes.compared.shownTransform, position) : position;
    const bounds = union(this.bounds.compared, this.bounds.reference);
    const near = Math.max(nearness.distances * distance, nearness.diagonal * (bounds ? diagonal(bounds) : 1));
    const targets = this.byFit || this.isLinked ? [this.panes[side]] : comparisonSides.map((each) => this.panes[each]);
    for (const { viewer } of targets) {
      const { camera } = viewer;
      const away = camera.position.map((value, axis) => value - camera.target[axis]);
      const length = Math.hypot(...away) || 1;
      const at = (axis: number): number => place[axis] + (near * away[axis]) / length;
      viewer.setCamera({ ...camera, target: place, position: [at(0), at(1), at(2)] }, { animated: true });
    }
    for (const each of comparisonSides) this.panes[each].viewer.mark(each === side || !this.byFit ? place : null);
  }

  private look(name: ViewName): void {
    this.panes.compared.viewer.view(name);
    if (!this.isLinked) this.panes.reference.viewer.view(name);
  }

  private command(command: EditorCommand | 'centreOnPick'): void {
    const { view, inspector } = this.frameStores;
    const views: Partial<Record<EditorCommand | 'centreOnPick', ViewName>> = { viewFront: 'front', viewBack: 'back', viewLeft: 'left', viewRight: 'right', viewTop: 'top', viewBottom: 'bottom' };
    const name = views[command];
    const { picked } = this.stores.picks.state;
    if (name) this.look(name);
    else if (command === 'fit') this.fit(true);
    else if (command === 'toggleProjection') view.set({ projection: view.state.projection === 'perspective' ? 'orthographic' : 'perspective' });
    else if (command === 'toggleInspector') inspector.set({ visible: !inspector.state.visible });
    else if (command === 'biggerPoints') setPointSize(view, view.state.pointSize + 1);
    else if (command === 'smallerPoints') setPointSize(view, view.state.pointSize - 1);
    else if (command === 'undoView') this.panes.compared.viewer.undoView();
    else if (command === 'redoView') this.panes.compared.viewer.redoView();
    else if (command === 'showKeys') showKeysOverlay();
    else if (command === 'saveScreenshot') void this.savePicture();
    else if (command === 'copyInformation') this.actions.copySummary();
    else if (command === 'nextColouring') this.stores.view.set({ colouring: this.stores.view.state.colouring === 'distance' ? 'file' : this.stores.view.state.colouring === 'file' ? 'two' : 'distance', range: null });
    else if (command === 'centreOnPick' && picked) this.panes[picked.side].viewer.centreOn(picked.position);
  }

  private listenToKeys(): void {
    document.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || isForField(event)) return;
      const pane = comparisonSides.map((side) => this.panes[side]).find(({ viewer }) => document.activeElement === viewer.canvas);
      const viewer = pane?.viewer ?? (document.activeElement === document.body ? this.panes.compared.viewer : null);
      if (viewer?.handleKey(event)) {
        event.preventDefault();
        return;
      }
      if (event.key === 'Escape') this.pick(null);
      const binding = bindingOf(event);
      if (!binding) return;
      event.preventDefault();
      this.command(binding.command);
    }, { signal: this.ended.signal });
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
    if (!this.framed || this.waiting.size > 0) return;
    clearTimeout(this.stateTimer);
    this.stateTimer = setTimeout(() => this.actions.stateChanged(), stateDelay);
  }
}

function isSplit(colouring: string): boolean {
  return colouring === 'x' || colouring === 'y' || colouring === 'z';
}
