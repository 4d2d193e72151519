import { Camera, NearestFilter, RGBAIntegerFormat, UnsignedIntType, WebGLRenderTarget } from 'three';
import type { RawShaderMaterial , Scene} from 'three';
import type { Vector3 } from '../../src/model/bounds';
import { cellCentre } from '../../src/model/grid';
import type { CellLayer } from './cellLayer';
import type { Content } from './content';
import { setRange } from './drawUnit';
import { findTriangle } from './meshPicking';
import type { Orbit } from './orbit';
import { aim, type CanvasArea } from './sceneCamera';
import type { PickHit, Shading } from './sceneApi';
import type { Stage } from './stage';
import { add, length, subtract } from './vector';

/** Device pixels from the pointer within which something is hit. */
const reach = 7;
const side = 2 * reach + 1;

/** Which pixel of a square region is the hit: the one nearest to its middle, then the nearest to the camera. -1 for none. */
export function bestPixel(found: Uint32Array, sideLength: number): number {
  const depths = new Float32Array(found.buffer, found.byteOffset, found.length);
  const middle = (sideLength - 1) / 2;
  let best = -1;
  let bestDistance = Infinity;
  for (let pixel = 0; pixel < sideLength * sideLength; pixel++) {
    if (found[4 * pixel] === 0) continue;
    const distance = ((pixel % sideLength) - middle) ** 2 + (Math.floor(pixel / sideLength) - middle) ** 2;
    if (distance < bestDistance || (distance === bestDistance && depths[4 * pixel + 2] < depths[4 * best + 2])) {
      best = pixel;
      bestDistance = distance;
    }
  }
  return best;
}

/** Finds what is at a place by drawing the few pixels around it with numbers for colours, all points included. */
export class Picker {
  private readonly target: WebGLRenderTarget;
  private readonly camera = new Camera();
  private readonly found = new Uint32Array(4 * side * side);
  private readonly places = new Uint32Array(4 * side * side);
  /** One pick at a time, since they share the target. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly stage: Stage,
    private readonly scene: Scene,
  ) {
    this.target = new WebGLRenderTarget(side, side, {
      count: 2,
      format: RGBAIntegerFormat,
      type: UnsignedIntType,
      internalFormat: 'RGBA32UI',
      minFilter: NearestFilter,
      magFilter: NearestFilter,
      generateMipmaps: false,
    });
  }

  /** `x` and `y` in CSS pixels. Null when nothing is near, or the context is lost. */
  pick(content: Content, shading: Shading, orbit: Orbit, area: CanvasArea, x: number, y: number): Promise<PickHit | null> {
    const answer = this.last.then(() => (this.stage.lost ? null : this.find(content, shading, orbit, area, x, y)));
    this.last = answer.catch(() => null);
    return answer;
  }

  dispose(): void {
    this.target.dispose();
  }

  private async find(content: Content, shading: Shading, orbit: Orbit, area: CanvasArea, x: number, y: number): Promise<PickHit | null> {
    const { origin } = content;
    if (!origin) return null;
    const half = (reach + 0.5) / this.stage.ratio;
    aim(this.camera, orbit, origin, area, content.bounds, { x: x - half, y: y - half, width: 2 * half, height: 2 * half });
    this.render(content, shading);
    const { renderer } = this.stage;
    await renderer.readRenderTargetPixelsAsync(this.target, 0, 0, side, side, this.found, undefined, 0);
    const pixel = bestPixel(this.found, side);
    if (pixel < 0) return null;
    await renderer.readRenderTargetPixelsAsync(this.target, 0, 0, side, side, this.places, undefined, 1);
    const owner = content.ownerOf(this.found[4 * pixel]);
    const vertex = this.found[4 * pixel + 1];
    if (!owner) return null;
    if (owner.kind === 'cloud') {
      return { kind: 'point', piece: owner.layer.piece, slot: vertex, position: owner.layer.position(vertex) };
    }
    if (owner.kind === 'cells') return this.cellHit(owner.layer, pixel, vertex);
    const { layer } = owner;
    if (owner.kind === 'vertices') {
      const slot = layer.slotOf(vertex);
      return slot ? { kind: 'point', ...slot, position: layer.position(vertex) } : null;
    }
    const local = this.placeOf(pixel);
    const surface = add(local, layer.centre);
    const found = await findTriangle(owner.block.indices, layer.positions, vertex, local);
    if (!found) return null;
    const corners = found.vertices.map((row) => ({ row, position: layer.position(row) }));
    corners.sort((a, b) => length(subtract(a.position, surface)) - length(subtract(b.position, surface)));
    const slot = layer.slotOf(corners[0].row);
    if (!slot) return null;
    return {
      kind: 'triangle',
      face: owner.block.faces[found.triangle],
      vertices: found.vertices,
      ...slot,
      position: corners[0].position,
      surface,
    };
  }

  private cellHit(layer: CellLayer, pixel: number, direction: number): PickHit {
    const place = this.placeOf(pixel);
    const cell = layer.cellAt(place, direction);
    return { kind: 'cell', cell, piece: -1, slot: -1, position: cellCentre(layer.grid, cell[0], cell[1], cell[2]), surface: add(place, layer.centre) };
  }

  /** About the centre of the layer that was hit. */
  private placeOf(pixel: number): Vector3 {
    const [x, y, z] = new Float32Array(this.places.buffer, 16 * pixel, 3);
    return [x, y, z];
  }

  private render(content: Content, shading: Shading): void {
    const { renderer } = this.stage;
    const visible = content.units(shading);
    // A wireframe has no surface to click on; its vertices stand for it.
    const mesh = content.meshLayer;
    if (mesh && (shading === 'wireframe' || mesh.triangles.length === 0)) visible.push(mesh.pointUnit);
    for (const unit of content.allUnits) unit.object.visible = false;
    const own: { readonly unit: (typeof visible)[number]; readonly material: RawShaderMaterial }[] = [];
    for (const unit of visible) {
      if (!unit.picking) continue;
      own.push({ unit, material: unit.material });
      Reflect.set(unit.object, 'material', unit.picking);
      setRange(unit, 0, unit.count);
    }
    for (const group of this.scene.children) group.visible = group === content.group;
    renderer.setRenderTarget(this.target);
    renderer.setClearColor(0x000000, 0);
    renderer.clear();
    renderer.render(this.scene, this.camera);
    renderer.setRenderTarget(null);
    for (const group of this.scene.children) group.visible = true;
    for (const { unit, material } of own) Reflect.set(unit.object, 'material', material);
  }
}
