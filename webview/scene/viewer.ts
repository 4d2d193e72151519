import { Camera, Color, Scene } from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import { webGl2Renderer, type Renderer } from '../../src/gpu/webGl2Renderer';
import type { Disposable } from '../../src/messaging/port';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { Appearance, defaultColouring } from './appearance';
import { CameraRig } from './cameraRig';
import { capturePng } from './capture';
import { ContentStore } from './contentStore';
import { Detail } from './detail';
import { Emitter } from './emitter';
import { Gizmo } from './gizmo';
import type { MeshLayer } from './meshLayer';
import { MeshNeeds } from './meshNeeds';
import { createOverlay } from './overlay';
import { Picker } from './picker';
import { Picture } from './picture';
import { actOnKey, listenToPointers, type InputActions } from './pointerInput';
import { union } from './localBounds';
import { Ring } from './ring';
import { aim, projectedPlace, visibleCentre, type CanvasArea } from './sceneCamera';
import { SceneMaterials } from './sceneMaterials';
import { SecondLayer } from './secondLayer';
import { Stage } from './stage';
import { ViewFollower } from './viewFollower';
import { compilePrograms } from './warmUp';
import type {
  CameraState,
  CaptureOptions,
  Colouring,
  Insets,
  Normals,
  PickHit,
  Projection,
  SceneEvents,
  SceneLayer,
  SceneOptions,
  ScenePalette,
  SceneState,
  SceneStatistics,
  SceneViewer,
  Selection,
  Shading,
  UpAxis,
  ViewName,
} from './sceneApi';

const pointSizes = { least: 1, most: 64 };
/** CSS pixels from the visible area's corner to the middle of the axes. */
const gizmoOffset = 46;

/** The scene: ties the stage, the content, the camera and what shows them together. What it offers is in sceneApi.ts. */
export class Viewer implements SceneViewer {
  private readonly emitter = new Emitter<SceneEvents>();
  private readonly scene = new Scene();
  private readonly frameCamera = new Camera();
  private readonly materials = new SceneMaterials();
  private readonly stage: Stage;
  private readonly store: ContentStore;
  private readonly look: Appearance;
  private readonly rig: CameraRig;
  private readonly picture: Picture;
  private readonly picker: Picker;
  private readonly overlay: SVGSVGElement;
  private readonly ring: Ring;
  private readonly gizmo: Gizmo;
  private readonly actions: InputActions;
  private readonly stopListening: () => void;
  private insets: Insets = { left: 0, top: 0, right: 0, bottom: 0 };
  private marked: Vector3 | null = null;
  private readonly follower: ViewFollower;
  private readonly needs: MeshNeeds;
  private disposed = false;
  /** All programs but that of points were asked for. */
  private othersCompiled = false;
  private second: SecondLayer | null = null;

  /** Throws an error for people when there is no WebGL 2. */
  constructor(options: SceneOptions) {
    this.stage = new Stage(options.container, {
      resized: () => this.picture.drawNow(),
      lost: () => this.emitter.emit('contextLost', null),
      restored: () => this.restore(),
    });
    this.overlay = createOverlay(options.container);
    this.ring = new Ring(this.overlay);
    this.look = new Appearance(options.palette, options.pointSize ?? 2, this.materials);
    this.store = new ContentStore(this.stage.context, this.materials, this.scene, {
      uploaded: (kind, redraw, shown) => this.uploaded(kind, redraw, shown),
      replaced: () => this.replaced(),
    });
    this.rig = new CameraRig(
      options.upAxis ?? 'z',
      options.projection ?? 'perspective',
      () => this.area,
      {
        moved: (quiet) => {
          this.picture.moved();
          if (!quiet) this.emitter.emit('camera', { state: this.rig.state, settled: false, shown: this.rig.shown });
        },
        settled: (quiet) => {
          if (!quiet) this.emitter.emit('camera', { state: this.rig.state, settled: true, shown: this.rig.shown });
        },
      },
      () => window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    );
    this.follower = new ViewFollower(this.rig);
    this.needs = new MeshNeeds(() => this.emitter.emit('needsLines', null), () => this.picture.restart());
    this.gizmo = new Gizmo(this.overlay, (direction) => this.byUser(() => this.rig.lookFrom(direction)));
    this.picture = this.createPicture();
    this.picker = new Picker(this.stage, this.scene);
    this.actions = this.createActions();
    this.stopListening = listenToPointers(this.stage.canvas, this.actions);
    this.applyTones();
    void this.compile();
  }

