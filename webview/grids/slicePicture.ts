import { contourLines } from '../../src/geometry/contourLines';
import { sliceAxes, type GridSlice } from '../../src/geometry/gridSlice';
import type { Vector3 } from '../../src/model/bounds';
import type { Axis } from '../../src/model/grid';
import { element } from '../panels/element';
import { axisNames } from './axisNames';

export interface SlicePictureActions {
  /** The pointer is over a cell, or over none. */
  hover(cell: Vector3 | null): void;
  /** Brings the other two slices to a cell. */
  go(cell: Vector3): void;
  move(axis: Axis, index: number): void;
}

/** What a picture shows. */
export interface SlicePictureContent {
  readonly slice: GridSlice;
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Where the three slices meet. */
  readonly cell: Vector3;
  readonly cells: number;
  readonly spacing: Vector3;
  readonly contour: number | null;
}

/** Layers that a key moves by. */
const keySteps: Readonly<Record<string, number>> = { ArrowDown: -1, ArrowLeft: -1, ArrowUp: 1, ArrowRight: 1, PageDown: -10, PageUp: 10 };
/** Pixels of wheel movement that are one layer. */
const wheelStep = 40;
const wheelLine = 16;

/** One slice as a picture: its cells as squares, a cross where the others cut it, moved by the wheel and by keys. */
export class SlicePicture {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { class: 'slice-canvas' });
  private readonly title = element('span', { class: 'slice-title' });
  private readonly place: HTMLElement;
  private readonly observer = new ResizeObserver(() => this.paint());
  private readonly cells = document.createElement('canvas');
  private content: SlicePictureContent | null = null;
  private wheel = 0;

  constructor(
    private readonly axis: Axis,
    private readonly actions: SlicePictureActions,
  ) {
    const [u, v] = sliceAxes(axis);
    this.place = element('div', {
      class: 'slice-place',
      attributes: { role: 'slider', tabindex: '0', 'aria-label': `Slice across ${axisNames[axis]}`, 'aria-valuemin': '0', 'aria-orientation': 'vertical' },
    }, this.canvas);
    this.element = element(
      'figure',
      { class: 'slice-picture', attributes: { 'data-axis': axisNames[axis] } },
      element('figcaption', { class: 'slice-caption' }, this.title, element('span', { class: 'slice-axes', text: `${axisNames[u]} →  ${axisNames[v]} ↑` })),
      this.place,
    );
    this.observer.observe(this.place);
    this.listen();
  }

  show(content: SlicePictureContent | null): void {
    const before = this.content;
    this.content = content;
    if (!content) return;
    const { slice, pixels, cells } = content;
    if (before?.pixels !== pixels) {
      this.cells.width = slice.width;
      this.cells.height = slice.height;
      this.cells.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), slice.width, slice.height), 0, 0);
    }
    const name = axisNames[this.axis];
    const index = content.cell[this.axis];
    this.title.textContent = `${name} ${index}`;
    this.title.title = `Layer ${index} of ${cells} across ${name}`;
    this.place.setAttribute('aria-valuenow', String(index));
    this.place.setAttribute('aria-valuemax', String(cells - 1));
    this.place.setAttribute('aria-valuetext', `layer ${index} of ${cells}`);
    this.paint();
  }

  dispose(): void {
    this.observer.disconnect();
  }

  /** The rectangle that the slice fills in CSS pixels of its room, at the cells' true proportions. */
  private room(): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } | null {
    if (!this.content) return null;
    const { slice, spacing } = this.content;
    const [u, v] = sliceAxes(this.axis);
    const { clientWidth, clientHeight } = this.place;
    const factor = Math.min(clientWidth / (slice.width * spacing[u]), clientHeight / (slice.height * spacing[v]));
    const width = Math.max(1, slice.width * spacing[u] * factor);
    const height = Math.max(1, slice.height * spacing[v] * factor);
    return { left: (clientWidth - width) / 2, top: (clientHeight - height) / 2, width, height };
  }

  private paint(): void {
    const room = this.room();
    const context = this.canvas.getContext('2d');
    if (!room || !context || !this.content || this.place.clientWidth === 0) return;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.place.clientWidth * ratio);
    this.canvas.height = Math.round(this.place.clientHeight * ratio);
    const { slice, cell, contour } = this.content;
    context.scale(ratio, ratio);
    context.translate(room.left, room.top + room.height);
    context.save();
    // Rows of cells go up, rows of pixels down.
    context.scale(1, -1);
    const tooMany = slice.width > room.width * ratio;
    context.imageSmoothingEnabled = tooMany;
    context.drawImage(this.cells, 0, 0, room.width, room.height);
    context.restore();
    const stepU = room.width / slice.width;
    const stepV = room.height / slice.height;
    const style = getComputedStyle(this.element);
    if (contour !== null) {
      const lines = contourLines(slice.values, slice.width, slice.height, contour);
      context.beginPath();
      for (let i = 0; i < lines.length; i += 4) {
        context.moveTo((lines[i] + 0.5) * stepU, -(lines[i + 1] + 0.5) * stepV);
        context.lineTo((lines[i + 2] + 0.5) * stepU, -(lines[i + 3] + 0.5) * stepV);
      }
      context.strokeStyle = 'black';
      context.lineWidth = 1.25;
      context.stroke();
    }
    this.paintCross(context, room, cell, style);
    context.strokeStyle = style.getPropertyValue('--line').trim() || style.color;
    context.lineWidth = 1;
    context.strokeRect(0.5, -room.height + 0.5, room.width - 1, room.height - 1);
  }

  /** Two lines where the other slices are, with a gap about the cell where they meet and a rim that parts them from any colour. */
  private paintCross(context: CanvasRenderingContext2D, room: { readonly width: number; readonly height: number }, cell: Vector3, style: CSSStyleDeclaration): void {
    if (!this.content) return;
    const { width, height } = this.content.slice;
    const [u, v] = sliceAxes(this.axis);
    const x = ((cell[u] + 0.5) / width) * room.width;
    const y = -((cell[v] + 0.5) / height) * room.height;
    const gap = Math.max(4, room.width / width / 2);
    context.beginPath();
    for (const [fromX, fromY, toX, toY] of [[0, y, x - gap, y], [x + gap, y, room.width, y], [x, 0, x, y + gap], [x, y - gap, x, -room.height]]) {
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
    }
    context.strokeStyle = style.backgroundColor;
    context.globalAlpha = 0.55;
    context.lineWidth = 3;
    context.stroke();
    context.strokeStyle = style.color;
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.stroke();
  }

  /** The cell under a pointer; null beside the slice. */
  private cellAt(event: MouseEvent): Vector3 | null {
    const room = this.room();
    if (!room || !this.content) return null;
    const { slice, cell } = this.content;
    const box = this.place.getBoundingClientRect();
    const shareX = (event.clientX - box.left - room.left) / room.width;
    const shareY = 1 - (event.clientY - box.top - room.top) / room.height;
    if (shareX < 0 || shareX >= 1 || shareY < 0 || shareY >= 1) return null;
    const [u, v] = sliceAxes(this.axis);
    const at: [number, number, number] = [...cell];
    at[u] = Math.floor(shareX * slice.width);
    at[v] = Math.floor(shareY * slice.height);
    return at;
  }

  private listen(): void {
    const { place, actions, axis } = this;
    place.addEventListener('pointermove', (event) => {
      const cell = this.cellAt(event);
      actions.hover(cell);
      if (event.buttons === 1 && cell) actions.go(cell);
    });
    place.addEventListener('pointerleave', () => actions.hover(null));
    place.addEventListener('pointerdown', (event) => {
      const cell = event.button === 0 ? this.cellAt(event) : null;
      if (!cell) return;
      if (event.isTrusted) place.setPointerCapture(event.pointerId);
      actions.go(cell);
    });
    place.addEventListener(
      'wheel',
      (event) => {
        if (!this.content || event.ctrlKey) return;
        event.preventDefault();
        this.wheel -= event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * wheelLine : event.deltaY;
        const steps = Math.trunc(this.wheel / wheelStep);
        this.wheel -= steps * wheelStep;
        if (steps !== 0) actions.move(axis, this.content.cell[axis] + steps);
        // The pointer is now over a cell of another layer.
        const cell = this.cellAt(event);
        if (cell) actions.hover(cell);
      },
      { passive: false },
    );
    place.addEventListener('keydown', (event) => {
      if (!this.content) return;
      const { cell, cells } = this.content;
      const step = keySteps[event.key];
      const index = step !== undefined ? cell[axis] + step : event.key === 'Home' ? 0 : event.key === 'End' ? cells - 1 : null;
      if (index === null) return;
      event.preventDefault();
      event.stopPropagation();
      actions.move(axis, index);
    });
  }
}
