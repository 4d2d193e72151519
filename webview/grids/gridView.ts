import type { DisplayPiece, GridDescription, PickResult, SliceParams } from '../../src/compute/modelProtocol';
import { contourLines } from '../../src/geometry/contourLines';
import type { GridSlice, SliceComponent } from '../../src/geometry/gridSlice';
import type { SoftCells } from '../../src/geometry/softCells';
import type { GridValues } from '../../src/geometry/gridValues';
import type { Disposable } from '../../src/messaging/port';
import type { Vector3 } from '../../src/model/bounds';
import type { Rgb } from '../scene/colourMaps';
import { parseCssColour } from '../scene/cssColour';
import type { SceneViewer } from '../scene/sceneApi';
import { beginSlices, gridAxes, mapOfSlices, moveSlice, moveTo, rangeOfSlices, type SavedSlices, type SlicesState, type SlicesStore } from '../stores/slicesStore';
import { labelColour, type LabelsState, type LabelsStore } from '../stores/labelsStore';
import { SliceFetcher } from './sliceFetcher';
import { paintSlice, type SliceLook } from './slicePainter';
import { SlicesPanel } from './slicesPanel';

/** What a grid's view asks of whoever owns the model. */
export interface GridActions {
  slice(params: SliceParams): Promise<GridSlice>;
  gridValues(component: SliceComponent): Promise<GridValues>;
  cell(cell: Vector3): Promise<PickResult>;
  /** Makes the faces again without some labels. */
  hideLabels(labels: readonly number[], onPiece: (piece: DisplayPiece) => void): Promise<void>;
  softCells(): Promise<SoftCells>;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** Carries slices of the opened grid from the model's owner to the scene and the pictures under it. */
export class GridView implements Disposable {
  private readonly slices: SlicesStore;
  private readonly panel: SlicesPanel;
  private readonly fetcher: SliceFetcher;
  private readonly subscriptions: Disposable[];
  /** What the colours on show were made of. */
  private painted: { readonly slices: SlicesState['shown']; readonly look: string } | null = null;
  private readonly pixels: (Uint8Array<ArrayBuffer> | null)[] = [null, null, null];
  private readonly placed: (Uint8Array<ArrayBuffer> | null)[] = [null, null, null];
  private contour: number | null = null;
  private opened = 0;
  private hiding = false;

  constructor(
    private readonly stores: { readonly slices: SlicesStore; readonly labels: LabelsStore },
    private readonly viewer: SceneViewer,
    private readonly actions: GridActions,
    /** Other cells are on show: what was told of their colours is to be told again. */
    private readonly replaced: () => void,
    picked: (cell: Vector3) => void,
  ) {
    const { slices, labels } = stores;
    this.slices = slices;
    this.panel = new SlicesPanel(slices);
    this.fetcher = new SliceFetcher(
      (params) => actions.slice(params),
      (slice) => this.came(slice),
      (reason) => actions.log('error', `A slice could not be read: ${reason}`),
    );
    this.subscriptions = [
      slices.subscribe((state, previous) => this.changed(state, previous)),
      labels.subscribe((state, previous) => {
        if (state.hidden === previous.hidden || state.labels !== previous.labels) return;
        this.paint();
        void this.hideLabels();
      }),
      viewer.on('needsSoftCells', () => void this.soften()),
      viewer.on('sliceMoved', ({ axis, index }) => moveSlice(slices, axis, index)),
      viewer.on('slicePicked', ({ cell }) => {
        moveTo(slices, cell);
        picked(cell);
      }),
    ];
  }

  /** The pictures under the scene. */
  get element(): HTMLElement {
    return this.panel.element;
  }

  /** A file was read; null when it holds no grid. */
  open(grid: GridDescription | null, kept: SavedSlices | null, hidden: ReadonlySet<number>, hasSurface = false): void {
    this.fetcher.forget();
    this.forgetColours();
    this.opened++;
    beginSlices(this.slices, grid, kept, hasSurface);
    const known = new Set(grid?.labels.map(({ value }) => value));
    this.stores.labels.set({ labels: grid?.labels ?? [], hidden: new Set([...hidden].filter((value) => known.has(value))) });
    if (this.stores.labels.state.hidden.size > 0) void this.hideLabels();
    this.viewer.slices.setGrid(grid);
    if (!grid) return;
    this.fetchValues();
    this.wish(this.slices.state);
  }

  /** The scene was emptied, or the theme changed. */
  restore(): void {
    const { grid } = this.slices.state;
    if (!grid) return;
    this.forgetColours();
    this.viewer.slices.setGrid(grid);
    this.paint();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel.dispose();
  }

