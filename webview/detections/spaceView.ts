import type { Disposable } from '../../src/messaging/port';
import type { ImageBoxes } from '../../src/compute/detections/detectionProtocol';
import type { Bounds } from '../../src/model/bounds';
import { element } from '../panels/element';
import { counted } from '../panels/figures';
import { onThemeChange, scenePalette } from '../panels/theme';
import type { CreateViewer } from '../panels/frameApi';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { SceneViewer } from '../scene/sceneApi';
import { boundsOfPoints, cornersIn, hasCuboid, headingOf } from './cuboidPlaces';
import { cuboidEdges, type BoxOutline } from './boxOutline';
import { cameraOf, identityFrame, inverted, moved, turned, type Frame } from './boxFrames';
import { passes, type BoxItem } from './boxItems';
import { labelOf, paintBoxes, type PaintedBox } from './boxPainter';
import { categoryName, samePlace, type BoxPlace, type DetectionState } from './detectionStore';

/** Metres, or whatever the file's unit is, before the camera to what it turns about. */
const lookAhead = 20;
/** Pixels that a press may move and still be a click. */
const clickReach = 4;

export interface SpaceActions {
  select(place: BoxPlace | null): void;
  hover(place: BoxPlace | null): void;
  /** Tells the cloud of the image to the scene; how many points came, or why none. */
  cloud(image: number, add: (piece: DisplayPiece) => void): Promise<{ readonly points: number; readonly note: string }>;
  /** How many points lie in each box, and for each point drawn which box it is in. */
  inside(cuboids: Float64Array<ArrayBuffer>, toBoxes: readonly number[] | null, add: (piece: ScalarPiece) => void): Promise<Uint32Array>;
  failed(error: unknown): void;
}

/** The boxes of an image in space, over its cloud: an arrow shows where each heads, points inside have the box's colour. Made when it is wanted first. */
export class SpaceView implements Disposable {
  readonly element: HTMLElement;
  private readonly note = element('p', { class: 'picture-note', attributes: { role: 'status', hidden: '' } });
  private readonly place = element('div', { class: 'space-scene' });
  /** Boxes over the scene, drawn as in pictures: with signs, patterns and labels, whatever lies before them. */
  private readonly overlay = element('canvas', { class: 'space-overlay', attributes: { 'aria-hidden': 'true' } });
  private readonly theme: Disposable;
  private viewer: SceneViewer | undefined;
  private state: DetectionState | null = null;
  private items: readonly BoxItem[] = [];
  private shownImage = -1;
  private cloudPoints = 0;
  private question = 0;
  private counts = new Map<number, number>();

  constructor(
    private readonly createViewer: CreateViewer,
    private readonly actions: SpaceActions,
  ) {
    this.element = element('div', { class: 'space-view', attributes: { hidden: '' } }, this.place, this.overlay, this.note);
    this.theme = onThemeChange(() => this.viewer?.setPalette(scenePalette()));
  }

  /** Points inside a box of the image; null where nobody counted. */
  pointsIn(place: BoxPlace): number | null {
    return place.side === 'own' ? (this.counts.get(place.index) ?? null) : null;
  }

  show(state: DetectionState, items: readonly BoxItem[]): void {
    this.state = state;
    this.items = items;
    this.element.hidden = state.view !== 'space';
    if (state.view !== 'space' || !state.boxes) return;
    const viewer = this.made();
    if (this.shownImage !== state.image) {
      this.shownImage = state.image;
      void this.bringCloud(viewer, state.image);
    }
    this.paint();
  }

  fit(): void {
    const bounds = this.bounds();
    if (bounds) this.viewer?.fit(true, bounds);
  }

  /** From above, without perspective. */
  birdsEye(): void {
    this.viewer?.setProjection('orthographic');
    this.viewer?.view('top');
    this.fit();
  }

  /** From where the camera of the picture stood. False where the file does not say. */
  fromCamera(): boolean {
    const { viewer, state } = this;
    const calibration = state?.boxes?.calibration;
    const camera = calibration ? cameraOf(calibration) : null;
    if (!viewer || !camera) return false;
    const frame = this.toCloud();
    const position = moved(camera.position, frame);
    const forward = turned(camera.forward, frame);
    viewer.setProjection('perspective');
    viewer.setCamera({
      position,
      target: [position[0] + lookAhead * forward[0], position[1] + lookAhead * forward[1], position[2] + lookAhead * forward[2]],
      screenUp: turned(camera.up, frame),
      upAxis: viewer.upAxis,
      projection: 'perspective',
    });
    return true;
  }

