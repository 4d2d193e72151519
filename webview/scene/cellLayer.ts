import {
  ClampToEdgeWrapping,
  Data3DTexture,
  DataTexture,
  LinearFilter,
  Matrix3,
  Mesh,
  NearestFilter,
  NoColorSpace,
  RedFormat,
  FloatType,
  RGBAFormat,
  RGIntegerFormat,
  UnsignedByteType,
  UnsignedIntType,
  Vector3 as ShaderVector,
  type Group,
} from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { SoftCells } from '../../src/geometry/softCells';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { cellCentre } from '../../src/model/grid';
import { createGeometry, type DrawUnit } from './drawUnit';
import { GpuAttribute } from './gpuBuffers';
import { createPieceUniforms, type CellUniforms, type PieceUniforms, type SceneMaterials } from './sceneMaterials';
import type { Shading } from './sceneApi';
import { scale, subtract } from './vector';

type GridPiece = Extract<DisplayPiece, { kind: 'grid' }>;
type CellPiece = Extract<DisplayPiece, { kind: 'cells' }>;

/** Rectangles in a row of their texture, as the shader has it. */
const textureWidth = 2048;
/** Kinds in a row of their textures. */
const paletteWidth = 1024;
const verticesPerQuad = 6;

interface CellBlock {
  readonly unit: DrawUnit;
  readonly quads: DataTexture;
}

