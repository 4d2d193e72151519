import type { DetectionOverview } from '../../src/compute/detections/detectionProtocol';
import type { OpenResult } from '../../src/compute/modelProtocol';
import type { Disposable } from '../../src/messaging/port';
import { Announcer } from '../panels/announcer';
import { element } from '../panels/element';
import type { Failure } from '../panels/errorCard';
import { describeFailure } from '../panels/errorCard';
import { counted } from '../panels/figures';
import { createFrameStores } from '../panels/frameStores';
import type { CreateViewer } from '../panels/frameApi';
import { infoText } from '../panels/infoText';
import { InspectorPanel } from '../panels/inspectorPanel';
import { showKeysOverlay } from '../panels/keysOverlay';
import type { LoadingFile } from '../panels/loadingPanel';
import { Notice } from '../panels/notice';
import { createSash } from '../panels/sash';
import { createFileSection, createWaitingSection } from '../panels/sections/fileSection';
import { createMeasureSection } from '../panels/sections/measureSection';
import { createWarningsSection } from '../panels/sections/warningsSection';
import { Stage } from '../panels/stage';
import { onThemeChange } from '../panels/theme';
import { inspectorDefaults } from '../stores/inspectorStore';
import { boxItems, passes, type BoxItem } from './boxItems';
import { BoxList } from './boxList';
import type { DetectionActions, FoundPicture } from './detectionActions';
import type { DetectionContext } from './detectionContext';
import { DetectionController } from './detectionController';
import { detectionKeys, listenToDetectionKeys } from './detectionKeys';
import { createDetectionStore, samePlace, type BoxPlace, type DetectionState, type OtherFile } from './detectionStore';
import { DetectionToolbar } from './detectionToolbar';
import { FilterBar } from './filterBar';
import { HoverLine } from './hoverLine';
import { partnerOf } from './partnerOf';
import { PictureView } from './pictureView';
import { frustumOf } from './frustumOf';
import { SpaceView } from './spaceView';
import { StateTeller } from './stateTeller';
import { readDetections, writeDetections, type SavedDetections } from './savedDetections';
import { createBoxSection } from './sections/boxSection';
import { createBoxesSection } from './sections/boxesSection';
import { createCategoriesSection } from './sections/categoriesSection';
import { createCompareSection } from './sections/compareSection';

/** Where to land: an image by its identifier, and a box of it. */
export interface BoxTarget {
  readonly image: number;
  readonly place: BoxPlace | null;
}

/**
 * The page of a detection file: the list of boxes, the picture, the inspector; what stands in their place while a file is
 * read or cannot be. Calls in their order: `setState`, `loading`, any of `progress`, then `opened`, `failed` or `cancelled`.
 */
export class DetectionFrame implements Disposable {
  readonly detections = createDetectionStore();
  readonly picture: PictureView;
  readonly space: SpaceView;
  readonly controller: DetectionController;
  private readonly hoverLine: HoverLine;
  private readonly stores = createFrameStores();
  private readonly stage: Stage;
  private readonly notice = new Notice();
  private readonly announcer = new Announcer();
  private readonly panel = new InspectorPanel(() => this.toggleInspector());
  private readonly list: BoxList;
  private readonly ended = new AbortController();
  private readonly subscriptions: Disposable[] = [];
  private readonly narrow = window.matchMedia('(max-width: 600px)');
  private items: readonly BoxItem[] = [];
  private shown: readonly BoxItem[] = [];
  private itemsOf: DetectionState | null = null;
  private saved: SavedDetections | null = null;
  private readonly stateTeller = new StateTeller(() => this.getState(), () => this.actions.stateChanged());
  private hasSections = false;
  private canChooseFolder = false;
  private offered = false;

