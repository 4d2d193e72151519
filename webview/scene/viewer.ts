import { Camera, Color, Scene } from 'three';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import { webGl2Renderer, type Renderer } from '../../src/gpu/webGl2Renderer';
import type { SoftCells } from '../../src/geometry/softCells';
import type { Disposable } from '../../src/messaging/port';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import { defaultColouring, type Appearance } from './appearance';
import { CameraRig } from './cameraRig';
import { capturePng } from './capture';
import { clipUnits, intersection } from './clipping';
import type { Content } from './content';
import type { ContentStore } from './contentStore';
import { Detail } from './detail';
import { Emitter } from './emitter';
import type { MeshLayer } from './meshLayer';
import { union } from './localBounds';
import { MeshNeeds } from './meshNeeds';
import { Picker } from './picker';
import { Picture } from './picture';
import { actOnKey, listenToPointers, type InputActions } from './pointerInput';
import { aim, projectedPlace, visibleCentre, type CanvasArea } from './sceneCamera';
import { SceneLayers } from './sceneLayers';
import { SceneMarks } from './sceneMarks';
import { ScenePrograms } from './scenePrograms';
import { Slices } from './sceneSlices';
import { Stage } from './stage';
import { ViewFollower } from './viewFollower';
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

/** The scene: ties the stage, the layers, the camera and what shows them together. What it offers is in sceneApi.ts. */
export class Viewer implements SceneViewer {
  private readonly emitter = new Emitter<SceneEvents>();
  private readonly scene = new Scene();
  private readonly frameCamera = new Camera();
  private readonly stage: Stage;
  private readonly layers: SceneLayers;
  private readonly rig: CameraRig;
  private readonly picture: Picture;
  private readonly picker: Picker;
  private readonly marks: SceneMarks;
  private readonly programs: ScenePrograms;
  readonly slices: Slices;
  private readonly actions: InputActions;
  private readonly stopListening: () => void;
  private readonly follower: ViewFollower;
  private readonly needs: MeshNeeds;
  private insets: Insets = { left: 0, top: 0, right: 0, bottom: 0 };
  private disposed = false;

  /** Throws an error for people when there is no WebGL 2. */
  constructor(options: SceneOptions) {
    this.stage = new Stage(options.container, {
      resized: () => this.picture.drawNow(),
      lost: () => this.emitter.emit('contextLost', null),
      restored: () => this.restore(),
    });
    this.marks = new SceneMarks(options.container, (direction) => this.byUser(() => this.rig.lookFrom(direction)));
    this.layers = new SceneLayers(
      this.stage.context,
      this.scene,
      options.palette,
      options.pointSize ?? 2,
      {
        uploaded: (kind, redraw, shown) => this.uploaded(kind, redraw, shown),
        replaced: () => this.replaced(),
      },
      () => this.picture.restart(),
    );
    this.rig = new CameraRig(
      options.upAxis ?? 'z',
      options.projection ?? 'perspective',
      () => this.area,
      {
        moved: (quiet) => {
          this.picture.moved();
          if (!quiet) this.emitter.emit('camera', { state: this.rig.state, settled: false, shown: this.rig.shown, following: this.follower.isFollowing });
        },
        settled: (quiet) => {
          if (!quiet) this.emitter.emit('camera', { state: this.rig.state, settled: true, shown: this.rig.shown, following: this.follower.isFollowing });
        },
      },
      () => window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    );
    this.follower = new ViewFollower(this.rig);
    this.needs = new MeshNeeds(() => this.emitter.emit('needsLines', null), () => this.picture.restart(), (what) => this.emitter.emit(what, null));
    this.slices = new Slices(this.stage.context, this.layers.materials, this.scene, options.container, () => this.slicesChanged(), (axis, index) => this.emitter.emit('sliceMoved', { axis, index }));
    this.picture = this.createPicture();
    this.picker = new Picker(this.stage, this.scene);
    this.actions = this.createActions();
    this.stopListening = listenToPointers(this.stage.canvas, this.actions);
    this.programs = new ScenePrograms(
      this.stage,
      this.layers.materials,
      () => this.picture.begin(),
      (message) => this.emitter.emit('failed', { message }),
    );
    this.applyTones();
    void this.programs.begin();
  }

  private get look(): Appearance {
    return this.layers.look;
  }

  private get store(): ContentStore {
    return this.layers.store;
  }

  private get content(): Content {
    return this.layers.current;
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
    if (piece.kind === 'vertices' || piece.kind === 'grid') this.programs.compileOthers();
    this.store.add(piece);
    this.picture.request();
  }

  addScalars(piece: ScalarPiece): void {
    this.store.addScalars(piece);
    this.picture.request();
  }

