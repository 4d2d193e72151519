import { Group, LineSegments, Mesh, NearestFilter, DataTexture, NoColorSpace, RGBAFormat, UnsignedByteType, type Scene } from 'three';
import { sliceAxes } from '../../src/geometry/gridSlice';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { cellCentre, type Axis, type AxisDirections } from '../../src/model/grid';
import { createGeometry, type DrawUnit } from './drawUnit';
import { GpuBuffer } from './gpuBuffers';
import { createPieceUniforms, type SceneMaterials } from './sceneMaterials';
import type { SlicePicture } from './sceneApi';
import { add, addScaled, cross, dot, scale, subtract } from './vector';

/** Where a grid's cells are. */
export interface GridPlace {
  /** Cells in x, y, z. */
  readonly dimensions: Vector3;
  readonly spacing: Vector3;
  /** Centre of the first cell. */
  readonly origin: Vector3;
  readonly directions: AxisDirections;
}

interface Plane {
  readonly index: number;
  readonly units: readonly DrawUnit[];
  readonly texture: DataTexture;
  readonly buffers: readonly GpuBuffer[];
}

/** A layer of a grid's cells as a rectangle through the middle of the cells, textured with their colours. */
export class SlicePlanes {
  readonly group = new Group();
  private place: GridPlace | null = null;
  private readonly planes = new Map<Axis, Plane>();

  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly materials: SceneMaterials,
    scene: Scene,
  ) {
    scene.add(this.group);
  }

  get grid(): GridPlace | null {
    return this.place;
  }

  /** Drops all planes. */
  setGrid(place: GridPlace | null): void {
    for (const axis of [0, 1, 2] as const) this.set(axis, null);
    this.place = place;
  }

  indexOf(axis: Axis): number | null {
    return this.planes.get(axis)?.index ?? null;
  }

  set(axis: Axis, picture: SlicePicture | null): void {
    const before = this.planes.get(axis);
    if (before) this.drop(before);
    this.planes.delete(axis);
    if (!picture || !this.place) return;
    this.planes.set(axis, this.create(axis, picture, this.place));
  }

  get units(): DrawUnit[] {
    return [...this.planes.values()].flatMap((plane) => plane.units);
  }

  /** The middle of the grid, about which the planes' positions are float32. */
  get centre(): Vector3 | null {
    const { place } = this;
    return place && cellCentre(place, (place.dimensions[0] - 1) / 2, (place.dimensions[1] - 1) / 2, (place.dimensions[2] - 1) / 2);
  }

  /** Of the cells' outer sides, while there is a plane. */
  get bounds(): Bounds | null {
    const { place } = this;
    if (!place || this.planes.size === 0) return null;
    const min: [number, number, number] = [Infinity, Infinity, Infinity];
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    for (let corner = 0; corner < 8; corner++) {
      const at = ([0, 1, 2] as const).map((axis) => ((corner >> axis) & 1 ? place.dimensions[axis] - 0.5 : -0.5));
      const position = cellCentre(place, at[0], at[1], at[2]);
      for (const axis of [0, 1, 2] as const) {
        min[axis] = Math.min(min[axis], position[axis]);
        max[axis] = Math.max(max[axis], position[axis]);
      }
    }
    return { min, max };
  }

  /** Puts the planes where they are about the scene's origin. */
  prepare(origin: Vector3): void {
    this.group.position.fromArray(subtract(this.centre ?? origin, origin));
    this.group.updateMatrixWorld(true);
  }

  /** The nearest cell of a plane that a line of sight meets, and how far along it that is. */
  hit(from: Vector3, direction: Vector3, clip: Bounds | null = null): { readonly axis: Axis; readonly cell: Vector3; readonly position: Vector3; readonly distance: number } | null {
    const { place } = this;
    let best: ReturnType<SlicePlanes['hit']> = null;
    if (!place) return null;
    for (const [axis, { index }] of this.planes) {
      const [u, v] = sliceAxes(axis);
      const along = place.directions[u];
      const up = place.directions[v];
      const normal = cross(along, up);
      const middle = cellCentre(place, axis === 0 ? index : 0, axis === 1 ? index : 0, axis === 2 ? index : 0);
      const slope = dot(direction, normal);
      if (slope === 0) continue;
      const distance = dot(subtract(middle, from), normal) / slope;
      if (!(distance > 0) || (best && distance >= best.distance)) continue;
      const position = addScaled(from, direction, distance);
      // Directions need not be at right angles: each coordinate is told by the normal of the other.
      const offset = subtract(position, middle);
      const acrossU = cross(up, normal);
      const acrossV = cross(along, normal);
      const placeU = Math.round(dot(offset, acrossU) / dot(along, acrossU) / place.spacing[u]);
      const placeV = Math.round(dot(offset, acrossV) / dot(up, acrossV) / place.spacing[v]);
      if (clip?.min.some((least, i) => position[i] < least || position[i] > clip.max[i])) continue;
      if (placeU < 0 || placeV < 0 || placeU >= place.dimensions[u] || placeV >= place.dimensions[v]) continue;
      const cell: [number, number, number] = [0, 0, 0];
      cell[axis] = index;
      cell[u] = placeU;
      cell[v] = placeV;
      best = { axis, cell, position, distance };
    }
    return best;
  }

  dispose(): void {
    this.setGrid(null);
    this.group.removeFromParent();
  }

  private create(axis: Axis, { index, width, height, pixels, lines }: SlicePicture, place: GridPlace): Plane {
    const [u, v] = sliceAxes(axis);
    const centre = this.centre ?? [0, 0, 0];
    const corner = (placeU: number, placeV: number): Vector3 => {
      const at: [number, number, number] = [0, 0, 0];
      at[axis] = index;
      at[u] = placeU;
      at[v] = placeV;
      return subtract(cellCentre(place, at[0], at[1], at[2]), centre);
    };
    const first = corner(-0.5, -0.5);
    const stepU = scale(subtract(corner(width - 0.5, -0.5), first), 1 / width);
    const stepV = scale(subtract(corner(-0.5, height - 0.5), first), 1 / height);
    const at = (placeU: number, placeV: number): Vector3 => add(addScaled(first, stepU, placeU + 0.5), scale(stepV, placeV + 0.5));
    const ends = [[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]];
    const positions = GpuBuffer.of(this.context, Float32Array.from(ends.flatMap(([a, b]) => at(a * width - 0.5, b * height - 0.5))));
    const shares = GpuBuffer.of(this.context, Float32Array.from(ends.flat()));
    const texture = new DataTexture(pixels, width, height, RGBAFormat, UnsignedByteType);
    texture.colorSpace = NoColorSpace;
    texture.minFilter = NearestFilter;
    texture.magFilter = NearestFilter;
    texture.needsUpdate = true;
    const uniforms = createPieceUniforms(false, 0);
    const geometry = createGeometry();
    geometry.setAttribute('position', positions.floats(3));
    geometry.setAttribute('place', shares.floats(2));
    const material = this.materials.picture(uniforms, texture);
    const object = new Mesh(geometry, material);
    const units: DrawUnit[] = [{ object, geometry, material, picking: null, uniforms, centre, count: 2, stride: 3, sampled: false, drawn: 0 }];
    const buffers = [positions, shares];
    if (lines && lines.length > 0) {
      const ends3 = new Float32Array((lines.length / 2) * 3);
      for (let i = 0; i < lines.length / 2; i++) ends3.set(at(lines[2 * i], lines[2 * i + 1]), 3 * i);
      const buffer = GpuBuffer.of(this.context, ends3);
      const lineGeometry = createGeometry();
      lineGeometry.setAttribute('position', buffer.floats(3));
      const lineMaterial = this.materials.contour(uniforms);
      units.push({ object: new LineSegments(lineGeometry, lineMaterial), geometry: lineGeometry, material: lineMaterial, picking: null, uniforms, centre, count: lines.length / 4, stride: 2, sampled: false, drawn: 0 });
      buffers.push(buffer);
    }
    for (const unit of units) {
      unit.object.frustumCulled = false;
      unit.object.visible = false;
      this.group.add(unit.object);
    }
    return { index, units, texture, buffers };
  }

  private drop({ units, texture, buffers }: Plane): void {
    for (const { object, geometry, material } of units) {
      this.group.remove(object);
      geometry.dispose();
      material.dispose();
    }
    for (const buffer of buffers) buffer.dispose();
    texture.dispose();
  }
}
