import {
  Color,
  DataTexture,
  DoubleSide,
  GLSL3,
  LinearFilter,
  NoBlending,
  NoColorSpace,
  RawShaderMaterial,
  RGBAFormat,
  UnsignedByteType,
  Vector3,
  type IUniform,
} from 'three';
import { colourMapNames, colourMapTable, type ColourMapName, type Rgb } from './colourMaps';
import {
  lineFragmentShader,
  lineVertexShader,
  pickFragmentShader,
  pickVertexShader,
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
    overSurface: { value: false },
    smoothNormals: { value: false },
    orthographic: { value: false },
    heightAxis: { value: new Vector3(0, 0, 1) },
    heightScale: { value: 0 },
    colourMap: { value: colourMapTexture('viridis') },
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
  readonly pickNumber: IUniform<number>;
}

export function createPieceUniforms(hasColours: boolean, pickNumber: number): PieceUniforms {
  return {
    hasColours: { value: hasColours },
    hasScalars: { value: false },
    heightStart: { value: 0 },
    scalarStart: { value: 0 },
    scalarScale: { value: 0 },
    categoryBase: { value: 0 },
    pickNumber: { value: pickNumber },
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
  private round = false;
  private readonly maps = new Map<ColourMapName, DataTexture>();

  setColourMap(map: ColourMapName): void {
    this.shared.colourMap.value = this.texture(map);
    this.shared.categories.value = map === 'categories';
  }

  points(piece: PieceUniforms): RawShaderMaterial {
    const material = this.material(piece, pointVertexShader, pointFragmentShader);
    if (this.round) material.defines = { ROUND: '' };
    this.pointMaterials.add(material);
    material.addEventListener('dispose', () => this.pointMaterials.delete(material));
    return material;
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
    for (const material of this.pointMaterials) {
      material.defines = round ? { ROUND: '' } : {};
      material.needsUpdate = true;
    }
  }

  surface(piece: PieceUniforms): RawShaderMaterial {
    const material = this.material(piece, surfaceVertexShader, surfaceFragmentShader, { plainColour: this.shared.surfaceColour });
    material.side = DoubleSide;
    // Pushed back a little, so that edges in the same plane are seen whole.
    material.polygonOffset = true;
    material.polygonOffsetFactor = 1;
    material.polygonOffsetUnits = 1;
    return material;
  }

  lines(piece: PieceUniforms): RawShaderMaterial {
    return this.material(piece, lineVertexShader, lineFragmentShader);
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
