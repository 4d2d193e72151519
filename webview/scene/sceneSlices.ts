import type { Scene } from 'three';
import { cellCentre, type Axis } from '../../src/model/grid';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import type { SceneTones } from './cssColour';
import type { Orbit } from './orbit';
import { createOverlay } from './overlay';
import { projectedPlace, rayThrough, type CanvasArea } from './sceneCamera';
import type { SceneMaterials } from './sceneMaterials';
import type { SceneSlices, SlicePicture } from './sceneApi';
import { SliceHandles } from './sliceHandles';
import { SlicePlanes, type GridPlace } from './slicePlanes';
import { dot, subtract } from './vector';

/** Slices of a grid in the scene: the planes and the knobs that move them. */
export class Slices implements SceneSlices {
  readonly planes: SlicePlanes;
  private readonly handles: SliceHandles;
  private readonly overlay: SVGSVGElement;

  constructor(
    context: WebGL2RenderingContext,
    materials: SceneMaterials,
    scene: Scene,
    container: HTMLElement,
    private readonly redraw: () => void,
    moved: (axis: Axis, index: number) => void,
  ) {
    this.planes = new SlicePlanes(context, materials, scene);
    this.overlay = createOverlay(container);
    this.handles = new SliceHandles(this.overlay, moved);
  }

  setGrid(grid: GridPlace | null): void {
    this.planes.setGrid(grid);
    this.redraw();
  }

  setPlane(axis: Axis, picture: SlicePicture | null): void {
    this.planes.set(axis, picture);
    this.redraw();
  }

  setTones(tones: SceneTones): void {
    this.handles.setTones(tones);
  }

  /** Each knob rides on one of the three edges that meet in the grid's last corner. */
  prepare(orbit: Orbit, area: CanvasArea, origin: Vector3): void {
    const { grid } = this.planes;
    this.planes.prepare(origin);
    for (const axis of [0, 1, 2] as const) {
      const index = this.planes.indexOf(axis);
      if (index === null || !grid) {
        this.handles.place(axis, null);
        continue;
      }
      const at = (layer: number): { x: number; y: number } | null => {
        const end = grid.dimensions.map((cells) => cells - 0.5);
        end[axis] = layer;
        return projectedPlace(orbit, area, cellCentre(grid, end[0], end[1], end[2]));
      };
      const here = at(index);
      const next = at(index + 1);
      this.handles.place(axis, here && next ? { here, next, index, cells: grid.dimensions[axis] } : null);
    }
  }

  /** The cell of a plane under a place of the canvas, unless something that was hit there is nearer. */
  cellAt(orbit: Orbit, area: CanvasArea, x: number, y: number, nearer: Vector3 | null, clip: Bounds | null): { readonly axis: Axis; readonly cell: Vector3; readonly position: Vector3 } | null {
    const { from, direction } = rayThrough(orbit, area, x, y);
    const hit = this.planes.hit(from, direction, clip);
    return hit && nearer && dot(subtract(nearer, from), direction) < hit.distance ? null : hit;
  }

  dispose(): void {
    this.planes.dispose();
    this.overlay.remove();
  }
}