  private changed(state: SlicesState, previous: SlicesState): void {
    if (!state.grid || state.grid !== previous.grid) return;
    if (state.component !== previous.component) {
      this.fetcher.forget();
      this.slices.set({ values: null, range: null, shown: [null, null, null] });
      this.fetchValues();
      this.wish(this.slices.state);
      return;
    }
    if (state.cell !== previous.cell || state.planes !== previous.planes || state.pictures !== previous.pictures) this.wish(state);
    this.paint();
  }

  private wish(state: SlicesState): void {
    for (const axis of gridAxes) {
      const index = state.cell[axis];
      if ((state.pictures || state.planes[axis]) && state.shown[axis]?.index !== index) this.fetcher.want({ axis, index, component: state.component });
    }
  }

  private came(slice: GridSlice): void {
    const shown: [GridSlice | null, GridSlice | null, GridSlice | null] = [...this.slices.state.shown];
    shown[slice.axis] = slice;
    this.slices.set({ shown });
  }

  /** One at a time: while faces are being made, only the newest wish counts. */
  private async hideLabels(): Promise<void> {
    if (this.hiding) return;
    this.hiding = true;
    const { opened } = this;
    try {
      let done: ReadonlySet<number> | null = null;
      while (done !== this.stores.labels.state.hidden && opened === this.opened) {
        done = this.stores.labels.state.hidden;
        this.viewer.beginReplacement();
        await this.actions.hideLabels([...done], (piece) => {
          if (opened === this.opened) this.viewer.add(piece);
        });
        if (opened !== this.opened) return;
        this.viewer.endReplacement();
        this.replaced();
      }
    } catch (error) {
      this.viewer.cancelReplacement();
      this.actions.log('error', `Labels could not be switched: ${String(error)}`);
    } finally {
      this.hiding = false;
    }
  }

  private async soften(): Promise<void> {
    const { opened } = this;
    try {
      const soft = await this.actions.softCells();
      if (opened === this.opened) this.viewer.setSoftCells(soft);
    } catch (error) {
      this.actions.log('error', `Smooth shading failed: ${String(error)}`);
    }
  }

  private fetchValues(): void {
    const { opened } = this;
    const { component } = this.slices.state;
    this.actions.gridValues(component).then(
      (values) => {
        if (opened === this.opened && component === this.slices.state.component) this.slices.set({ values });
      },
      (error: unknown) => this.actions.log('error', `The grid's values could not be counted: ${String(error)}`),
    );
  }

  private forgetColours(): void {
    this.painted = null;
    for (const axis of gridAxes) {
      this.pixels[axis] = null;
      this.placed[axis] = null;
    }
  }

  /** Makes colours anew where a slice or the look changed, and puts them where they are seen. */
  private paint(): void {
    const { state } = this.slices;
    const { shown, planes, contour } = state;
    const look = this.look(state);
    const key = lookKey(state, this.stores.labels.state);
    for (const axis of gridAxes) {
      const slice = shown[axis];
      if (!slice || !look) this.pixels[axis] = null;
      else if (!this.painted || this.painted.look !== key || this.painted.slices[axis] !== slice || !this.pixels[axis]) this.pixels[axis] = paintSlice(slice, look);
      const pixels = planes[axis] ? this.pixels[axis] : null;
      if (pixels === this.placed[axis] && contour === this.contour) continue;
      this.placed[axis] = pixels;
      const lines = slice && pixels && contour !== null ? contourLines(slice.values, slice.width, slice.height, contour) : null;
      this.viewer.slices.setPlane(axis, slice && pixels ? { index: slice.index, width: slice.width, height: slice.height, pixels, lines } : null);
    }
    this.contour = contour;
    this.painted = { slices: shown, look: key };
    this.panel.show(this.pixels);
  }

  private look(state: SlicesState): SliceLook | null {
    const style = getComputedStyle(this.element);
    const neutral = parseCssColour(style.getPropertyValue('--vscode-disabledForeground')) ?? [128, 128, 128];
    if (state.grid?.content !== 'field') {
      const plain = parseCssColour(style.color) ?? [128, 128, 128];
      return { kind: 'cells', colourOf: cellColours(state, this.stores.labels.state, plain) };
    }
    const range = rangeOfSlices(state);
    return range && { kind: 'values', map: mapOfSlices(state), range, neutral };
  }
}

/** All that a slice's colours follow from besides its values. */
function lookKey(state: SlicesState, { hidden }: LabelsState): string {
  return JSON.stringify([[...hidden], mapOfSlices(state), rangeOfSlices(state), state.centre]);
}

/** The file's colour of a label, else one of the twelve; occupied cells without labels have the foreground's. */
function cellColours({ grid }: SlicesState, { labels, hidden }: LabelsState, plain: Rgb): (value: number) => Rgb | null {
  if (grid?.content !== 'labels') return (value) => (value === 0 ? null : plain);
  const known = new Map(labels.map((label) => [label.value, label]));
  return (value) => (value === 0 || hidden.has(value) ? null : labelColour(known.get(value) ?? { value, colour: null }));
}
