import type { Scene } from 'three';
import type { DisplayPiece } from '../../src/compute/modelProtocol';
import type { Vector3 } from '../../src/model/bounds';
import { Appearance } from './appearance';
import type { Content } from './content';
import { ContentStore, type ContentListener } from './contentStore';
import type { Colouring, SceneLayer, ScenePalette, UpAxis } from './sceneApi';
import { SceneMaterials } from './sceneMaterials';
import { subtract } from './vector';

/** Pixels by which the pattern of what is let through differs from the first content's, so that both are seen. */
const patternShift = 37.7;

/** A second content of a scene, with materials of its own: uniforms are shared within one content only. */
export class SecondLayer implements SceneLayer {
  readonly materials = new SceneMaterials();
  readonly store: ContentStore;
  readonly look: Appearance;

  constructor(
    context: WebGL2RenderingContext,
    scene: Scene,
    palette: ScenePalette,
    listener: ContentListener,
    private readonly redraw: () => void,
  ) {
    this.look = new Appearance(palette, 1, this.materials);
    this.materials.shared.patternShift.value = patternShift;
    this.store = new ContentStore(context, this.materials, scene, listener);
  }

  get content(): Content {
    return this.store.current;
  }

  add(piece: DisplayPiece): void {
    this.store.add(piece);
    this.redraw();
  }

  clear(): void {
    this.store.clear();
    this.look.forgetHeights();
    this.redraw();
  }

  setColouring(colouring: Colouring): void {
    this.look.chosen = colouring;
    this.look.forgetHeights();
    this.redraw();
  }

  setOpacity(opacity: number): void {
    this.look.opacity = opacity;
    this.redraw();
  }

  /** Sets its uniforms and its place about the scene's origin, as the first content looks otherwise. */
  prepare(first: Appearance, origin: Vector3, upAxis: UpAxis, orthographic: boolean, ratio: number): void {
    const { content, look } = this;
    look.pointSize = first.pointSize;
    look.shading = first.shading;
    look.normals = first.normals;
    look.clip = first.clip;
    look.apply(content, upAxis, orthographic, ratio);
    content.group.position.fromArray(subtract(content.origin ?? origin, origin));
    content.group.updateMatrixWorld(true);
  }

  dispose(): void {
    this.store.dispose();
    this.materials.dispose();
  }
}