  handleKey(event: KeyboardEvent): boolean {
    const { viewer } = this;
    if (this.element.hidden || !viewer || document.activeElement !== viewer.canvas) return false;
    return viewer.handleKey(event);
  }

  /** The scene as a picture. */
  async png(): Promise<Uint8Array<ArrayBuffer> | null> {
    const { viewer } = this;
    if (this.element.hidden || !viewer) return null;
    return viewer.capture({ width: this.place.clientWidth, height: this.place.clientHeight, background: 'theme' });
  }

  dispose(): void {
    this.theme.dispose();
    this.viewer?.dispose();
  }

  private made(): SceneViewer {
    if (this.viewer) return this.viewer;
    const viewer = this.createViewer({ container: this.place, palette: scenePalette() });
    viewer.setUpAxis(this.upAxis());
    this.viewer = viewer;
    // After each frame, so that the boxes move with the points.
    viewer.on('statistics', () => this.paint());
    this.listen(viewer);
    return viewer;
  }

  /** A scan's own up is z; boxes in a camera's frame without a cloud have -y. */
  private upAxis(): 'z' | '-y' {
    return this.state?.boxes?.calibration ? 'z' : (this.state?.overview?.up ?? 'z');
  }

  /** From the frame of the boxes to that of the cloud, which is the scene's. */
  private toCloud(): Frame {
    const calibration = this.state?.boxes?.calibration;
    return (calibration && inverted(calibration.cloudToBoxes)) ?? identityFrame;
  }

  private drawn(): { readonly boxes: ImageBoxes; readonly index: number; readonly item: BoxItem }[] {
    const { state } = this;
    if (!state) return [];
    return this.items.flatMap((item) => {
      const boxes = item.side === 'own' ? state.boxes : state.otherBoxes;
      return boxes && passes(item, state.filter) && hasCuboid(boxes, item.index) ? [{ boxes, index: item.index, item }] : [];
    });
  }

  /** The boxes as the camera sees them; null for those that reach behind it. */
  private outlineOf(viewer: SceneViewer, boxes: ImageBoxes, index: number, frame: Frame): BoxOutline | null {
    const corners = cornersIn(boxes, index, frame);
    const seen = corners.map((corner) => viewer.project(corner));
    const [from, to] = headingOf(corners).map((point) => viewer.project(point));
    const placed = seen.filter((point) => point !== null);
    if (placed.length < seen.length) return null;
    return {
      corners: [placed[1], placed[2], placed[6], placed[5]],
      lines: [...cuboidEdges.map(([a, b]) => [placed[a], placed[b]] as const), ...(from && to ? [[from, to] as const] : [])],
    };
  }

  private paint(): void {
    const { viewer, state, overlay } = this;
    if (!viewer || !state || this.element.hidden) return;
    const ratio = window.devicePixelRatio;
    const { clientWidth, clientHeight } = this.place;
    overlay.width = Math.round(clientWidth * ratio);
    overlay.height = Math.round(clientHeight * ratio);
    const context = overlay.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    const frame = this.toCloud();
    const painted = this.drawn().map(({ boxes, index, item }): PaintedBox => ({ item, outline: this.outlineOf(viewer, boxes, index, frame), mask: null, label: labelOf(categoryName(state, item.category), boxes, index) }));
    const style = getComputedStyle(document.body);
    const find = (place: BoxPlace | null): PaintedBox | null => painted.find(({ item }) => samePlace(item, place)) ?? null;
    paintBoxes(context, painted, { scale: 1, x: 0, y: 0 }, {
      colourBy: state.colourBy,
      labels: state.labels,
      selected: find(state.selected),
      hovered: samePlace(state.hovered, state.selected) ? null : find(state.hovered),
      accent: style.getPropertyValue('--vscode-focusBorder').trim() || '#0078d4',
      foreground: style.getPropertyValue('--vscode-foreground').trim() || '#808080',
      font: `11px ${style.fontFamily}`,
    });
  }

