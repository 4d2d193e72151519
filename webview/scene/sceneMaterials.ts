import {
  Color,
  DataTexture,
  DoubleSide,
  GLSL3,
  LinearFilter,
  NoBlending,
  NoColorSpace,
  RawShaderMaterial,
  type Data3DTexture,
  type Matrix3,
  RGBAFormat,
  UnsignedByteType,
  Vector3,
  type IUniform,
} from 'three';
import { colourMapNames, colourMapTable, type ColourMapName, type Rgb } from './colourMaps';
import { cellFragmentShader, cellPickVertexShader, cellVertexShader } from './cellShaders';
import {
  lineFragmentShader,
  lineVertexShader,
  pickFragmentShader,
  pickVertexShader,
  pictureFragmentShader,
  pictureVertexShader,
  pointFragmentShader,
  pointVertexShader,
  surfaceFragmentShader,
  surfaceVertexShader,
} from './shaders';

/** Values that are the same for all elements; each is one object that all materials hold. */
function createShared() {
  return {
    pointSize: { value: 2 },
    colourMode: { value: 0 },
    categories: { value: false },
    plainColour: { value: new Color() },
    surfaceColour: { value: new Color() },
    neutralColour: { value: new Color() },
    edgeColour: { value: new Color() },
    contourColour: { value: new Color() },
    overSurface: { value: false },
    smoothNormals: { value: false },
    /** Of voxels: normals of what they approximate, and lines between cells. */
    smoothCells: { value: false },
    cellEdges: { value: false },
    orthographic: { value: false },
    heightAxis: { value: new Vector3(0, 0, 1) },
    heightScale: { value: 0 },
    colourMap: { value: colourMapTexture('viridis') },
    opacity: { value: 1 },
    /** Each vertex has an opacity of its own, and red numbers its shell. */
    translucent: { value: false },
    /** Pixels; layers with different shifts leave out different pixels. */
    patternShift: { value: 0 },
    /** 0 shows all alike, 1 only what is selected, 2 the rest in the neutral tone. */
    selectionMode: { value: 0 },
    selectedOutside: { value: false },
    /** Whether there is a clipping box; where it is, each piece has about its own centre. */
    clipped: { value: false },
  };
}

/** Values that each piece has of its own. */
export interface PieceUniforms {
  readonly hasColours: IUniform<boolean>;
  readonly hasScalars: IUniform<boolean>;
  readonly heightStart: IUniform<number>;
  readonly scalarStart: IUniform<number>;
  readonly scalarScale: IUniform<number>;
  readonly categoryBase: IUniform<number>;
  readonly selectedFrom: IUniform<number>;
  readonly selectedTo: IUniform<number>;
  readonly pickNumber: IUniform<number>;
  readonly clipFrom: IUniform<Vector3>;
  readonly clipTo: IUniform<Vector3>;
}

/** Values of a block of cells' faces. */
export interface CellUniforms {
  readonly quads: IUniform<DataTexture>;
  /** RGBA, and a value, of each kind of cell. */
  readonly palette: IUniform<DataTexture>;
  readonly kindValues: IUniform<DataTexture>;
  /** The block's least corner: about the layer's centre, and in cells of the grid. */
  readonly blockCorner: IUniform<Vector3>;
  readonly blockFirst: IUniform<Vector3>;
  /** Steps from cell to cell as columns, and how many cells of the grid a step is. */
  readonly cellSteps: IUniform<Matrix3>;
  readonly cellSide: IUniform<number>;
  /** How much is occupied, and what a place in cells is to be multiplied with to be one in it. */
  readonly softCells: IUniform<Data3DTexture | null>;
  readonly softScale: IUniform<Vector3>;
  readonly isSoft: IUniform<boolean>;
}

export function createPieceUniforms(hasColours: boolean, pickNumber: number): PieceUniforms {
  return {
    hasColours: { value: hasColours },
    hasScalars: { value: false },
    heightStart: { value: 0 },
    scalarStart: { value: 0 },
    scalarScale: { value: 0 },
    categoryBase: { value: 0 },
    selectedFrom: { value: 0 },
    selectedTo: { value: 0 },
    pickNumber: { value: pickNumber },
    clipFrom: { value: new Vector3() },
    clipTo: { value: new Vector3() },
  };
}

