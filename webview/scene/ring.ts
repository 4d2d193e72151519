import { cssText, type SceneTones } from './cssColour';
import { svg } from './overlay';

/** The ring about the picked point: the same size whatever the zoom, with a rim that parts it from the data. */
export class Ring {
  private readonly group: SVGGElement;
  private readonly rim: SVGCircleElement;
  private readonly line: SVGCircleElement;

  constructor(overlay: SVGSVGElement) {
    this.group = svg('g', { visibility: 'hidden', 'data-part': 'pick-ring' });
    this.rim = svg('circle', { r: 7, fill: 'none', 'stroke-width': 4.5 });
    this.line = svg('circle', { r: 7, fill: 'none', 'stroke-width': 2 });
    this.group.append(this.rim, this.line);
    overlay.append(this.group);
  }

  setTones(tones: SceneTones): void {
    this.rim.setAttribute('stroke', cssText(tones.background));
    this.line.setAttribute('stroke', cssText(tones.accent));
  }

  place(position: { readonly x: number; readonly y: number } | null): void {
    this.group.setAttribute('visibility', position ? 'visible' : 'hidden');
    if (position) this.group.setAttribute('transform', `translate(${position.x.toFixed(2)} ${position.y.toFixed(2)})`);
  }
}