  get canvas(): HTMLCanvasElement {
    return this.stage.canvas;
  }

  get renderer(): Renderer {
    return webGl2Renderer(this.stage.context);
  }

  on<Name extends keyof SceneEvents>(name: Name, listener: (value: SceneEvents[Name]) => void): Disposable {
    return this.emitter.on(name, listener);
  }

  add(piece: DisplayPiece): void {
    if (piece.kind === 'vertices') this.compileOthers();
    this.store.add(piece);
    this.picture.request();
  }

  addScalars(piece: ScalarPiece): void {
    this.store.addScalars(piece);
    this.picture.request();
  }

  clearScalars(): void {
    this.store.clearScalars();
    this.picture.restart();
  }

  clear(): void {
    this.store.clear();
    this.follower.stop();
    this.needs.forget();
    this.look.forgetHeights();
    this.mark(null);
    this.picture.restart();
  }

  beginReplacement(): void {
    this.store.beginReplacement();
  }

  endReplacement(): void {
    this.store.endReplacement();
    this.picture.request();
  }

  cancelReplacement(): void {
    this.store.cancelReplacement();
  }

  get bounds(): Bounds | null {
    return union(this.store.current.bounds, this.second?.content.bounds ?? null);
  }

  get defaultColouring(): Colouring {
    return defaultColouring(this.store.current);
  }

  setPalette(palette: ScenePalette): void {
    this.look.setPalette(palette);
    this.second?.look.setPalette(palette);
    this.applyTones();
  }

  setBackground(background: 'theme' | 'white' | 'black'): void {
    this.look.setGround(background);
    this.second?.look.setGround(background);
    this.applyTones();
  }

  setPointSize(cssPixels: number): void {
    if (!Number.isFinite(cssPixels)) return;
    this.look.pointSize = Math.min(pointSizes.most, Math.max(pointSizes.least, cssPixels));
    this.picture.restart();
  }

  get pointSize(): number {
    return this.look.pointSize;
  }

  setShading(shading: Shading): void {
    this.look.shading = shading;
    this.askForLines();
    this.picture.restart();
  }

  get shading(): Shading {
    return this.look.shading;
  }

  setNormals(normals: Normals): void {
    this.look.normals = normals;
    this.picture.restart();
  }

  setColouring(colouring: Colouring): void {
    this.look.chosen = colouring;
    this.look.forgetHeights();
    this.picture.restart();
  }

  get colouring(): Colouring {
    return this.look.colouring(this.store.current);
  }

  setInsets(insets: Insets): void {
    this.insets = insets;
    this.picture.restart();
  }

  setOpacity(opacity: number): void {
    this.look.opacity = opacity;
    this.picture.restart();
  }

  setSelection(selection: Selection | null): void {
    this.look.selection = selection;
    this.picture.restart();
  }

  get secondLayer(): SceneLayer {
    this.second ??= new SecondLayer(
      this.stage.context,
      this.scene,
      this.look.scenePalette,
      {
        uploaded: (_kind, redraw) => {
          if (redraw) this.picture.restart();
        },
        replaced: () => undefined,
      },
      () => this.picture.restart(),
    );
    return this.second;
  }

  fit(animated = true, bounds: Bounds | null = this.bounds): void {
    if (!bounds) return;
    this.byUser(() => this.rig.fit(bounds, animated));
  }

  view(name: ViewName): void {
    this.byUser(() => this.rig.look(name));
  }

  setProjection(projection: Projection): void {
    this.rig.setProjection(projection);
  }

  get projection(): Projection {
    return this.rig.destination.projection;
  }

  toggleProjection(): void {
    this.setProjection(this.projection === 'perspective' ? 'orthographic' : 'perspective');
  }

  setUpAxis(axis: UpAxis): void {
    this.look.forgetHeights();
    this.rig.setUpAxis(axis);
  }

