import type { Disposable } from '../../src/messaging/port';
import type { ImageBoxes } from '../../src/compute/detections/detectionProtocol';
import { element } from '../panels/element';
import { count } from '../panels/figures';
import { onThemeChange } from '../panels/theme';
import { categoryColours, categoryOf } from '../scene/colourMaps';
import { passes, type BoxItem } from './boxItems';
import { boxOutline, hitArea, type BoxOutline } from './boxOutline';
import { extentOf, labelOf, paintBoxes, type PaintedBox, type PictureTransform } from './boxPainter';
import { categoryName, samePlace, type BoxPlace, type DetectionState } from './detectionStore';
import { maskPicture, type MaskPicture } from './maskPicture';

/** Pixels within which the pointer is on a box. */
const tolerance = 3;
/** Boxes of one image that are drawn at most, the most confident first: more could not be told apart, and would take seconds a frame. */
const mostDrawn = 10_000;
const zoomLimits = { least: 0.01, most: 64 } as const;
/** Room about what is fitted. */
const margin = 16;

export interface PictureActions {
  hover(place: BoxPlace | null): void;
  select(place: BoxPlace | null): void;
}

interface Prepared {
  readonly outline: BoxOutline | null;
  readonly label: string;
  mask: MaskPicture | undefined;
}

/** The picture with its boxes on a canvas: drag moves it, the wheel and + and - zoom, a click selects the smallest box there. */
export class PictureView implements Disposable {
  readonly element: HTMLElement;
  readonly canvas = element('canvas', { class: 'picture-canvas', attributes: { tabindex: '0', role: 'img' } });
  private readonly note = element('p', { class: 'picture-note', attributes: { hidden: '' } });
  private readonly limit = element('p', { class: 'picture-note picture-limit', attributes: { hidden: '' } });
  private readonly observer: ResizeObserver;
  private readonly theme: Disposable;
  private picture: ImageBitmap | null = null;
  private state: DetectionState | null = null;
  private items: readonly BoxItem[] = [];
  private prepared: Readonly<Record<'own' | 'other', readonly Prepared[]>> = { own: [], other: [] };
  private preparedFor: { readonly own: ImageBoxes | null; readonly other: ImageBoxes | null } = { own: null, other: null };
  private size: { readonly width: number; readonly height: number } | null = null;
  private transform: PictureTransform = { scale: 1, x: 0, y: 0 };
  private fitted = true;
  private frame = 0;

  constructor(private readonly actions: PictureActions) {
    this.element = element('div', { class: 'picture-view' }, this.canvas, this.note, this.limit);
    this.observer = new ResizeObserver(() => {
      if (this.fitted) this.fit();
      this.request();
    });
    this.observer.observe(this.element);
    this.theme = onThemeChange(() => this.request());
    this.listen();
  }

  /** The picture of the image that is shown; null when there is none, with a sentence why. Its size is the canvas's then. */
  setPicture(picture: ImageBitmap | null, note: string): void {
    if (this.picture !== picture) this.picture?.close();
    this.picture = picture;
    this.note.hidden = note === '';
    this.note.textContent = note;
    this.measure();
  }

  show(state: DetectionState, items: readonly BoxItem[]): void {
    const before = this.state;
    this.state = state;
    this.items = items;
    if (state.boxes !== this.preparedFor.own || state.otherBoxes !== this.preparedFor.other) {
      this.prepared = { own: this.prepare(state.boxes), other: this.prepare(state.otherBoxes) };
      this.preparedFor = { own: state.boxes, other: state.otherBoxes };
    }
    if (before?.boxes !== state.boxes) this.measure();
    this.request();
  }

  /** Shows the whole picture. */
  fit(): void {
    const { clientWidth, clientHeight } = this.element;
    this.fitted = true;
    if (!this.size || clientWidth === 0) return;
    const scale = Math.min((clientWidth - 2 * margin) / this.size.width, (clientHeight - 2 * margin) / this.size.height);
    const held = Math.min(zoomLimits.most, Math.max(zoomLimits.least, scale));
    this.transform = { scale: held, x: (clientWidth - held * this.size.width) / 2, y: (clientHeight - held * this.size.height) / 2 };
    this.request();
  }