  constructor(
    root: HTMLElement,
    private readonly actions: DetectionActions,
    createViewer: CreateViewer,
  ) {
    const { stores, detections } = this;
    this.stage = new Stage(actions);
    this.stage.element.setAttribute('aria-label', 'Picture');
    const select = (selected: BoxPlace | null): void => detections.set({ selected });
    const hover = (hovered: BoxPlace | null): void => {
      if (!samePlace(hovered, detections.state.hovered)) detections.set({ hovered });
    };
    this.picture = new PictureView({ hover, select });
    this.stage.scene.append(this.picture.element);
    this.space = new SpaceView(createViewer, { hover, select, cloud: (image, add) => actions.cloud(image, add), inside: (cuboids, toBoxes, add) => actions.inside(cuboids, toBoxes, add), failed: (error) => this.tell('The scene', error) });
    this.hoverLine = new HoverLine(detections, (row, of) => actions.values(row, of));
    this.stage.scene.append(this.space.element, this.hoverLine.element);
    this.list = new BoxList({ hover, select, reveal: (place) => this.picture.reveal(place) });
    this.controller = new DetectionController(detections, actions, {
      picture: (found) => this.showPicture(found),
      failed: (what, error) => this.tell(what, error),
    });
    const toolbar = new DetectionToolbar(
      detections,
      {
        fit: () => this.fit(),
        birdsEye: () => this.space.birdsEye(),
        fromCamera: () => this.fromCamera(),
        zoom: (factor) => this.picture.zoomBy(factor),
        compare: () => void this.compare(),
        evaluate: () => actions.evaluate(),
        suppress: () => actions.suppress(),
        choosePictureFolder: () => void this.choosePictureFolder(),
        chooseParts: () => this.actions.openAsText(),
        saveImage: () => void this.saveImage(),
        copyInformation: () => this.copyInformation(),
        showKeys: () => this.showKeys(),
      },
      stores.inspector,
      stores.file,
      this.stage.strip.status,
    );
    const filter = new FilterBar(detections);
    const side = element('aside', { class: 'box-side', attributes: { 'aria-label': 'Boxes of the image' } }, filter.element, this.list.element);
    const body = element('div', { class: 'detection-body' }, side, this.stage.element);
    const sash = createSash(stores.inspector, () => this.narrow.matches, inspectorDefaults);
    const frame = element(
      'div',
      { class: 'frame detections' },
      element('div', { class: 'scene-column' }, toolbar.element, this.notice.element, body),
      sash,
      this.panel.element,
      this.announcer.element,
    );
    root.replaceChildren(frame);
    const layOut = (): void => {
      const { visible, width, height } = stores.inspector.state;
      const failed = stores.file.state.phase === 'failed';
      frame.classList.toggle('without-inspector', !visible || failed);
      sash.hidden = this.panel.element.hidden = !visible || failed;
      side.hidden = failed || !detections.state.listVisible;
      body.classList.toggle('without-list', side.hidden);
      frame.style.setProperty('--inspector-width', `${width}px`);
      frame.style.setProperty('--inspector-height', `${height}px`);
    };
    layOut();
    this.subscriptions.push(
      stores.inspector.subscribe(() => {
        layOut();
        this.stateMayHaveChanged();
      }),
      stores.file.subscribe(layOut),
      detections.subscribe(() => {
        layOut();
        this.show();
        this.stateMayHaveChanged();
      }),
      onThemeChange(() => this.panel.refreshTheme()),
    );
    listenToDetectionKeys(
      {
        image: (step) => toolbar.navigator.go(step === 'first' ? 0 : step === 'last' ? Infinity : detections.state.image + step),
        box: (step) => this.stepBox(step),
        fit: () => this.fit(),
        zoom: (factor) => this.picture.zoomBy(factor),
        move: (x, y) => this.picture.moveBy(x, y),
        reveal: () => this.revealSelected(),
        toggle: (what) => this.toggle(what),
        clear: () => detections.set({ selected: null }),
        showKeys: () => this.showKeys(),
        inSpace: (event) => this.space.handleKey(event),
      },
      () => stores.file.state.phase === 'open',
      this.ended.signal,
    );
  }

  /** A file begins to be read; what is shown of an earlier version stays until the new one is there. */
  loading(file: LoadingFile): void {
    const kept = this.stores.file.state.phase === 'open';
    this.stores.file.set({ phase: kept ? 'open' : 'loading', name: file.name, path: file.path ?? '', isFolder: file.isFolder === true, reading: true });
    this.stage.load(file, kept);
    if (!this.hasSections) this.panel.wait(createWaitingSection(this.stores.inspector, file));
    if (!kept) this.announcer.say(`Loading ${file.name}`);
  }

  progress(share: number, activity: string): void {
    this.stage.progress(share, activity);
  }

