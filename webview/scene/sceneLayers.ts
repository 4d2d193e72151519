import type { Scene } from 'three';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { Appearance } from './appearance';
import type { Content } from './content';
import { ContentStore, type ContentListener } from './contentStore';
import type { DrawUnit } from './drawUnit';
import { union } from './localBounds';
import type { ScenePalette, UpAxis } from './sceneApi';
import { SceneMaterials } from './sceneMaterials';
import { SecondLayer } from './secondLayer';

/** The contents of the scene and how they look: the first, and a second over it where one is asked for. */
export class SceneLayers {
  readonly materials = new SceneMaterials();
  readonly store: ContentStore;
  readonly look: Appearance;
  /** The origin while nothing was added. */
  emptyOrigin: Vector3 = [0, 0, 0];
  private over: SecondLayer | null = null;

  constructor(
    private readonly context: WebGL2RenderingContext,
    private readonly scene: Scene,
    palette: ScenePalette,
    pointSize: number,
    listener: ContentListener,
    private readonly redraw: () => void,
  ) {
    this.look = new Appearance(palette, pointSize, this.materials);
    this.store = new ContentStore(context, this.materials, scene, listener);
  }

  /** The first content. */
  get current(): Content {
    return this.store.current;
  }

  /** Made on the first call. */
  get second(): SecondLayer {
    this.over ??= new SecondLayer(
      this.context,
      this.scene,
      this.look.scenePalette,
      {
        uploaded: (_kind, redraw) => {
          if (redraw) this.redraw();
        },
        replaced: () => undefined,
      },
      this.redraw,
    );
    return this.over;
  }

  get bounds(): Bounds | null {
    return union(this.current.bounds, this.over?.content.bounds ?? null);
  }

  /** What positions in the scene are about, in the file's coordinates. */
  get origin(): Vector3 {
    return this.current.origin ?? this.over?.content.origin ?? this.emptyOrigin;
  }

  /** With the materials that the uniforms of each are in. */
  get all(): readonly { readonly content: Content; readonly materials: SceneMaterials }[] {
    const first = { content: this.current, materials: this.materials };
    return this.over ? [first, { content: this.over.content, materials: this.over.materials }] : [first];
  }

  get pending(): number {
    return this.store.pending + (this.over?.store.pending ?? 0);
  }

  get arriving(): boolean {
    return this.store.arriving || (this.over?.store.arriving ?? false);
  }

  get byteLength(): number {
    return this.store.byteLength + (this.over?.store.byteLength ?? 0);
  }

  /** Uploads at most one piece; true when it did. */
  upload(): boolean {
    return this.store.upload() || (this.over?.store.upload() ?? false);
  }

  /** What is drawn now; coarser where that is more than `most` elements. */
  units(most?: number): DrawUnit[] {
    return this.all.flatMap(({ content }) => content.units(this.look.shading, most));
  }

  allUnits(): DrawUnit[] {
    return this.all.flatMap(({ content }) => content.allUnits);
  }

  setPalette(palette: ScenePalette): void {
    this.look.setPalette(palette);
    this.over?.look.setPalette(palette);
  }

  setGround(ground: 'theme' | 'white' | 'black'): void {
    this.look.setGround(ground);
    this.over?.look.setGround(ground);
  }

  /** Sets all uniforms that do not follow from the camera alone. */
  apply(upAxis: UpAxis, orthographic: boolean, ratio: number): void {
    this.look.apply(this.current, upAxis, orthographic, ratio);
    this.over?.prepare(this.look, this.origin, upAxis, orthographic, ratio);
  }

  /** After a lost context: nothing of it is on the GPU any more. */
  clear(): void {
    this.store.clear();
    this.over?.store.clear();
  }

  dispose(): void {
    this.store.dispose();
    this.over?.dispose();
    this.materials.dispose();
  }
}