  /** Brings a box into view: moves, and zooms in where it would be too small to see. */
  reveal(place: BoxPlace): void {
    const outline = this.prepared[place.side].at(place.index)?.outline;
    if (!outline) return;
    const { clientWidth, clientHeight } = this.element;
    const xs = outline.corners.map(({ x }) => x);
    const ys = outline.corners.map(({ y }) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const wide = Math.max(1, right - left);
    const tall = Math.max(1, bottom - top);
    const least = Math.min(8, 24 / Math.max(wide, tall));
    const most = Math.min(clientWidth / (1.2 * wide), clientHeight / (1.2 * tall));
    const scale = Math.min(Math.max(this.transform.scale, least), Math.max(most, zoomLimits.least));
    const { transform } = this;
    const inside =
      scale === transform.scale &&
      left * scale + transform.x >= 0 && right * scale + transform.x <= clientWidth && top * scale + transform.y >= 0 && bottom * scale + transform.y <= clientHeight;
    if (inside) return;
    this.fitted = false;
    this.transform = { scale, x: clientWidth / 2 - (scale * (left + right)) / 2, y: clientHeight / 2 - (scale * (top + bottom)) / 2 };
    this.request();
  }

  zoomBy(factor: number, x = this.element.clientWidth / 2, y = this.element.clientHeight / 2): void {
    const { transform } = this;
    const scale = Math.min(zoomLimits.most, Math.max(zoomLimits.least, transform.scale * factor));
    const change = scale / transform.scale;
    this.fitted = false;
    this.transform = { scale, x: x - change * (x - transform.x), y: y - change * (y - transform.y) };
    this.request();
  }

  moveBy(x: number, y: number): void {
    this.fitted = false;
    this.transform = { ...this.transform, x: this.transform.x + x, y: this.transform.y + y };
    this.request();
  }

  /** The smallest box at a place of the canvas. */
  boxAt(x: number, y: number): BoxPlace | null {
    const { scale } = this.transform;
    const point = { x: (x - this.transform.x) / scale, y: (y - this.transform.y) / scale };
    let found: BoxPlace | null = null;
    let least = Infinity;
    for (const item of this.shownItems()) {
      const outline = this.prepared[item.side].at(item.index)?.outline;
      const area = outline ? hitArea(outline, point, tolerance / scale) : null;
      if (area === null || area >= least) continue;
      least = area;
      found = { side: item.side, index: item.index };
    }
    return found;
  }

  /** The canvas as a picture, as it is shown. */
  async png(): Promise<Uint8Array<ArrayBuffer>> {
    this.paint();
    const blob = await new Promise<Blob | null>((resolve) => this.canvas.toBlob(resolve, 'image/png'));
    return new Uint8Array(blob ? await blob.arrayBuffer() : new ArrayBuffer(0));
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.theme.dispose();
    this.picture?.close();
  }

  private shownItems(): readonly BoxItem[] {
    const { state } = this;
    const passing = state ? this.items.filter((item) => passes(item, state.filter)) : [];
    this.limit.hidden = passing.length <= mostDrawn;
    this.limit.textContent = passing.length <= mostDrawn ? '' : `Drawn are the ${count(mostDrawn)} most confident of ${count(passing.length)} boxes; the list has all.`;
    return passing.slice(0, mostDrawn);
  }

  private prepare(boxes: ImageBoxes | null): readonly Prepared[] {
    const { state } = this;
    if (!boxes || !state) return [];
    return Array.from({ length: boxes.count }, (_, index) => ({
      outline: boxOutline(boxes, index),
      label: labelOf(categoryName(state, boxes.categories[index]), boxes, index),
      mask: undefined,
    }));
  }

  private painted(item: BoxItem): PaintedBox | null {
    const prepared = this.prepared[item.side].at(item.index);
    if (!prepared || !this.state) return null;
    const boxes = item.side === 'own' ? this.state.boxes : this.state.otherBoxes;
    const mask = boxes?.masks?.[item.index];
    if (this.state.masks && mask && prepared.mask === undefined) prepared.mask = maskPicture(mask, categoryColours[categoryOf(item.category)]);
    return { item, outline: prepared.outline, label: prepared.label, mask: this.state.masks ? (prepared.mask ?? null) : null };
  }

  /** The size of the picture, of the image as the file says it, or of what the boxes reach over. */
  private measure(): void {
    const { state, picture } = this;
    const images = state?.overview?.images;
    const width = images?.widths[state?.image ?? 0] ?? NaN;
    const height = images?.heights[state?.image ?? 0] ?? NaN;
    const before = this.size;
    if (picture) this.size = { width: picture.width, height: picture.height };
    else if (width > 0 && height > 0) this.size = { width, height };
    else this.size = extentOf([...this.prepared.own, ...this.prepared.other].map(({ outline }) => outline));
    if (before?.width !== this.size?.width || before?.height !== this.size?.height) this.fit();
    this.request();
  }

  private request(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.paint();
      });
    }
  }

  private paint(): void {
    const { canvas, transform, size, state } = this;
    const { clientWidth, clientHeight } = this.element;
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context || !state) return;
    const style = getComputedStyle(document.body);
    const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, clientWidth, clientHeight);
    if (size) {
      const [x, y, w, h] = [transform.x, transform.y, size.width * transform.scale, size.height * transform.scale];
      if (this.picture) {
        context.imageSmoothingEnabled = transform.scale < 3;
        context.imageSmoothingQuality = 'high';
        context.drawImage(this.picture, x, y, w, h);
      } else {
        context.fillStyle = colour('--vscode-editorWidget-background', '#808080');
        context.fillRect(x, y, w, h);
        context.strokeStyle = colour('--vscode-editorWidget-border', colour('--vscode-foreground', '#808080'));
        context.strokeRect(x - 0.5, y - 0.5, w + 1, h + 1);
      }
    }
    const painted = this.shownItems().flatMap((item) => this.painted(item) ?? []);
    const find = (place: BoxPlace | null): PaintedBox | null => painted.find(({ item }) => samePlace(item, place)) ?? null;
    paintBoxes(context, painted, transform, {
      colourBy: state.colourBy,
      labels: state.labels,
      selected: find(state.selected),
      hovered: samePlace(state.hovered, state.selected) ? null : find(state.hovered),
      accent: colour('--vscode-focusBorder', '#0078d4'),
      foreground: colour('--vscode-foreground', '#808080'),
      font: `11px ${style.fontFamily}`,
    });
    const { images } = state.overview ?? {};
    canvas.setAttribute('aria-label', `${images?.pictures[state.image] ?? images?.ids[state.image] ?? 'Image'}: ${painted.length} boxes`);
  }

  private listen(): void {
    const { canvas } = this;
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      const { left, top } = canvas.getBoundingClientRect();
      this.zoomBy(Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) * 0.0018), event.clientX - left, event.clientY - top);
    }, { passive: false });
    canvas.addEventListener('dblclick', () => this.fit());
    canvas.addEventListener('pointermove', (event) => {
      if (event.buttons !== 0) return;
      const { left, top } = canvas.getBoundingClientRect();
      const place = this.boxAt(event.clientX - left, event.clientY - top);
      canvas.classList.toggle('over-box', place !== null);
      this.actions.hover(place);
    });
    canvas.addEventListener('pointerleave', () => this.actions.hover(null));
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button > 1) return;
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      let { clientX: x, clientY: y } = event;
      let moved = 0;
      const ended = new AbortController();
      const { signal } = ended;
      canvas.addEventListener('pointermove', (move) => {
        moved += Math.abs(move.clientX - x) + Math.abs(move.clientY - y);
        if (moved > 3) this.moveBy(move.clientX - x, move.clientY - y);
        x = move.clientX;
        y = move.clientY;
      }, { signal });
      canvas.addEventListener('pointerup', (up) => {
        ended.abort();
        if (moved > 3) return;
        const { left, top } = canvas.getBoundingClientRect();
        this.actions.select(this.boxAt(up.clientX - left, up.clientY - top));
      }, { signal });
      canvas.addEventListener('pointercancel', () => ended.abort(), { signal });
    });
  }
}