  setSoftCells(soft: SoftCells): void {
    this.content.cellLayer?.setSoft(soft);
    this.picture.restart();
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

  endReplacement({ keepView = false }: { readonly keepView?: boolean } = {}): void {
    if (keepView) this.follower.stop();
    this.store.endReplacement();
    this.picture.request();
  }

  cancelReplacement(): void {
    this.store.cancelReplacement();
  }

  get bounds(): Bounds | null {
    return union(this.layers.bounds, this.slices.planes.bounds);
  }

  get defaultColouring(): Colouring {
    return defaultColouring(this.content);
  }

  setPalette(palette: ScenePalette): void {
    this.layers.setPalette(palette);
    this.applyTones();
  }

  setBackground(background: 'theme' | 'white' | 'black'): void {
    this.layers.setGround(background);
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
    return this.look.colouring(this.content);
  }

  setInsets(insets: Insets): void {
    this.insets = insets;
    this.picture.restart();
  }

  setShownLines(count: number): void {
    this.look.shownLines = count;
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

  setClip(box: Bounds | null): void {
    this.look.clip = box;
    this.picture.restart();
  }

  get clip(): Bounds | null {
    return this.look.clip;
  }

  get secondLayer(): SceneLayer {
    return this.layers.second;
  }

  fit(animated = true, bounds: Bounds | null = this.shownBounds): void {
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
    if (event.key === 'Escape' && this.marks.isMarked) {
      this.mark(null);
      this.emitter.emit('picked', null);
      return true;
    }
    return actOnKey(event, this.actions, visibleCentre(this.area));
  }

  pick(x: number, y: number): Promise<PickHit | null> {
    this.prepare();
    return this.picker.pick(this.content, this.look.shading, this.rig.view, this.area, x, y);
  }

  mark(position: Vector3 | null): void {
    this.marks.mark(position, this.rig.view, this.area);
  }

  project(position: Vector3): { readonly x: number; readonly y: number } | null {
    return projectedPlace(this.rig.view, this.area, position);
  }

  capture(options: CaptureOptions): Promise<Uint8Array<ArrayBuffer>> {
    // What was set since the last frame shows too.
    this.prepare();
    const backgrounds = { transparent: null, white: new Color(1, 1, 1), theme: this.look.background };
    return capturePng(this.stage, {
      layers: this.layers.all,
      further: this.slices.planes.units,
      bounds: this.bounds,
      origin: this.layers.origin,
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
    this.programs.dispose();
    this.layers.dispose();
    this.picker.dispose();
    this.slices.dispose();
    this.stage.dispose();
    this.marks.dispose();
  }

  private get area(): CanvasArea {
    return { width: this.stage.width, height: this.stage.height, insets: this.insets };
  }

  /** What the clipping box leaves; all where that is nothing. */
  private get shownBounds(): Bounds | null {
    const { bounds, clip } = this;
    return bounds && clip ? (intersection(bounds, clip) ?? bounds) : bounds;
  }

  private createPicture(): Picture {
    const { scene, frameCamera, layers, rig } = this;
    return new Picture(
      this.stage,
      {
        scene,
        camera: frameCamera,
        background: layers.look.background,
        upload: () => layers.upload(),
        pending: () => layers.pending,
        arriving: () => layers.arriving,
        byteLength: () => layers.byteLength,
        advance: (now) => {
          rig.advance(now);
          return rig.moving;
        },
        prepare: () => this.prepare(),
        units: (most) => [...this.slices.planes.units, ...layers.units(most)],
        allUnits: () => [...this.slices.planes.units, ...layers.allUnits()],
        told: (statistics) => this.emitter.emit('statistics', statistics),
        rested: (statistics) => this.rested(statistics),
      },
      new Detail(this.renderer.software),
    );
  }

  private prepare(): void {
    const orbit = this.rig.view;
    const { planes } = this.slices;
    this.layers.emptyOrigin = planes.centre ?? [0, 0, 0];
    this.layers.apply(orbit.upAxis, orbit.projection === 'orthographic', this.stage.ratio);
    if (this.clip) clipUnits(planes.units, this.clip);
    this.slices.prepare(orbit, this.area, this.layers.origin);
    aim(this.frameCamera, orbit, this.layers.origin, this.area, this.bounds);
    this.marks.update(orbit, this.area, this.clip);
  }

  private createActions(): InputActions {
    return {
      turn: (azimuth, elevation) => this.byUser(() => this.rig.turn(azimuth, elevation)),
      pan: (x, y) => this.byUser(() => this.rig.pan(x, y)),
      zoom: (factor, x, y) => this.byUser(() => this.rig.zoom(factor, x, y)),
      holding: (held) => this.picture.holding(held),
      click: (x, y) => void this.pick(x, y).then((hit) => this.clicked(x, y, hit)),
      doubleClick: (x, y) => void this.pick(x, y).then((hit) => {
        if (hit) this.centreOn(surfaceOf(hit));
      }),
    };
  }

  private clicked(x: number, y: number, hit: PickHit | null): void {
    const slice = this.slices.cellAt(this.rig.view, this.area, x, y, hit && surfaceOf(hit), this.clip);
    this.mark(slice?.position ?? hit?.position ?? null);
    if (slice) this.emitter.emit('slicePicked', slice);
    else this.emitter.emit('picked', hit);
  }

  private slicesChanged(): void {
    this.followContent();
    this.picture.restart();
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
    const { content, bounds } = this;
    if (!bounds) return;
    this.follower.follow(bounds);
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
    this.needs.checkLines(this.content.meshLayer, this.look.shading);
    this.needs.checkCells(this.content, this.look.shading);
  }

  private rested(statistics: SceneStatistics): void {
    if (statistics.total > 0) this.programs.compileOthers();
    this.askForLines();
    this.emitter.emit('rest', statistics);
    const shown = (mesh: MeshLayer): boolean => !this.disposed && !this.stage.lost && this.content.meshLayer === mesh;
    this.needs.checkNormals(this.content.meshLayer, this.look.normals, shown);
  }

  private restore(): void {
    this.layers.clear();
    this.slices.setGrid(null);
    this.needs.forget();
    this.picture.reset();
    void this.programs.begin();
    this.emitter.emit('needsDisplay', null);
  }

  private applyTones(): void {
    this.marks.setTones(this.look.tones);
    this.slices.setTones(this.look.tones);
    this.picture.restart();
  }
}

/** Where the line of sight met what was hit. */
function surfaceOf(hit: PickHit): Vector3 {
  return hit.kind === 'point' ? hit.position : hit.surface;
}
