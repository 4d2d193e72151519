import type { Vector3 } from '../../src/model/bounds';
import { cssText, type SceneTones } from './cssColour';
import { frameOf, type Orbit } from './orbit';
import { svg } from './overlay';
import { dot } from './vector';

const radius = 26;
const ends: readonly { readonly axis: 0 | 1 | 2; readonly direction: Vector3; readonly label: string }[] = [
  { axis: 0, direction: [1, 0, 0], label: 'x' },
  { axis: 1, direction: [0, 1, 0], label: 'y' },
  { axis: 2, direction: [0, 0, 1], label: 'z' },
  { axis: 0, direction: [-1, 0, 0], label: '-x' },
  { axis: 1, direction: [0, -1, 0], label: '-y' },
  { axis: 2, direction: [0, 0, -1], label: '-z' },
];

interface End {
  readonly group: SVGGElement;
  readonly line: SVGLineElement | null;
  readonly knob: SVGCircleElement;
  readonly text: SVGTextElement | null;
}

/** The axes in the lower left corner; an end of one is a button for the view from there. */
export class Gizmo {
  private readonly group: SVGGElement;
  private readonly parts: readonly End[];

  constructor(overlay: SVGSVGElement, chosen: (direction: Vector3) => void) {
    this.group = svg('g', { 'data-part': 'gizmo' });
    this.parts = ends.map((end) => this.createEnd(end.label, () => chosen(end.direction)));
    overlay.append(this.group);
  }

  setTones(tones: SceneTones): void {
    this.parts.forEach(({ line, knob, text }, i) => {
      const colour = cssText(tones.axes[ends[i].axis]);
      line?.setAttribute('stroke', colour);
      text?.setAttribute('fill', colour);
      if (!text) knob.setAttribute('fill', colour);
    });
  }

  /** Turns the axes with the view; `left` and `bottom` in CSS pixels of the overlay. */
  update(orbit: Orbit, left: number, bottom: number): void {
    this.group.setAttribute('transform', `translate(${left} ${bottom})`);
    const { right, up, back } = frameOf(orbit);
    const placed = this.parts.map((part, i) => {
      const { direction } = ends[i];
      return { part, x: dot(direction, right), y: -dot(direction, up), depth: dot(direction, back) };
    });
    for (const { part, x, y, depth } of placed) {
      part.line?.setAttribute('x2', (x * radius).toFixed(2));
      part.line?.setAttribute('y2', (y * radius).toFixed(2));
      const reach = part.text ? radius + 8 : radius;
      part.knob.setAttribute('cx', (x * reach).toFixed(2));
      part.knob.setAttribute('cy', (y * reach).toFixed(2));
      part.text?.setAttribute('x', (x * reach).toFixed(2));
      part.text?.setAttribute('y', (y * reach).toFixed(2));
      // Ends that point away step back; one that points at the viewer hides its own line anyway.
      part.group.setAttribute('opacity', depth < -0.2 ? '0.55' : '1');
    }
    placed.sort((a, b) => a.depth - b.depth);
    // Only where the order changed, since moving a node takes its focus away.
    placed.forEach(({ part }, i) => {
      if (this.group.children[i] !== part.group && document.activeElement !== part.group) this.group.insertBefore(part.group, this.group.children[i]);
    });
  }

  private createEnd(label: string, act: () => void): End {
    const positive = !label.startsWith('-');
    const group = svg('g', { role: 'button', tabindex: positive ? 0 : -1, 'aria-label': `View from ${label}` });
    group.style.pointerEvents = 'auto';
    group.style.cursor = 'pointer';
    const title = svg('title', {});
    title.textContent = `View from ${label}`;
    group.append(title);
    const line = positive ? svg('line', { x1: 0, y1: 0, 'stroke-width': 2, 'stroke-linecap': 'round' }) : null;
    if (line) line.style.pointerEvents = 'none';
    const knob = svg('circle', positive ? { r: 9, fill: 'transparent' } : { r: 2.5, 'fill-opacity': 0.8, stroke: 'transparent', 'stroke-width': 10 });
    const text = positive ? svg('text', { 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': 12, 'font-weight': 600 }) : null;
    if (line) group.append(line);
    group.append(knob);
    if (text) {
      text.textContent = label;
      text.style.fontFamily = 'var(--vscode-font-family, system-ui, sans-serif)';
      text.style.userSelect = 'none';
      group.append(text);
    }
    group.addEventListener('click', act);
    group.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    return { group, line, knob, text };
  }
}
