import { Group } from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { categoryColours, categoryOf } from './colourMaps';
import type { DrawUnit } from './drawUnit';
import { cellCentre } from '../../src/model/grid';
import { boundsOf, union } from './localBounds';
import { CellLayer } from './cellLayer';
import { MeshLayer } from './meshLayer';
import { PointLayer } from './pointLayer';
import type { Colouring, Selection, Shading, ValueRange } from './sceneApi';
import type { PieceUniforms, SceneMaterials } from './sceneMaterials';
import { dot } from './vector';

/** What a pick's object number stands for. */
export type PickOwner =
  | { readonly kind: 'cloud'; readonly layer: PointLayer }
  | { readonly kind: 'cells'; readonly layer: CellLayer }
  | { readonly kind: 'vertices'; readonly layer: MeshLayer }
  | { readonly kind: 'triangles'; readonly layer: MeshLayer; readonly block: MeshLayer['triangles'][number] };

/** All that was opened from one file, on the GPU. */
export class Content {
  readonly group = new Group();
  bounds: Bounds | null = null;
  hasColours = false;
  /** Vertices have opacities of their own. */
  translucent = false;
  private clouds: PointLayer[] = [];
  private mesh: MeshLayer | null = null;
  private cells: CellLayer | null = null;
  /** Values whose piece did not come yet. */
  private readonly early = new Map<number, ScalarPiece>();
  /** The scene's origin in the file's coordinates: the first piece's centre. */
  origin: Vector3 | null = null;
  private pickNumbers = 0;

  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly materials: SceneMaterials,
  ) {}

  get isEmpty(): boolean {
    return this.clouds.length === 0 && this.mesh === null && this.cells === null;
  }

  get isMesh(): boolean {
    return this.mesh !== null;
  }

  get cellLayer(): CellLayer | null {
    return this.cells;
  }

  get hasPoints(): boolean {
    return this.clouds.length > 0;
  }

  get meshLayer(): MeshLayer | null {
    return this.mesh;
  }

  get byteLength(): number {
    return this.clouds.reduce((sum, cloud) => sum + cloud.byteLength, (this.mesh?.byteLength ?? 0) + (this.cells?.byteLength ?? 0));
  }

  /** Uploads a piece. True when what is in the picture already must be drawn anew. */
  add(piece: DisplayPiece): boolean {
    switch (piece.kind) {
      case 'sample':
      case 'points': {
        this.noteVertices(piece);
        const origin = this.origin ?? piece.centre;
        const layer = new PointLayer(this.context, this.materials, this.group, piece, origin, ++this.pickNumbers);
        this.clouds.push(layer);
        this.takeEarly(layer.piece);
        // The sample's points are also in the pieces, at the same places: the picture holds them already.
        if (piece.kind === 'points' && piece.last) this.dropSample();
        // Points that stand for cells take the place of their faces.
        return this.cells !== null;
      }
      case 'vertices': {
        this.noteVertices(piece);
        if (piece.translucent) this.translucent = true;
        const origin = this.origin ?? piece.centre;
        this.mesh ??= new MeshLayer(this.context, this.materials, this.group, piece, origin, () => ++this.pickNumbers);
        this.mesh.addVertices(piece);
        this.takeEarly(piece.piece);
        return false;
      }
      case 'triangles': {
        // A first surface takes the place of the vertices that were shown while it was on its way.
        const first = this.mesh?.triangles.length === 0;
        this.mesh?.addTriangles(piece);
        return first;
      }
      case 'grid':
        this.origin ??= cellCentre(piece, (piece.dimensions[0] - 1) / 2, (piece.dimensions[1] - 1) / 2, (piece.dimensions[2] - 1) / 2);
        this.cells ??= new CellLayer(this.context, this.materials, this.group, piece, this.origin, ++this.pickNumbers);
        if (piece.colours) this.hasColours = true;
        return false;
      case 'cells':
        this.cells?.addCells(piece);
        this.bounds = union(this.bounds, this.cells?.boundsOf(piece) ?? null);
        return false;
      case 'lines':
        this.mesh?.addLines(piece);
        return true;
    }
  }

  addScalars(piece: ScalarPiece): void {
    if (piece.piece < 0) this.cells?.setScalars(piece);
    else if (this.mesh?.hasPiece(piece.piece)) this.mesh.setScalars(piece);
    else {
      const cloud = this.clouds.find((layer) => layer.piece === piece.piece);
      if (cloud) cloud.setScalars(piece);
      else this.early.set(piece.piece, piece);
    }
  }

  clearScalars(): void {
    this.early.clear();
    this.mesh?.dropScalars();
    this.cells?.dropScalars();
    for (const cloud of this.clouds) cloud.dropScalars();
  }

  /** What a shading draws; where there are coarser pictures, the finest of at most `most` elements. */
  units(shading: Shading, most?: number): DrawUnit[] {
    if (shading === 'slices') return [];
    // The points of cells stand in for their faces, and the faces for them until they have come.
    if (this.cells && (shading !== 'points' || this.clouds.length === 0)) return this.cells.units(shading === 'points' ? 'surface' : shading, most);
    return [...(this.mesh?.units(shading) ?? []), ...this.clouds.map((cloud) => cloud.unit)];
  }

  get allUnits(): DrawUnit[] {
    return [...(this.mesh?.allUnits ?? []), ...(this.cells?.allUnits ?? []), ...this.clouds.map((cloud) => cloud.unit)];
  }

  ownerOf(pickNumber: number): PickOwner | null {
    for (const layer of this.clouds) if (layer.unit.uniforms.pickNumber.value === pickNumber) return { kind: 'cloud', layer };
    if (this.cells?.pieceUniforms.pickNumber.value === pickNumber) return { kind: 'cells', layer: this.cells };
    const layer = this.mesh;
    if (!layer) return null;
    if (layer.pointUnit.uniforms.pickNumber.value === pickNumber) return { kind: 'vertices', layer };
    const block = layer.triangles.find(({ unit }) => unit.uniforms.pickNumber.value === pickNumber);
    return block ? { kind: 'triangles', layer, block } : null;
  }

  /** Sets each piece's part of the colouring, in which float64 differences become small float32 ones. */
  colour(colouring: Colouring, up: Vector3, heights: ValueRange | null, selection: Selection | null): void {
    for (const { unit, centre, base } of this.clouds) {
      colourPiece(unit.uniforms, centre, base, colouring, up, heights);
      select(unit.uniforms, base, selection);
    }
    if (this.cells) {
      colourPiece(this.cells.pieceUniforms, this.cells.centre, this.cells.base, colouring, up, heights);
      select(this.cells.pieceUniforms, this.cells.base, selection);
    }
    if (!this.mesh) return;
    colourPiece(this.mesh.valueUniforms, this.mesh.centre, this.mesh.base, colouring, up, heights);
    select(this.mesh.valueUniforms, this.mesh.base, selection);
  }

  dispose(): void {
    for (const cloud of this.clouds) cloud.dispose();
    this.clouds = [];
    this.mesh?.dispose();
    this.mesh = null;
    this.cells?.dispose();
    this.cells = null;
    this.early.clear();
    this.group.removeFromParent();
  }

  private noteVertices(piece: Extract<DisplayPiece, { positions: unknown }>): void {
    this.origin ??= piece.centre;
    this.bounds = union(this.bounds, boundsOf(piece.positions, piece.centre));
    if (piece.colours) this.hasColours = true;
  }

  private takeEarly(piece: number): void {
    const scalars = this.early.get(piece);
    if (!scalars) return;
    this.early.delete(piece);
    this.addScalars(scalars);
  }

  private dropSample(): void {
    for (const cloud of this.clouds) if (cloud.piece < 0) cloud.dispose();
    this.clouds = this.clouds.filter((cloud) => cloud.piece >= 0);
  }
}

function select(uniforms: PieceUniforms, base: number, selection: Selection | null): void {
  uniforms.selectedFrom.value = (selection?.range.min ?? 0) - base;
  uniforms.selectedTo.value = (selection?.range.max ?? 0) - base;
}

function colourPiece(
  uniforms: PieceUniforms,
  centre: Vector3,
  base: number,
  colouring: Colouring,
  up: Vector3,
  heights: ValueRange | null,
): void {
  if (heights) uniforms.heightStart.value = heights.min - dot(centre, up);
  if (colouring.kind !== 'scalar') return;
  const { min, max } = colouring.range;
  uniforms.scalarStart.value = min - base;
  uniforms.scalarScale.value = max > min ? 1 / (max - min) : 0;
  // Only the part below twelve matters, and what is left of the base must not be rounded twice.
  const whole = Math.floor(base);
  uniforms.categoryBase.value = base === whole ? categoryOf(base) : (((base % categoryColours.length) + categoryColours.length) % categoryColours.length);
}
