import { Color } from 'three';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import type { Content } from './content';
import { parseCssColour, sceneTones, type SceneTones } from './cssColour';
import { clipUnits } from './clipping';
import { upVector } from './orbit';
import type { Colouring, Normals, ScenePalette, Selection, Shading, UpAxis, ValueRange } from './sceneApi';
import { setColour, type SceneMaterials } from './sceneMaterials';
import { colourModes } from './shaders';

/** A height range that follows bounds is kept while it is off by less than this share, so that a growing cloud is not drawn anew with each piece. */
const heightTolerance = 0.01;

/** As the shaders have it. */
const selectionModes = { hidden: 1, neutral: 2 } as const;

/** From the lowest to the highest corner along a unit vector. */
export function heightRange(bounds: Bounds, up: Vector3): ValueRange {
  let min = 0;
  let max = 0;
  for (let axis = 0; axis < 3; axis++) {
    min += up[axis] * (up[axis] < 0 ? bounds.max[axis] : bounds.min[axis]);
    max += up[axis] * (up[axis] < 0 ? bounds.min[axis] : bounds.max[axis]);
  }
  return { min, max };
}

/** How things look, and the uniforms that say so. */
export class Appearance {
  readonly background = new Color();
  shading: Shading = 'surface';
  normals: Normals = 'flat';
  pointSize: number;
  /** Null is the content's default. */
  chosen: Colouring | null = null;
  /** 0 lets everything behind through, 1 nothing. */
  opacity = 1;
  selection: Selection | null = null;
  /** Of a file of lines, how many of the first. */
  shownLines = Infinity;
  /** In the file's coordinates; what is outside is not shown. */
  clip: Bounds | null = null;
  tones: SceneTones;
  private ground: 'theme' | 'white' | 'black' = 'theme';
  private heights: ValueRange | null = null;

  constructor(
    private palette: ScenePalette,
    pointSize: number,
    private readonly materials: SceneMaterials,
  ) {
    this.pointSize = pointSize;
    this.tones = sceneTones(palette, this.ground);
    this.applyTones();
  }

  setPalette(palette: ScenePalette): void {
    this.palette = palette;
    this.applyTones();
  }

  setGround(ground: 'theme' | 'white' | 'black'): void {
    this.ground = ground;
    this.applyTones();
  }

  get scenePalette(): ScenePalette {
    return this.palette;
  }

  colouring(content: Content): Colouring {
    return this.chosen ?? defaultColouring(content);
  }

  /**
   * Follows bounds that grew; true when the picture's heights are wrong now. `exactly`: everything is there.
   */
  followBounds(content: Content, upAxis: UpAxis, exactly: boolean): boolean {
    const colouring = this.colouring(content);
    if (colouring.kind !== 'height' || colouring.range || !content.bounds) return false;
    const wanted = heightRange(content.bounds, upVector(upAxis));
    const shown = this.heights;
    const off = shown ? Math.max(Math.abs(shown.min - wanted.min), Math.abs(shown.max - wanted.max)) : Infinity;
    if (off === 0 || (!exactly && off < heightTolerance * (wanted.max - wanted.min))) return false;
    this.heights = wanted;
    return true;
  }

  /** The range of the heights that `null` stands for. */
  forgetHeights(): void {
    this.heights = null;
  }

  /** Sets all uniforms that do not follow from the camera alone. */
  apply(content: Content, upAxis: UpAxis, orthographic: boolean, ratio: number): void {
    const { shared } = this.materials;
    const colouring = this.colouring(content);
    shared.selectedOutside.value = this.selection?.outside ?? false;
    this.materials.setSeeThrough(this.opacity, this.selection ? selectionModes[this.selection.rest] : 0, content.translucent);
    this.materials.setClipped(this.clip !== null);
    if (this.clip) clipUnits(content.allUnits, this.clip);
    const up = upVector(upAxis);
    this.materials.setPointSize(Math.max(1, this.pointSize * ratio));
    shared.colourMode.value = colourModes[colouring.kind];
    shared.orthographic.value = orthographic;
    const mesh = content.meshLayer;
    mesh?.showLines(this.shownLines);
    shared.overSurface.value = (this.shading === 'surfaceWithEdges' || this.shading === 'surface') && !(mesh?.isOfLines ?? false);
    shared.smoothCells.value = this.shading === 'smooth';
    shared.cellEdges.value = this.shading === 'surfaceWithEdges';
    shared.smoothNormals.value = this.normals === 'smooth' && (mesh?.hasNormals ?? false);
    if (colouring.kind === 'height' || colouring.kind === 'scalar') this.materials.setColourMap(colouring.map);
    const plain = colouring.kind === 'uniform' && colouring.colour !== null ? parseCssColour(colouring.colour) : null;
    setColour(shared.plainColour.value, plain ?? this.tones.plain);
    setColour(shared.surfaceColour.value, plain ?? this.tones.surface);
    let heights: ValueRange | null = null;
    if (colouring.kind === 'height') {
      this.followBounds(content, upAxis, this.heights === null);
      heights = colouring.range ?? this.heights;
      shared.heightAxis.value.fromArray(up);
      shared.heightScale.value = heights && heights.max > heights.min ? 1 / (heights.max - heights.min) : 0;
    }
    content.colour(colouring, up, heights, this.selection);
  }

  private applyTones(): void {
    this.tones = sceneTones(this.palette, this.ground);
    const { shared } = this.materials;
    setColour(this.background, this.tones.background);
    setColour(shared.neutralColour.value, this.tones.neutral);
    setColour(shared.edgeColour.value, this.tones.edges);
    setColour(shared.contourColour.value, this.tones.contour);
  }
}

export function defaultColouring(content: Content): Colouring {
  if (content.hasColours) return { kind: 'file' };
  return content.isMesh || content.cellLayer ? { kind: 'uniform', colour: null } : { kind: 'height', map: 'viridis', range: null };
}
