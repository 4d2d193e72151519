import { LineSegments, Mesh, Points, type BufferGeometry, type Group, type Object3D, type RawShaderMaterial } from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { Vector3 } from '../../src/model/bounds';
import { createGeometry, type DrawUnit } from './drawUnit';
import { GpuBuffer } from './gpuBuffers';
import type { Shading } from './sceneApi';
import { createPieceUniforms, type PieceUniforms, type SceneMaterials } from './sceneMaterials';
import { subtract } from './vector';

type VertexPiece = Extract<DisplayPiece, { kind: 'vertices' }>;
type TrianglePiece = Extract<DisplayPiece, { kind: 'triangles' }>;
type LinePiece = Extract<DisplayPiece, { kind: 'lines' }>;

/** Triangles of one piece, with the file's face of each. */
export interface TriangleBlock {
  readonly unit: DrawUnit;
  readonly indices: GpuBuffer;
  readonly faces: Uint32Array<ArrayBuffer>;
}

/** A mesh: vertices in one set of buffers that fills piece by piece, and the triangles and lines over them. */
export class MeshLayer {
  readonly total: number;
  readonly centre: Vector3;
  readonly positions: GpuBuffer;
  readonly triangles: TriangleBlock[] = [];
  base = 0;
  private readonly colours: GpuBuffer | null;
  private scalars: GpuBuffer | null = null;
  private normals: GpuBuffer | null = null;
  private readonly vertices: DrawUnit;
  private readonly lines: { readonly role: LinePiece['role']; readonly unit: DrawUnit; readonly indices: GpuBuffer; readonly total: number }[] = [];
  private readonly pieces = new Map<number, { readonly first: number; readonly count: number }>();
  private readonly uniforms: PieceUniforms;

  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly materials: SceneMaterials,
    private readonly group: Group,
    first: VertexPiece,
    private readonly origin: Vector3,
    private readonly nextPickNumber: () => number,
  ) {
    this.total = first.total;
    this.centre = first.centre;
    this.positions = new GpuBuffer(context, 12 * first.total);
    this.colours = first.colours ? new GpuBuffer(context, 4 * first.total) : null;
    this.uniforms = createPieceUniforms(this.colours !== null, this.nextPickNumber());
    const geometry = this.geometry(null);
    const material = materials.points(this.uniforms);
    const points = new Points(geometry, material);
    this.vertices = this.unit(points, geometry, material, materials.picking(this.uniforms, true), this.uniforms, 0, 1);
  }

  addVertices(piece: VertexPiece): void {
    this.pieces.set(piece.piece, { first: piece.first, count: piece.count });
    this.positions.write(12 * piece.first, piece.positions);
    if (this.colours && piece.colours) this.colours.write(4 * piece.first, piece.colours);
    this.vertices.count = Math.max(this.vertices.count, piece.first + piece.count);
  }

  addTriangles(piece: TrianglePiece): void {
    if (piece.indices.length === 0) return;
    const indices = GpuBuffer.of(this.context, piece.indices, 'indices');
    const geometry = this.geometry(indices);
    const uniforms = { ...this.uniforms, pickNumber: { value: this.nextPickNumber() } };
    const material = this.materials.surface(uniforms);
    const mesh = new Mesh(geometry, material);
    const unit = this.unit(mesh, geometry, material, this.materials.picking(uniforms, false), uniforms, piece.indices.length / 3, 3);
    this.triangles.push({ unit, indices, faces: piece.faces });
  }

  addLines(piece: LinePiece): void {
    if (piece.indices.length === 0) return;
    const indices = GpuBuffer.of(this.context, piece.indices, 'indices');
    const geometry = this.geometry(indices);
    const material = this.materials.lines(this.uniforms);
    const segments = new LineSegments(geometry, material);
    const total = piece.indices.length / 2;
    const unit = this.unit(segments, geometry, material, null, this.uniforms, total, 2);
    this.lines.push({ role: piece.role, unit, indices, total });
  }

  /** What a shading draws: the surface first, so that what lies on it is not hidden by later parts of it. Of a file of lines as many as are to be shown, over their ends. */
  units(shading: Shading): DrawUnit[] {
    const pairs = this.lines.filter((line) => line.role === 'pairs');
    if (pairs.length > 0) return shading === 'points' ? [this.vertices] : [this.vertices, ...pairs.map((line) => line.unit)];
    const surfaces = this.triangles.map((block) => block.unit);
    const outlines = this.lines.filter((line) => line.role === 'outline').map((line) => line.unit);
    const edges = this.lines.filter((line) => line.role === 'edges').map((line) => line.unit);
    switch (shading) {
      case 'surface':
      case 'smooth':
        return surfaces.length + edges.length > 0 ? [...surfaces, ...edges] : [this.vertices];
      case 'surfaceWithEdges':
        return surfaces.length + edges.length > 0 ? [...surfaces, ...outlines, ...edges] : [this.vertices];
      case 'wireframe':
        return outlines.length + edges.length > 0 ? [...outlines, ...edges] : [this.vertices];
      case 'points':
        return [this.vertices];
      case 'slices':
        return [];
    }
  }

  /** True of a file that has lines and no faces. */
  get isOfLines(): boolean {
    return this.lines.some(({ role }) => role === 'pairs');
  }

  /** Of a file of lines, draws this many of the first. */
  showLines(count: number): void {
    for (const { role, unit, total } of this.lines) if (role === 'pairs') unit.count = Math.min(total, count);
  }

  get allUnits(): DrawUnit[] {
    return [this.vertices, ...this.triangles.map((block) => block.unit), ...this.lines.map((line) => line.unit)];
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get hasNormals(): boolean {
    return this.normals !== null;
  }

  /** Vertex normals: 3 shorts a vertex. */
  setNormals(values: Int16Array<ArrayBuffer>): void {
    this.normals?.dispose();
    this.normals = GpuBuffer.of(this.context, values);
    for (const { unit } of this.triangles) unit.geometry.setAttribute('normal', this.normals.directions(3));
  }

  setScalars(piece: ScalarPiece): void {
    const place = this.pieces.get(piece.piece);
    if (!place) return;
    if (!this.scalars) {
      this.base = piece.base;
      this.scalars = new GpuBuffer(this.context, 4 * this.total);
      for (const unit of this.allUnits) unit.geometry.setAttribute('scalar', this.scalars.floats(1));
      this.uniforms.hasScalars.value = true;
    }
    // All values share one uniform base here, since they share one buffer.
    const shift = piece.base - this.base;
    if (shift !== 0) for (let i = 0; i < piece.values.length; i++) piece.values[i] += shift;
    this.scalars.write(4 * place.first, piece.values);
  }

  dropScalars(): void {
    this.uniforms.hasScalars.value = false;
    for (const unit of this.allUnits) unit.geometry.deleteAttribute('scalar');
    this.scalars?.dispose();
    this.scalars = null;
  }

  hasPiece(piece: number): boolean {
    return this.pieces.has(piece);
  }

  /** The piece and slot of a vertex row. */
  slotOf(row: number): { piece: number; slot: number } | null {
    for (const [piece, { first, count }] of this.pieces) {
      if (row >= first && row < first + count) return { piece, slot: row - first };
    }
    return null;
  }

  /** Where a vertex row lies, in the file's coordinates. */
  position(row: number): Vector3 {
    const local = new Float32Array(3);
    this.positions.read(12 * row, local);
    return [local[0] + this.centre[0], local[1] + this.centre[1], local[2] + this.centre[2]];
  }

  /** The uniforms of the vertices' values, which all units share. */
  get valueUniforms(): PieceUniforms {
    return this.uniforms;
  }

  get pointUnit(): DrawUnit {
    return this.vertices;
  }

  get byteLength(): number {
    const buffers = [this.positions, this.colours, this.scalars, this.normals, ...this.triangles.map((t) => t.indices), ...this.lines.map((l) => l.indices)];
    return buffers.reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0);
  }

  dispose(): void {
    for (const unit of this.allUnits) {
      this.group.remove(unit.object);
      unit.geometry.dispose();
      unit.material.dispose();
      unit.picking?.dispose();
    }
    for (const { indices } of [...this.triangles, ...this.lines]) indices.dispose();
    this.positions.dispose();
    this.colours?.dispose();
    this.scalars?.dispose();
    this.normals?.dispose();
  }

  private geometry(indices: GpuBuffer | null): BufferGeometry {
    const geometry = createGeometry();
    geometry.setAttribute('position', this.positions.floats(3));
    if (this.colours) geometry.setAttribute('colour', this.colours.shares(4));
    if (this.scalars) geometry.setAttribute('scalar', this.scalars.floats(1));
    if (this.normals && indices) geometry.setAttribute('normal', this.normals.directions(3));
    if (indices) geometry.setIndex(indices.indices());
    return geometry;
  }

  private unit(
    object: Object3D,
    geometry: BufferGeometry,
    material: RawShaderMaterial,
    picking: RawShaderMaterial | null,
    uniforms: PieceUniforms,
    count: number,
    stride: 1 | 2 | 3,
  ): DrawUnit {
    object.frustumCulled = false;
    object.position.fromArray(subtract(this.centre, this.origin));
    this.group.add(object);
    return { object, geometry, material, picking, uniforms, centre: this.centre, count, stride, sampled: false, drawn: 0 };
  }
}