  get upAxis(): UpAxis {
    return this.rig.destination.upAxis;
  }

  centreOn(position: Vector3): void {
    this.byUser(() => this.rig.centreOn(position));
  }

  undoView(): void {
    this.byUser(() => this.rig.undo());
  }

  redoView(): void {
    this.byUser(() => this.rig.redo());
  }

  get canUndoView(): boolean {
    return this.rig.canUndo;
  }

  get canRedoView(): boolean {
    return this.rig.canRedo;
  }

  get camera(): CameraState {
    return this.rig.state;
  }

  setCamera(state: CameraState, options: { readonly quiet?: boolean; readonly animated?: boolean } = {}): void {
    if (this.rig.setState(state, options.quiet ?? false, options.animated ?? false)) this.follower.stop();
  }

  getState(): SceneState {
    return {
      version: 1,
      camera: this.rig.state,
      shading: this.look.shading,
      normals: this.look.normals,
      pointSize: this.look.pointSize,
      colouring: this.colouring,
    };
  }

  setState(state: SceneState): void {
    this.setCamera(state.camera);
    this.setShading(state.shading);
    this.setNormals(state.normals);
    this.setPointSize(state.pointSize);
    this.setColouring(state.colouring);
  }

  handleKey(event: KeyboardEvent): boolean {
    if (event.key === 'Escape' && this.marked) {
      this.mark(null);
      this.emitter.emit('picked', null);
      return true;
    }
    return actOnKey(event, this.actions, visibleCentre(this.area));
  }

  pick(x: number, y: number): Promise<PickHit | null> {
    return this.picker.pick(this.store.current, this.look.shading, this.rig.view, this.area, x, y);
  }

  mark(position: Vector3 | null): void {
    this.marked = position;
    this.ring.place(position ? this.project(position) : null);
  }

  project(position: Vector3): { readonly x: number; readonly y: number } | null {
    return projectedPlace(this.rig.view, this.area, position);
  }

  capture(options: CaptureOptions): Promise<Uint8Array<ArrayBuffer>> {
    const backgrounds = { transparent: null, white: new Color(1, 1, 1), theme: this.look.background };
    const { second } = this;
    return capturePng(this.stage, {
      layers: [{ content: this.store.current, materials: this.materials }, ...(second ? [{ content: second.content, materials: second.materials }] : [])],
      bounds: this.bounds,
      scene: this.scene,
      shading: this.look.shading,
      orbit: this.rig.view,
      area: this.area,
      width: options.width,
      height: options.height,
      background: backgrounds[options.background],
    });
  }

  requestFrame(): void {
    this.picture.restart();
  }

  whenAtRest(): Promise<SceneStatistics> {
    return this.picture.whenAtRest();
  }

  get statistics(): SceneStatistics {
    return this.picture.statistics;
  }

  setArtificialFrameCost(millisecondsPerMillion: number): void {
    this.picture.setLoad(Math.max(0, millisecondsPerMillion));
  }

  dispose(): void {
    this.disposed = true;
    this.stopListening();
    this.picture.dispose();
    this.rig.dispose();
    this.store.dispose();
    this.second?.dispose();
    this.picker.dispose();
    this.materials.dispose();
    this.stage.dispose();
    this.overlay.remove();
  }

  private get area(): CanvasArea {
    return { width: this.stage.width, height: this.stage.height, insets: this.insets };
  }

  private createPicture(): Picture {
    const { scene, frameCamera, store, look, rig } = this;
    return new Picture(
      this.stage,
      {
        scene,
        camera: frameCamera,
        background: look.background,
        upload: () => store.upload() || (this.second?.store.upload() ?? false),
        pending: () => store.pending + (this.second?.store.pending ?? 0),
        arriving: () => store.arriving || (this.second?.store.arriving ?? false),
        byteLength: () => store.byteLength + (this.second?.store.byteLength ?? 0),
        advance: (now) => {
          rig.advance(now);
          return rig.moving;
        },
        prepare: () => this.prepare(),
        units: () => [...store.current.units(look.shading), ...(this.second?.content.units(look.shading) ?? [])],
        allUnits: () => [...store.current.allUnits, ...(this.second?.content.allUnits ?? [])],
        told: (statistics) => this.emitter.emit('statistics', statistics),
        rested: (statistics) => this.rested(statistics),
      },
      new Detail(this.renderer.software),
    );
  }

