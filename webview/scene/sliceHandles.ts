import type { Axis } from '../../src/model/grid';
import { cssText, type SceneTones } from './cssColour';
import { svg } from './overlay';

/** A place on the canvas in CSS pixels. */
export interface CanvasPlace {
  readonly x: number;
  readonly y: number;
}

/** Where one handle is, and where it would be one cell further. */
export interface HandlePlace {
  readonly here: CanvasPlace;
  readonly next: CanvasPlace;
  readonly index: number;
  readonly cells: number;
}

const axisNames = ['x', 'y', 'z'] as const;
/** Layers that a key moves by. */
const keySteps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** A knob on an edge of the grid for each slice plane: dragged along that edge, or moved by keys. */
export class SliceHandles {
  private readonly groups: readonly SVGGElement[];
  private readonly places: (HandlePlace | null)[] = [null, null, null];

  constructor(
    overlay: SVGSVGElement,
    private readonly move: (axis: Axis, index: number) => void,
  ) {
    this.groups = ([0, 1, 2] as const).map((axis) => this.create(axis));
    overlay.append(...this.groups);
  }

  setTones(tones: SceneTones): void {
    this.groups.forEach((group, axis) => {
      const [rim, knob] = group.querySelectorAll('circle');
      rim.setAttribute('fill', cssText(tones.background));
      knob.setAttribute('fill', cssText(tones.axes[axis]));
    });
  }

  /** Null hides the handle of an axis. */
  place(axis: Axis, place: HandlePlace | null): void {
    const group = this.groups[axis];
    this.places[axis] = place;
    group.setAttribute('visibility', place ? 'visible' : 'hidden');
    if (!place) return;
    group.setAttribute('transform', `translate(${place.here.x.toFixed(2)} ${place.here.y.toFixed(2)})`);
    group.setAttribute('aria-valuenow', String(place.index));
    group.setAttribute('aria-valuemax', String(place.cells - 1));
  }

  private create(axis: Axis): SVGGElement {
    const name = axisNames[axis];
    const group = svg('g', {
      visibility: 'hidden',
      role: 'slider',
      tabindex: 0,
      'aria-label': `Slice across ${name}`,
      'aria-valuemin': 0,
      'data-part': `slice-handle-${name}`,
    });
    group.style.pointerEvents = 'auto';
    group.style.cursor = 'move';
    const title = svg('title', {});
    title.textContent = `Slice across ${name}: drag, or arrow keys`;
    group.append(title, svg('circle', { r: 8 }), svg('circle', { r: 6 }));
    group.addEventListener('keydown', (event) => {
      const place = this.places[axis];
      if (!place) return;
      const step = keySteps[event.key];
      const index = step !== undefined ? place.index + step : event.key === 'Home' ? 0 : event.key === 'End' ? place.cells - 1 : null;
      if (index === null) return;
      event.preventDefault();
      event.stopPropagation();
      this.tell(axis, index, place);
    });
    group.addEventListener('pointerdown', (event) => this.drag(axis, group, event));
    return group;
  }

  private drag(axis: Axis, group: SVGGElement, event: PointerEvent): void {
    const start = this.places[axis];
    if (event.button !== 0 || !start) return;
    event.preventDefault();
    event.stopPropagation();
    group.focus();
    group.setPointerCapture(event.pointerId);
    const ended = new AbortController();
    const x = start.next.x - start.here.x;
    const y = start.next.y - start.here.y;
    const square = x * x + y * y;
    group.addEventListener(
      'pointermove',
      (moved) => {
        // An axis that points at the viewer has no length on the screen; up is then further.
        const cells = square > 1e-4 ? ((moved.clientX - event.clientX) * x + (moved.clientY - event.clientY) * y) / square : (event.clientY - moved.clientY) / 4;
        this.tell(axis, start.index + Math.round(cells), start);
      },
      { signal: ended.signal },
    );
    for (const name of ['pointerup', 'pointercancel'] as const) group.addEventListener(name, () => ended.abort(), { signal: ended.signal });
  }

  private tell(axis: Axis, index: number, { cells }: HandlePlace): void {
    const held = Math.min(cells - 1, Math.max(0, index));
    if (held !== this.places[axis]?.index) this.move(axis, held);
  }
}
