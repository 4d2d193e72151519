import type { Bounds, Vector3 } from '../../src/model/bounds';
import { cssText, type SceneTones } from './cssColour';
import { svg } from './overlay';

/** Corners by bits: x, y, z. Two corners that differ in one bit share an edge. */
const edges: readonly (readonly [number, number])[] = Array.from({ length: 8 }, (_, corner) => corner).flatMap((corner) =>
  [1, 2, 4].filter((bit) => (corner & bit) === 0).map((bit): readonly [number, number] => [corner, corner | bit]),
);

function corner({ min, max }: Bounds, bits: number): Vector3 {
  return [bits & 1 ? max[0] : min[0], bits & 2 ? max[1] : min[1], bits & 4 ? max[2] : min[2]];
}

/** The twelve edges of the clipping box, over the picture. */
export class BoxOutline {
  private readonly path: SVGPathElement;

  constructor(overlay: SVGSVGElement) {
    this.path = svg('path', { fill: 'none', 'stroke-width': 1, visibility: 'hidden', 'data-part': 'clipping-box' });
    overlay.append(this.path);
  }

  setTones(tones: SceneTones): void {
    this.path.setAttribute('stroke', cssText(tones.neutral));
  }

  /** `project` gives null behind the camera; an edge with such an end is left out. */
  place(box: Bounds | null, project: (position: Vector3) => { readonly x: number; readonly y: number } | null): void {
    this.path.setAttribute('visibility', box ? 'visible' : 'hidden');
    if (!box) return;
    const seen = Array.from({ length: 8 }, (_, bits) => project(corner(box, bits)));
    const lines = edges.flatMap(([from, to]) => {
      const [a, b] = [seen[from], seen[to]];
      return a && b ? [`M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`] : [];
    });
    this.path.setAttribute('d', lines.join(''));
  }
}