  private prepare(): void {
    const content = this.store.current;
    const orbit = this.rig.view;
    const orthographic = orbit.projection === 'orthographic';
    const origin = content.origin ?? this.second?.content.origin ?? [0, 0, 0];
    this.look.apply(content, orbit.upAxis, orthographic, this.stage.ratio);
    this.second?.prepare(this.look, origin, orbit.upAxis, orthographic, this.stage.ratio);
    aim(this.frameCamera, orbit, origin, this.area, this.bounds);
    this.gizmo.update(orbit, this.insets.left + gizmoOffset, this.stage.height - this.insets.bottom - gizmoOffset);
    this.ring.place(this.marked ? this.project(this.marked) : null);
  }

  private createActions(): InputActions {
    return {
      turn: (azimuth, elevation) => this.byUser(() => this.rig.turn(azimuth, elevation)),
      pan: (x, y) => this.byUser(() => this.rig.pan(x, y)),
      zoom: (factor, x, y) => this.byUser(() => this.rig.zoom(factor, x, y)),
      holding: (held) => this.picture.holding(held),
      click: (x, y) => void this.pick(x, y).then((hit) => {
        this.mark(hit?.position ?? null);
        this.emitter.emit('picked', hit);
      }),
      doubleClick: (x, y) => void this.pick(x, y).then((hit) => {
        if (hit) this.centreOn(hit.kind === 'triangle' ? hit.surface : hit.position);
      }),
    };
  }

  private async compile(): Promise<void> {
    try {
      await compilePrograms(this.stage.renderer, this.materials, 'points');
    } catch (error) {
      this.emitter.emit('failed', { message: error instanceof Error ? error.message : String(error) });
    }
    if (!this.disposed && !this.stage.lost) this.picture.begin();
  }

  /** When there is time for it, or a mesh is on its way. */
  private compileOthers(): void {
    if (this.othersCompiled || this.disposed || this.stage.lost) return;
    this.othersCompiled = true;
    compilePrograms(this.stage.renderer, this.materials, 'others').catch((error: unknown) => {
      if (!this.disposed) this.emitter.emit('failed', { message: error instanceof Error ? error.message : String(error) });
    });
  }

  private byUser(move: () => void): void {
    this.follower.stop();
    move();
  }

  private uploaded(kind: DisplayPiece['kind'] | 'scalars', redraw: boolean, shown: boolean): void {
    if (shown) {
      this.followContent();
      if (redraw) this.picture.restart();
      if (kind === 'triangles') this.askForLines();
    }
    if (kind !== 'scalars') this.emitter.emit('uploaded', { piece: kind, pending: this.store.pending });
  }

  private followContent(): void {
    const content = this.store.current;
    if (!content.bounds) return;
    this.follower.follow(content.bounds);
    if (this.look.followBounds(content, this.upAxis, this.store.pending === 0)) this.picture.restart();
  }

  private replaced(): void {
    this.needs.forget();
    this.look.forgetHeights();
    this.mark(null);
    this.followContent();
    this.askForLines();
    this.picture.restart();
  }

  private askForLines(): void {
    this.needs.checkLines(this.store.current.meshLayer, this.look.shading);
  }

  private rested(statistics: SceneStatistics): void {
    if (statistics.total > 0) this.compileOthers();
    this.askForLines();
    this.emitter.emit('rest', statistics);
    const shown = (mesh: MeshLayer): boolean => !this.disposed && !this.stage.lost && this.store.current.meshLayer === mesh;
    this.needs.checkNormals(this.store.current.meshLayer, this.look.normals, shown);
  }

  private restore(): void {
    this.store.clear();
    this.second?.store.clear();
    this.needs.forget();
    this.picture.reset();
    this.othersCompiled = false;
    void this.compile();
    this.emitter.emit('needsDisplay', null);
  }

  private applyTones(): void {
    this.ring.setTones(this.look.tones);
    this.gizmo.setTones(this.look.tones);
    this.picture.restart();
  }
}
