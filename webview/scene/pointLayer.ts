import { Points, type Group } from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { Vector3 } from '../../src/model/bounds';
import { createGeometry, type DrawUnit } from './drawUnit';
import { GpuBuffer } from './gpuBuffers';
import { createPieceUniforms, type SceneMaterials } from './sceneMaterials';
import { subtract } from './vector';

type CloudPiece = Extract<DisplayPiece, { kind: 'sample' | 'points' }>;

/** One piece of a cloud: points in random order, so that a leading part stands for the whole. */
export class PointLayer {
  readonly unit: DrawUnit;
  /** The piece's number; -1 for the sample. */
  readonly piece: number;
  readonly centre: Vector3;
  base = 0;
  private readonly positions: GpuBuffer;
  private readonly colours: GpuBuffer | null;
  private scalars: GpuBuffer | null = null;

  constructor(
    private readonly context: WebGL2RenderingContext,
    materials: SceneMaterials,
    private readonly group: Group,
    source: CloudPiece,
    origin: Vector3,
    pickNumber: number,
  ) {
    this.piece = source.kind === 'sample' ? -1 : source.piece;
    this.centre = source.centre;
    this.positions = GpuBuffer.of(context, source.positions);
    this.colours = source.colours ? GpuBuffer.of(context, source.colours) : null;
    const geometry = createGeometry();
    geometry.setAttribute('position', this.positions.floats(3));
    if (this.colours) geometry.setAttribute('colour', this.colours.shares(4));
    const uniforms = createPieceUniforms(this.colours !== null, pickNumber);
    const material = materials.points(uniforms);
    const object = new Points(geometry, material);
    object.frustumCulled = false;
    object.position.fromArray(subtract(source.centre, origin));
    this.unit = {
      object,
      geometry,
      material,
      picking: source.kind === 'sample' ? null : materials.picking(uniforms, true),
      uniforms,
      centre: source.centre,
      count: source.count,
      stride: 1,
      sampled: true,
      drawn: 0,
    };
    group.add(object);
  }

  get byteLength(): number {
    return this.positions.byteLength + (this.colours?.byteLength ?? 0) + (this.scalars?.byteLength ?? 0);
  }

  setScalars(piece: ScalarPiece): void {
    this.dropScalars();
    this.base = piece.base;
    this.scalars = GpuBuffer.of(this.context, piece.values);
    this.unit.geometry.setAttribute('scalar', this.scalars.floats(1));
    this.unit.uniforms.hasScalars.value = true;
  }

  dropScalars(): void {
    this.unit.uniforms.hasScalars.value = false;
    this.unit.geometry.deleteAttribute('scalar');
    this.scalars?.dispose();
    this.scalars = null;
  }

  /** Where a slot lies, in the file's coordinates. */
  position(slot: number): Vector3 {
    const local = new Float32Array(3);
    this.positions.read(12 * slot, local);
    return [local[0] + this.centre[0], local[1] + this.centre[1], local[2] + this.centre[2]];
  }

  dispose(): void {
    this.group.remove(this.unit.object);
    this.unit.geometry.dispose();
    this.unit.material.dispose();
    this.unit.picking?.dispose();
    this.positions.dispose();
    this.colours?.dispose();
    this.scalars?.dispose();
  }
}
