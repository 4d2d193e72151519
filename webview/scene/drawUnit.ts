import { BufferGeometry, Sphere, type Object3D, type RawShaderMaterial } from 'three';
import type { Vector3 } from '../../src/model/bounds';
import type { PieceUniforms } from './sceneMaterials';

/** A geometry whose data is on the GPU alone. */
export function createGeometry(): BufferGeometry {
  const geometry = new BufferGeometry();
  // Nothing can be computed from data that is not in the page.
  geometry.boundingSphere = new Sphere();
  return geometry;
}

/** Something that is drawn by ranges, so that a picture can be made in parts over several frames. */
export interface DrawUnit {
  readonly object: Object3D;
  readonly geometry: BufferGeometry;
  readonly material: RawShaderMaterial;
  readonly picking: RawShaderMaterial | null;
  readonly uniforms: PieceUniforms;
  /** What its positions are about, in the file's coordinates. */
  readonly centre: Vector3;
  /** Elements: points, triangles or lines. */
  count: number;
  /** Indices or vertices an element takes. */
  readonly stride: 1 | 2 | 3 | 6;
  /** True when any leading part is a uniform sample of the whole. */
  readonly sampled: boolean;
  /** Stands for finer elements while the view moves. */
  readonly coarse?: boolean;
  /** Elements in the picture so far. */
  drawn: number;
}

/** Limits the next draw to the elements from `first` to `end`. */
export function setRange(unit: DrawUnit, first: number, end: number): void {
  unit.geometry.setDrawRange(first * unit.stride, (end - first) * unit.stride);
  unit.object.visible = end > first;
}
