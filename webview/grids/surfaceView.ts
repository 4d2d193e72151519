import type { DisplayPiece, HealthResult, SurfaceDescription, SurfaceParams, SurfaceResult } from '../../src/compute/modelProtocol';
import type { SliceComponent } from '../../src/geometry/gridSlice';
import type { GridValues } from '../../src/geometry/gridValues';
import type { Disposable } from '../../src/messaging/port';
import type { SceneViewer } from '../scene/sceneApi';
import type { SlicesStore } from '../stores/slicesStore';
import { beginSurface, type SavedSurface, type SurfaceState, type SurfaceStore } from '../stores/surfaceStore';
import { SurfacePace } from './surfacePace';

/** What a surface's view asks of whoever owns the field. */
export interface SurfaceActions {
  surface(params: SurfaceParams, onPiece: (piece: DisplayPiece) => void): Promise<SurfaceResult>;
  health(onPiece: (piece: DisplayPiece) => void): Promise<HealthResult>;
  gridValues(component: SliceComponent): Promise<GridValues>;
  /** Asks where to save the surface, and writes it there. */
  saveSurface(): void;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** Milliseconds without a movement after which the whole surface takes the coarse one's place, though the hand may rest on the slider. */
const restDelay = 150;

/**
 * Follows the iso values: while one is dragged a surface of as many samples as its time allows, at rest the whole. One
 * surface is on its way at a time, and the newest wish is the next.
 */
export class SurfaceView implements Disposable {
  private readonly pace = new SurfacePace();
  private readonly subscriptions: Disposable[];
  private running = false;
  private opened = 0;
  /** The wish that the shown surface fulfils, as text. */
  private fulfilled = '';
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private hasHealth = false;

  constructor(
    private readonly store: SurfaceStore,
    private readonly slices: SlicesStore,
    private readonly viewer: SceneViewer,
    private readonly actions: SurfaceActions,
    /** Brings values to colour by to the surface that is being put in place of another. */
    private readonly bringColours: () => Promise<void>,
  ) {
    this.subscriptions = [store.subscribe((state, previous) => this.changed(state, previous))];
  }

  /** A file was read; null when it has no surface. Its pieces, at the default value, are in the scene already. */
  open(surface: SurfaceDescription | null, kept: SavedSurface | null): void {
    this.opened++;
    clearTimeout(this.restTimer);
    this.dropHealth();
    this.fulfilled = surface ? wishText({ shells: [{ iso: surface.iso, opacity: 1 }], inside: surface.inside, step: surface.shown.step }) : '';
    beginSurface(this.store, surface, kept);
    this.pace.forget();
    if (!surface) return;
    this.pace.note(surface.shown, 1);
    const { opened } = this;
    this.actions.gridValues(0).then(
      (values) => {
        if (opened === this.opened) this.store.set({ values });
      },
      (error: unknown) => this.actions.log('error', `The field's values could not be counted: ${String(error)}`),
    );
    this.tellSlices(this.store.state);
    void this.follow();
    if (this.store.state.health) void this.showHealth();
  }

  /** The scene was emptied. */
  restore(): void {
    if (!this.store.state.surface || !this.hasHealth) return;
    this.hasHealth = false;
    void this.showHealth();
  }

  dispose(): void {
    clearTimeout(this.restTimer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private changed(state: SurfaceState, previous: SurfaceState): void {
    if (!state.surface || state.surface !== previous.surface) return;
    if (state.shells !== previous.shells || state.selected !== previous.selected) this.tellSlices(state);
    if (state.shells !== previous.shells || state.inside !== previous.inside || state.moving !== previous.moving) {
      clearTimeout(this.restTimer);
      if (state.moving) this.restTimer = setTimeout(() => this.store.set({ moving: false }), restDelay);
      void this.follow();
    }
    if (state.health !== previous.health) {
      if (state.health) void this.showHealth();
      else this.dropHealth();
    }
  }

  /** Slices have the value of the surface in the middle of their colours, and its line. */
  private tellSlices({ shells, selected }: SurfaceState): void {
    const iso = shells[selected]?.iso;
    if (iso !== undefined) this.slices.set({ centre: iso, contour: iso });
  }

  private wish(): SurfaceParams | null {
    const { surface, shells, inside, moving } = this.store.state;
    if (!surface) return null;
    return { shells, inside, step: moving ? this.pace.step(surface.cells, shells.length) : 1 };
  }

  /** Fulfils wishes until the newest is. */
  private async follow(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let wish = this.wish(); wish && wishText(wish) !== this.fulfilled; wish = this.wish()) {
        // A coarse surface would be a step back from the whole one at the same value.
        if (wish.step > 1 && this.fulfilled === wishText({ ...wish, step: 1 })) break;
        await this.fulfil(wish);
      }
    } finally {
      this.running = false;
    }
  }

  private async fulfil(wish: SurfaceParams): Promise<void> {
    const { opened } = this;
    // Marked first: what fails is not asked for again and again.
    this.fulfilled = wishText(wish);
    try {
      const pieces: DisplayPiece[] = [];
      const result = await this.actions.surface(wish, (piece) => pieces.push(piece));
      if (opened !== this.opened) return;
      this.pace.note(result, wish.shells.length);
      await this.show(pieces);
      if (opened === this.opened) this.store.set({ shown: result, failure: null });
    } catch (error) {
      if (opened !== this.opened) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.actions.log('error', `The surface could not be made: ${reason}`);
      this.store.set({ failure: reason });
    }
  }

  /** Puts a surface in the shown one's place, in one frame. Resolves when it is in the picture: the next would drop it before. */
  private async show(pieces: readonly DisplayPiece[]): Promise<void> {
    const { viewer } = this;
    viewer.beginReplacement();
    for (const piece of pieces) viewer.add(piece);
    await this.bringColours();
    const up = new Promise<void>((resolve) => {
      const uploads = viewer.on('uploaded', ({ pending }) => {
        if (pending > 0) return;
        uploads.dispose();
        resolve();
      });
    });
    viewer.endReplacement({ keepView: true });
    if (viewer.statistics.pending > 0) await up;
  }

  private async showHealth(): Promise<void> {
    const { opened } = this;
    const { secondLayer } = this.viewer;
    secondLayer.clear();
    this.hasHealth = true;
    secondLayer.setColouring({ kind: 'uniform', colour: warningColour() });
    try {
      const found = await this.actions.health((piece) => {
        if (opened === this.opened && this.store.state.health) secondLayer.add(piece);
      });
      if (opened === this.opened) this.store.set({ healthFound: found });
    } catch (error) {
      if (opened !== this.opened) return;
      this.actions.log('error', `The field's gradient could not be looked at: ${String(error)}`);
      this.store.set({ health: false });
    }
  }

  private dropHealth(): void {
    if (!this.hasHealth) return;
    this.hasHealth = false;
    this.viewer.secondLayer.clear();
    this.store.set({ healthFound: null });
  }
}

function wishText({ shells, inside, step }: SurfaceParams): string {
  return JSON.stringify([shells, inside, step]);
}

/** The theme's own colour for what deserves a look. */
function warningColour(): string {
  const colour = getComputedStyle(document.body).getPropertyValue('--vscode-editorWarning-foreground').trim();
  return colour === '' ? '#cca700' : colour;
}