  /** The file was read. `target` is where to land; the first image, or the one that was shown last, without it. */
  opened(result: OpenResult, overview: DetectionOverview, target: BoxTarget | null): void {
    const again = this.stores.file.state.phase === 'open';
    const { detections, saved } = this;
    const remembered = again ? detections.state.overview?.images.ids[detections.state.image] : saved?.image;
    const image = target?.image ?? Math.max(0, overview.images.ids.indexOf(remembered ?? ''));
    this.stage.done();
    this.notice.hide();
    this.stores.file.set({ phase: 'open', result, reading: false });
    const settings =
      again || !saved
        ? {}
        : {
            score: saved.score,
            suppression: saved.suppression,
            suppressionIou: saved.suppressionIou,
            classAgnostic: saved.classAgnostic,
            matchIou: saved.matchIou,
            labels: saved.labels,
            masks: saved.masks,
            colourBy: saved.colourBy,
            listVisible: saved.listVisible,
          };
    // Without an overview nothing is asked, so that the image is not asked for twice.
    detections.set({ overview: null, boxes: null, otherBoxes: null, judgement: null, totals: null });
    // Boxes that have a place in space alone are shown there, and those of a scan that names no picture.
    const isScan = typeof overview.images.clouds[image] === 'string' && typeof overview.images.pictures[image] !== 'string';
    const view = overview.hasCuboids && (isScan || !overview.hasRectangles) ? 'space' : 'picture';
    detections.set({ ...settings, image, ...(again ? {} : { view }) });
    detections.set({ overview });
    if (!this.hasSections) this.showSections();
    if (target?.place) this.controller.show(image, target.place);
    this.controller.begin();
    this.stage.setEmpty(overview.images.ids.length === 0 ? 'This file holds no images and no boxes.' : null);
    const { images, categories } = overview;
    const summary = `${counted(overview.count, 'box', 'boxes')} · ${counted(images.ids.length, 'image')} · ${counted(categories.length, 'category', 'categories')}`;
    this.actions.setStatus(summary, `${result.info.file}\n${overview.role}: ${overview.roleReason}`);
    this.announcer.say(`${again ? 'Read again' : 'Opened'} ${this.stores.file.state.name}: ${summary}`);
  }

  failed(failure: Failure): void {
    this.stores.file.set({ reading: false });
    if (this.stores.file.state.phase === 'open') {
      this.stage.done();
      const what = failure.kind === 'cancelled' ? 'Reading the new version was cancelled. Shown is the earlier one.' : `The file changed, but the new version cannot be shown: ${describeFailure(failure)}`;
      this.notice.show('warning', what, [
        { label: this.stores.file.state.isFolder ? 'Parts of the Folder…' : 'Open as Text', run: () => this.actions.openAsText() },
        { label: 'Try Again', run: () => this.actions.retry() },
      ]);
      return;
    }
    this.stores.file.set({ phase: 'failed' });
    this.stage.fail(failure);
    this.actions.setStatus(failure.kind === 'cancelled' ? 'Cancelled' : 'Cannot be shown', describeFailure(failure));
  }

  deleted(): void {
    this.notice.show('warning', 'The file was deleted. Shown is what was last read of it.');
  }

  /** Another file to compare with is there, or gone. */
  setOther(other: OtherFile | null): void {
    const { detections } = this;
    detections.set({ other, otherBoxes: null, colourBy: other ? 'outcome' : 'category', filter: { ...detections.state.filter, kind: 'all' } });
    this.controller.begin();
    if (other) this.announcer.say(`Compared with ${other.name}`);
  }

  /** Goes to an image and a box of it. */
  land({ image, place }: BoxTarget): void {
    this.controller.show(image, place);
  }

  tell(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.actions.log('error', `${what}: ${reason}`);
    this.notice.show('warning', `${what} could not be brought: ${reason}`);
  }

  getState(): string {
    return writeDetections(this.detections, this.stores.inspector);
  }

  setState(text: string): void {
    this.saved = readDetections(text);
    if (this.saved) this.stores.inspector.set(this.saved.inspector);
  }

  /** Shows the whole picture, or all boxes in space. */
  fit(): void {
    if (this.detections.state.view === 'space') this.space.fit();
    else this.picture.fit();
  }

  toggleInspector(): void {
    this.stores.inspector.set({ visible: !this.stores.inspector.state.visible });
  }

  copyInformation(): void {
    const { result } = this.stores.file.state;
    if (result) this.copy(infoText(result.info), 'File information');
  }

  showKeys(): void {
    const half = Math.ceil(detectionKeys.length / 2);
    showKeysOverlay([detectionKeys.slice(0, half), detectionKeys.slice(half)]);
  }

  async saveImage(): Promise<void> {
    const name = (this.detections.state.overview?.images.ids[this.detections.state.image] ?? 'picture').replace(/[^\w.-]+/g, '_').slice(0, 100);
    this.actions.saveImage(`${name}-boxes.png`, (await this.space.png()) ?? (await this.picture.png()));
  }

  dispose(): void {
    this.stateTeller.dispose();
    this.ended.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.controller.dispose();
    this.hoverLine.dispose();
    this.panel.clear();
    this.picture.dispose();
    this.space.dispose();
  }