  private bounds(): Bounds | null {
    const frame = this.toCloud();
    return boundsOfPoints(this.drawn().flatMap(({ boxes, index }) => cornersIn(boxes, index, frame))) ?? this.viewer?.bounds ?? null;
  }

  private async bringCloud(viewer: SceneViewer, image: number): Promise<void> {
    const question = ++this.question;
    this.counts = new Map();
    this.setNote('Reading the cloud');
    viewer.clear();
    viewer.clearScalars();
    try {
      const { points, note } = await this.actions.cloud(image, (piece) => {
        if (question === this.question) viewer.add(piece);
      });
      if (question !== this.question) return;
      this.cloudPoints = points;
      this.setNote(note);
      if (this.state) this.show(this.state, this.items);
      const bounds = this.bounds();
      if (bounds) viewer.fit(false, bounds);
      if (points > 0) await this.countInside(viewer, question);
    } catch (error) {
      if (question === this.question) this.actions.failed(error);
    }
  }

  private async countInside(viewer: SceneViewer, question: number): Promise<void> {
    const boxes = this.state?.boxes;
    if (!boxes?.cuboids) return;
    const indices = Array.from({ length: boxes.count }, (_, index) => index).filter((index) => hasCuboid(boxes, index));
    const cuboids = new Float64Array(10 * indices.length);
    for (const [at, index] of indices.entries()) cuboids.set(boxes.cuboids.subarray(10 * index, 10 * index + 10), 10 * at);
    viewer.setColouring({ kind: 'scalar', scalar: 'box', map: 'categories', range: { min: 0, max: 11 } });
    const counts = await this.actions.inside(cuboids, boxes.calibration?.cloudToBoxes ?? null, (piece) => {
      // Which box a point is in becomes the box's category, whose colour the map has.
      const values = piece.values.map((box) => (box >= 0 ? boxes.categories[indices[box]] : NaN));
      if (question === this.question) viewer.addScalars({ ...piece, values });
    });
    if (question !== this.question) return;
    this.counts = new Map(indices.map((index, at) => [index, counts[at]]));
    const inside = counts.reduce((sum, each) => sum + each, 0);
    this.setNote(`${counted(this.cloudPoints, 'point')}, ${counted(inside, 'point')} in ${counted(indices.length, 'box', 'boxes')}`);
  }

  private setNote(text: string): void {
    this.note.textContent = text;
    this.note.hidden = text === '';
  }

  /** A click selects the smallest box under it, as the eye sees it. */
  private listen(viewer: SceneViewer): void {
    let from = { x: 0, y: 0 };
    viewer.canvas.addEventListener('pointerdown', ({ clientX, clientY }) => {
      from = { x: clientX, y: clientY };
    });
    viewer.canvas.addEventListener('pointermove', (event) => {
      if (event.buttons !== 0) return;
      const { left, top } = viewer.canvas.getBoundingClientRect();
      this.actions.hover(this.boxAt(viewer, event.clientX - left, event.clientY - top));
    });
    viewer.canvas.addEventListener('pointerleave', () => this.actions.hover(null));
    viewer.canvas.addEventListener('pointerup', (event) => {
      if (event.button !== 0 || Math.hypot(event.clientX - from.x, event.clientY - from.y) > clickReach) return;
      const { left, top } = viewer.canvas.getBoundingClientRect();
      this.actions.select(this.boxAt(viewer, event.clientX - left, event.clientY - top));
    });
  }

  private boxAt(viewer: SceneViewer, x: number, y: number): BoxPlace | null {
    const frame = this.toCloud();
    let found: BoxPlace | null = null;
    let least = Infinity;
    for (const { boxes, index, item } of this.drawn()) {
      const corners = cornersIn(boxes, index, frame).map((corner) => viewer.project(corner));
      const seen = corners.filter((corner) => corner !== null);
      if (seen.length < corners.length) continue;
      const [l, r, t, b] = [Math.min(...seen.map((c) => c.x)), Math.max(...seen.map((c) => c.x)), Math.min(...seen.map((c) => c.y)), Math.max(...seen.map((c) => c.y))];
      if (x < l || x > r || y < t || y > b || (r - l) * (b - t) >= least) continue;
      least = (r - l) * (b - t);
      found = { side: item.side, index: item.index };
    }
    return found;
  }
}