/** The cells of a voxel grid: rectangles between occupied and empty cells, in levels of 1, 2, 4 ... cells each way. */
export class CellLayer {
  readonly centre: Vector3;
  base = 0;
  private readonly levels: CellBlock[][] = [];
  private readonly uniforms: PieceUniforms;
  private readonly palette: DataTexture;
  private scalars: DataTexture;
  private soft: Data3DTexture | null = null;
  /** Stands where the geometry's positions would be; the shader reads none. */
  private readonly nothing: WebGLBuffer;
  private bytes = 0;
  private readonly shared: Pick<CellUniforms, 'palette' | 'kindValues' | 'softCells' | 'softScale' | 'isSoft'>;

  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly materials: SceneMaterials,
    private readonly group: Group,
    readonly grid: GridPiece,
    private readonly origin: Vector3,
    pickNumber: number,
  ) {
    const [x, y, z] = grid.dimensions;
    this.centre = cellCentre(grid, (x - 1) / 2, (y - 1) / 2, (z - 1) / 2);
    this.uniforms = createPieceUniforms(grid.colours !== null, pickNumber);
    this.nothing = context.createBuffer();
    this.palette = bytesTexture(grid.colours ?? new Uint8Array(4));
    this.scalars = floatTexture(Float32Array.from(grid.values));
    this.bytes = 8 * grid.values.length;
    this.shared = {
      palette: { value: this.palette },
      kindValues: { value: this.scalars },
      softCells: { value: null },
      softScale: { value: new ShaderVector() },
      isSoft: { value: false },
    };
  }

  addCells({ level, first, count, words }: CellPiece): void {
    while (this.levels.length <= level) this.levels.push([]);
    if (count === 0) return;
    const side = 2 ** level;
    const steps = stepsOf(this.grid);
    const corner = subtract(cellCentre(this.grid, first[0] * side - 0.5, first[1] * side - 0.5, first[2] * side - 0.5), this.centre);
    const height = Math.ceil(count / textureWidth);
    const padded = new Uint32Array(2 * textureWidth * height);
    padded.set(words);
    const quads = new DataTexture(padded, textureWidth, height, RGIntegerFormat, UnsignedIntType);
    quads.internalFormat = 'RG32UI';
    dropWhenUploaded(quads);
    this.bytes += padded.byteLength;
    const cell: CellUniforms = {
      ...this.shared,
      quads: { value: quads },
      blockCorner: { value: new ShaderVector(...corner) },
      blockFirst: { value: new ShaderVector(...scale(first, side)) },
      cellSteps: { value: new Matrix3().fromArray(steps.flatMap((step) => scale(step, side))) },
      cellSide: { value: side },
    };
    const geometry = createGeometry();
    geometry.setAttribute('position', new GpuAttribute(this.nothing, WebGL2RenderingContext.FLOAT, 4, 3, verticesPerQuad * count, false));
    const material = this.materials.cells(this.uniforms, cell);
    const object = new Mesh(geometry, material);
    object.frustumCulled = false;
    object.visible = false;
    object.position.fromArray(subtract(this.centre, this.origin));
    this.group.add(object);
    const unit: DrawUnit = {
      object,
      geometry,
      material,
      picking: level === 0 ? this.materials.cellPicking(this.uniforms, cell) : null,
      uniforms: this.uniforms,
      centre: this.centre,
      count,
      stride: verticesPerQuad,
      sampled: true,
      coarse: level > 0,
      drawn: 0,
    };
    this.levels[level].push({ unit, quads });
  }

  /** What a shading draws: the cells themselves, or of those that are at most `most` rectangles the finest. */
  units(shading: Shading, most = Infinity): DrawUnit[] {
    if (shading === 'points' || shading === 'slices') return [];
    const counts = this.levels.map((blocks) => blocks.reduce((sum, { unit }) => sum + unit.count, 0));
    const fitting = counts.findIndex((count) => count <= most);
    const level = fitting < 0 ? this.levels.length - 1 : fitting;
    return (this.levels[level] ?? []).map(({ unit }) => unit);
  }

  get allUnits(): DrawUnit[] {
    return this.levels.flatMap((blocks) => blocks.map(({ unit }) => unit));
  }

  get pieceUniforms(): PieceUniforms {
    return this.uniforms;
  }

  get isSoft(): boolean {
    return this.soft !== null;
  }

  /** What smooth shading takes its normals from. */
  setSoft({ dimensions, factor, values }: SoftCells): void {
    this.soft?.dispose();
    const texture = new Data3DTexture(values, ...dimensions);
    texture.format = RedFormat;
    texture.type = UnsignedByteType;
    texture.minFilter = LinearFilter;
    texture.magFilter = LinearFilter;
    texture.wrapR = ClampToEdgeWrapping;
    texture.unpackAlignment = 1;
    texture.needsUpdate = true;
    this.bytes += values.byteLength - this.softBytes;
    this.softBytes = values.byteLength;
    this.soft = texture;
    this.shared.softCells.value = texture;
    this.shared.softScale.value.set(1 / (dimensions[0] * factor), 1 / (dimensions[1] * factor), 1 / (dimensions[2] * factor));
    this.shared.isSoft.value = true;
  }
  private softBytes = 0;

  /** A value for each kind. */
  setScalars(piece: ScalarPiece): void {
    this.scalars.dispose();
    this.scalars = floatTexture(piece.values);
    this.shared.kindValues.value = this.scalars;
    this.base = piece.base;
    this.uniforms.hasScalars.value = true;
  }

  dropScalars(): void {
    this.uniforms.hasScalars.value = false;
  }

  /**
   * The cell of a place on one of its faces, from the place about the layer's centre and the face's direction (as
   * `faceDirections` numbers them).
   */
  cellAt(place: Vector3, direction: number): Vector3 {
    const inverse = new Matrix3().fromArray(stepsOf(this.grid).flat()).invert();
    const corner = subtract(cellCentre(this.grid, -0.5, -0.5, -0.5), this.centre);
    const [x, y, z] = new ShaderVector(...subtract(place, corner)).applyMatrix3(inverse).toArray();
    const across = direction >> 1;
    const held = (value: number, axis: number): number => {
      const cell = axis === across ? Math.round(value) - (direction & 1) : Math.floor(value);
      return Math.min(this.grid.dimensions[axis] - 1, Math.max(0, cell));
    };
    return [held(x, 0), held(y, 1), held(z, 2)];
  }

  /** The box of a piece's rectangles in the file's coordinates; null when it has none. */
  boundsOf({ level, count, from, to }: CellPiece): Bounds | null {
    if (count === 0 || level > 0) return null;
    const corners = Array.from({ length: 8 }, (_, i) => {
      const at = ([0, 1, 2] as const).map((axis) => ((i >> axis) & 1 ? to[axis] : from[axis]) - 0.5);
      return cellCentre(this.grid, at[0], at[1], at[2]);
    });
    const pick = (choose: (...values: number[]) => number, axis: number): number => choose(...corners.map((corner) => corner[axis]));
    return { min: [pick(Math.min, 0), pick(Math.min, 1), pick(Math.min, 2)], max: [pick(Math.max, 0), pick(Math.max, 1), pick(Math.max, 2)] };
  }

  get byteLength(): number {
    return this.bytes;
  }

  dispose(): void {
    for (const { unit, quads } of this.levels.flat()) {
      this.group.remove(unit.object);
      unit.geometry.dispose();
      unit.material.dispose();
      unit.picking?.dispose();
      quads.dispose();
    }
    this.palette.dispose();
    this.scalars.dispose();
    this.soft?.dispose();
    this.context.deleteBuffer(this.nothing);
  }
}

function stepsOf({ spacing, directions }: GridPiece): [Vector3, Vector3, Vector3] {
  return [scale(directions[0], spacing[0]), scale(directions[1], spacing[1]), scale(directions[2], spacing[2])];
}

/** The page keeps no copy of what is on the GPU. */
function dropWhenUploaded(texture: DataTexture): void {
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.colorSpace = NoColorSpace;
  texture.needsUpdate = true;
  texture.onUpdate = () => {
    texture.image = { data: null, width: texture.image.width, height: texture.image.height };
  };
}

function bytesTexture(colours: Uint8Array): DataTexture {
  const height = Math.ceil(colours.length / 4 / paletteWidth);
  const padded = new Uint8Array(4 * paletteWidth * height);
  padded.set(colours);
  const texture = new DataTexture(padded, paletteWidth, height, RGBAFormat, UnsignedByteType);
  dropWhenUploaded(texture);
  return texture;
}

function floatTexture(values: Float32Array): DataTexture {
  const height = Math.max(1, Math.ceil(values.length / paletteWidth));
  const padded = new Float32Array(paletteWidth * height);
  padded.set(values);
  const texture = new DataTexture(padded, paletteWidth, height, RedFormat, FloatType);
  texture.internalFormat = 'R32F';
  dropWhenUploaded(texture);
  return texture;
}