function colourMapTexture(map: ColourMapName): DataTexture {
  const table = colourMapTable(map);
  const entries = table.length / 3;
  const texels = new Uint8Array(4 * entries);
  for (let entry = 0; entry < entries; entry++) {
    texels.set([table[3 * entry], table[3 * entry + 1], table[3 * entry + 2], 255], 4 * entry);
  }
  const texture = new DataTexture(texels, entries, 1, RGBAFormat, UnsignedByteType);
  texture.colorSpace = NoColorSpace;
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** Shader colours are written to the canvas unchanged, so bytes go in as they are, without three's conversion. */
export function setColour(target: Color, [red, green, blue]: Rgb): void {
  target.r = red / 255;
  target.g = green / 255;
  target.b = blue / 255;
}

/** The materials of all layers; those of one kind differ in their uniforms alone and share one program. */
export class SceneMaterials {
  readonly shared = createShared();
  private readonly pointMaterials = new Set<RawShaderMaterial>();
  private readonly otherMaterials = new Set<RawShaderMaterial>();
  private round = false;
  private seeThrough = false;
  private readonly maps = new Map<ColourMapName, DataTexture>();

  setColourMap(map: ColourMapName): void {
    this.shared.colourMap.value = this.texture(map);
    this.shared.categories.value = map === 'categories';
  }

  points(piece: PieceUniforms): RawShaderMaterial {
    const material = this.material(piece, pointVertexShader, pointFragmentShader);
    return this.keep(material, this.pointMaterials);
  }

  /**
   * Device pixels. All pixel centres of a square of three pixels lie in its circle, so that smaller points are round
   * already; without `discard` they are drawn faster, because depth is tested before colour.
   */
  setPointSize(pixels: number): void {
    this.shared.pointSize.value = pixels;
    const round = pixels > 3;
    if (round === this.round) return;
    this.round = round;
    this.define(this.pointMaterials);
  }

  /** What is let through is left out pixel by pixel, which costs as much as round points do: only where it is needed. */
  setSeeThrough(opacity: number, selectionMode: number, translucent: boolean): void {
    this.shared.opacity.value = opacity;
    this.shared.translucent.value = translucent;
    this.shared.selectionMode.value = selectionMode;
    const seeThrough = opacity < 1 || selectionMode === 1 || translucent;
    if (seeThrough === this.seeThrough) return;
    this.seeThrough = seeThrough;
    this.define(this.pointMaterials);
    this.define(this.otherMaterials);
  }

  /** Surfaces and lines are cut pixel by pixel, only where there is a box; points are left out as they are placed. */
  setClipped(clipped: boolean): void {
    if (clipped === this.shared.clipped.value) return;
    this.shared.clipped.value = clipped;
    this.define(this.otherMaterials);
  }

  surface(piece: PieceUniforms): RawShaderMaterial {
    const material = this.material(piece, surfaceVertexShader, surfaceFragmentShader, { plainColour: this.shared.surfaceColour });
    material.side = DoubleSide;
    // Pushed back a little, so that edges in the same plane are seen whole.
    material.polygonOffset = true;
    material.polygonOffsetFactor = 1;
    material.polygonOffsetUnits = 1;
    return this.keep(material, this.otherMaterials);
  }

  lines(piece: PieceUniforms): RawShaderMaterial {
    return this.keep(this.material(piece, lineVertexShader, lineFragmentShader), this.otherMaterials);
  }

  /** Shows a picture's own colours, unlit. */
  picture(piece: PieceUniforms, picture: DataTexture): RawShaderMaterial {
    const material = this.material(piece, pictureVertexShader, pictureFragmentShader, { picture: { value: picture } });
    material.side = DoubleSide;
    material.polygonOffset = true;
    material.polygonOffsetFactor = 1;
    material.polygonOffsetUnits = 1;
    return this.keep(material, this.otherMaterials);
  }

  /** Lines in the foreground's tone, whatever the elements are coloured by. */
  contour(piece: PieceUniforms): RawShaderMaterial {
    return this.keep(this.material(piece, lineVertexShader, lineFragmentShader, { overSurface: { value: true }, edgeColour: this.shared.contourColour, selectionMode: { value: 0 } }), this.otherMaterials);
  }

  /** Faces of cells, which the program reads from a texture. */
  cells(piece: PieceUniforms, cells: CellUniforms): RawShaderMaterial {
    const material = this.material(piece, cellVertexShader, cellFragmentShader, { ...cells, plainColour: this.shared.surfaceColour });
    material.side = DoubleSide;
    material.polygonOffset = true;
    material.polygonOffsetFactor = 1;
    material.polygonOffsetUnits = 1;
    return this.keep(material, this.otherMaterials);
  }

  cellPicking(piece: PieceUniforms, cells: CellUniforms): RawShaderMaterial {
    const material = this.material(piece, cellPickVertexShader, pickFragmentShader, { ...cells, roundPoints: { value: false } });
    material.side = DoubleSide;
    return material;
  }

  picking(piece: PieceUniforms, round: boolean): RawShaderMaterial {
    const material = this.material(piece, pickVertexShader, pickFragmentShader, { roundPoints: { value: round } });
    material.side = DoubleSide;
    return material;
  }

  dispose(): void {
    for (const texture of this.maps.values()) texture.dispose();
    this.shared.colourMap.value.dispose();
  }

  private keep(material: RawShaderMaterial, among: Set<RawShaderMaterial>): RawShaderMaterial {
    material.defines = this.definesOf(among);
    among.add(material);
    material.addEventListener('dispose', () => among.delete(material));
    return material;
  }

  private define(materials: Set<RawShaderMaterial>): void {
    for (const material of materials) {
      material.defines = this.definesOf(materials);
      material.needsUpdate = true;
    }
  }

  private definesOf(materials: Set<RawShaderMaterial>): Record<string, string> {
    const ofPoints = materials === this.pointMaterials;
    return {
      ...(this.round && ofPoints ? { ROUND: '' } : {}),
      ...(this.seeThrough ? { SEE_THROUGH: '' } : {}),
      ...(this.shared.clipped.value && !ofPoints ? { CLIPPED: '' } : {}),
    };
  }

  private texture(map: ColourMapName): DataTexture {
    for (const name of colourMapNames) if (!this.maps.has(name)) this.maps.set(name, colourMapTexture(name));
    return this.maps.get(map) ?? this.shared.colourMap.value;
  }

  private material(
    piece: PieceUniforms,
    vertexShader: string,
    fragmentShader: string,
    further: Record<string, IUniform> = {},
  ): RawShaderMaterial {
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader,
      fragmentShader,
      uniforms: { ...this.shared, ...piece, ...further },
      blending: NoBlending,
    });
    material.toneMapped = false;
    return material;
  }
}