  private showSections(): void {
    this.hasSections = true;
    const context: DetectionContext = {
      ...this.stores,
      detections: this.detections,
      shadings: [],
      measure: this.actions.measure,
      copy: (text, what) => this.copy(text, what),
      clearPick: () => this.detections.set({ selected: null }),
      centreOnPick: () => this.revealSelected(),
      saveSurface: () => undefined,
      compare: () => void this.compare(),
      forgetOther: () => void this.forgetOther(),
      evaluate: () => this.actions.evaluate(),
      suppress: () => this.actions.suppress(),
      selectPartner: () => this.selectPartner(),
      pointsIn: (place) => this.space.pointsIn(place),
      liftSelected: () => this.liftSelected(),
      clearSelection: () => this.detections.set({ selected: null }),
    };
    this.panel.showSections([
      createFileSection(context),
      createBoxesSection(context),
      createCompareSection(context),
      createBoxSection(context),
      createCategoriesSection(context),
      createMeasureSection(context),
      createWarningsSection(context),
    ]);
  }

  /** Lists and draws what the store has now. */
  private show(): void {
    const { state } = this.detections;
    const before = this.itemsOf;
    const sameBoxes = before && before.boxes === state.boxes && before.otherBoxes === state.otherBoxes && before.judgement === state.judgement && before.other === state.other;
    if (!sameBoxes) this.items = boxItems(state);
    if (!sameBoxes || before.filter !== state.filter) this.shown = this.items.filter((item) => passes(item, state.filter));
    this.itemsOf = state;
    this.list.show(state, this.shown, this.items.length);
    this.picture.element.hidden = state.view === 'space';
    this.offerFolder();
    this.picture.show(state, this.items);
    this.space.show(state, this.items);
  }

  private showPicture({ picture, note, canChoose }: FoundPicture): void {
    this.canChooseFolder = canChoose;
    this.picture.setPicture(picture, note);
    if (picture) this.stage.drawn();
    this.offerFolder();
  }

  /** Asked once for a file, where a picture is looked at: who has no pictures is not asked at each image. */
  private offerFolder(): void {
    if (this.offered || !this.canChooseFolder || this.detections.state.view !== 'picture') return;
    this.offered = true;
    this.notice.show('info', 'The picture was not found beside the file.', [{ label: 'Choose the Folder of the Pictures…', run: () => void this.choosePictureFolder() }]);
  }

  private async choosePictureFolder(): Promise<void> {
    if (!(await this.actions.choosePictureFolder())) return;
    this.notice.hide();
    await this.controller.bringPicture();
    if (this.canChooseFolder) this.notice.show('warning', 'No picture of this image is in that folder.', [{ label: 'Choose Another…', run: () => void this.choosePictureFolder() }]);
  }

  private async compare(): Promise<void> {
    try {
      await this.actions.chooseOther();
    } catch (error) {
      this.tell('The other file', error);
    }
  }

  private async forgetOther(): Promise<void> {
    await this.actions.forgetOther();
    this.setOther(null);
  }

  private selectPartner(): void {
    const place = partnerOf(this.detections.state);
    if (!place) return;
    this.detections.set({ selected: place });
    this.picture.reveal(place);
  }

  /** Opens the points of the cloud that are seen through the selected box. */
  liftSelected(): void {
    const lifted = frustumOf(this.detections.state);
    if (typeof lifted === 'string') {
      this.notice.show('info', lifted);
      return;
    }
    this.actions.lift(lifted.box, lifted.projection).then(
      (points) => this.announcer.say(`${counted(points, 'point')} in the frustum`),
      (error: unknown) => this.tell('The points in the frustum', error),
    );
  }

  private stepBox(step: number): void {
    const { shown } = this;
    if (shown.length === 0) return;
    const at = shown.findIndex((item) => samePlace(item, this.detections.state.selected));
    const item = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + step))];
    const place = { side: item.side, index: item.index };
    this.detections.set({ selected: place });
    this.picture.reveal(place);
  }

  private fromCamera(): void {
    if (!this.space.fromCamera()) this.notice.show('info', 'The file does not say where the camera of this image stood.');
  }

  private revealSelected(): void {
    const { selected } = this.detections.state;
    if (selected) this.picture.reveal(selected);
  }

  private toggle(what: 'colour' | 'labels' | 'masks' | 'suppression' | 'view' | 'inspector'): void {
    const { detections } = this;
    const { state } = detections;
    if (what === 'colour') detections.set({ colourBy: state.colourBy === 'category' ? 'outcome' : 'category' });
    else if (what === 'labels') detections.set({ labels: !state.labels });
    else if (what === 'masks') detections.set({ masks: !state.masks });
    else if (what === 'suppression') detections.set({ suppression: !state.suppression });
    else if (what === 'view') detections.set({ view: state.view === 'picture' && state.overview?.hasCuboids === true ? 'space' : 'picture' });
    else this.toggleInspector();
  }

  private copy(text: string, what: string): void {
    this.actions.copyText(text);
    this.announcer.say(`${what} copied`);
  }

  private stateMayHaveChanged(): void {
    if (this.stores.file.state.phase !== 'open') return;
    this.stateTeller.mayHaveChanged();
  }
}
