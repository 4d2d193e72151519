import { exactText } from '../../src/compute/exactText';
import { sliceAxes } from '../../src/geometry/gridSlice';
import type { Disposable } from '../../src/messaging/port';
import { cellCentre } from '../../src/model/grid';
import { paintRamp } from '../panels/colourRamp';
import { element } from '../panels/element';
import { figure } from '../panels/figures';
import { gridAxes, mapOfSlices, moveSlice, moveTo, rangeOfSlices, type SlicesState, type SlicesStore } from '../stores/slicesStore';
import { axisNames } from './axisNames';
import { SlicePicture } from './slicePicture';

/** The three slices as pictures under the scene, and what is under the pointer beside them. */
export class SlicesPanel implements Disposable {
  readonly element: HTMLElement;
  private readonly pictures: readonly SlicePicture[];
  private readonly ramp = element('canvas', { class: 'slices-ramp', attributes: { 'aria-hidden': 'true' } });
  private readonly least = element('span', { class: 'figure' });
  private readonly greatest = element('span', { class: 'figure' });
  private readonly scale: HTMLElement;
  private readonly cells: Readonly<Record<'index' | 'value' | 'position', HTMLElement>>;

  constructor(private readonly slices: SlicesStore) {
    this.pictures = gridAxes.map(
      (axis) =>
        new SlicePicture(axis, {
          hover: (hovered) => slices.set({ hovered }),
          go: (cell) => moveTo(slices, cell),
          move: (across, index) => moveSlice(slices, across, index),
        }),
    );
    const row = (name: string): [HTMLElement, HTMLElement] => {
      const value = element('dd', { class: 'figure' });
      return [element('div', { class: 'slices-fact' }, element('dt', { text: name }), value), value];
    };
    const [indexRow, index] = row('Cell');
    const [valueRow, value] = row('Value');
    const [positionRow, position] = row('Position');
    this.cells = { index, value, position };
    this.scale = element('div', { class: 'slices-scale' }, this.ramp, element('div', { class: 'slices-ends' }, this.least, this.greatest));
    this.element = element(
      'section',
      { class: 'slices', attributes: { 'aria-label': 'Slices', hidden: '' } },
      ...this.pictures.map((picture) => picture.element),
      element('div', { class: 'slices-values' }, element('dl', {}, indexRow, valueRow, positionRow), this.scale),
    );
    slices.subscribe(() => this.tell());
  }

  /** Colours of the slices on show, by axis. */
  show(pixels: readonly (Uint8Array<ArrayBuffer> | null)[]): void {
    const { state } = this.slices;
    const { grid, shown } = state;
    for (const axis of gridAxes) {
      const slice = shown[axis];
      const colours = pixels[axis];
      this.pictures[axis].show(
        grid && slice && colours
          ? { slice, pixels: colours, cell: state.cell, cells: grid.dimensions[axis], spacing: grid.spacing, contour: state.contour }
          : null,
      );
    }
    this.tell();
  }

  dispose(): void {
    for (const picture of this.pictures) picture.dispose();
  }

  private tell(): void {
    const { state } = this.slices;
    this.element.hidden = !state.grid || !state.pictures;
    if (!state.grid) return;
    const cell = state.hovered ?? state.cell;
    const value = valueAt(state);
    this.cells.index.textContent = cell.join(', ');
    this.cells.index.title = gridAxes.map((axis) => `${axisNames[axis]} ${cell[axis]}`).join('  ');
    this.cells.value.textContent = value === null ? '' : figure(value);
    this.cells.value.title = value === null ? '' : exactText(value, shownType(state));
    const name = value === null ? undefined : state.grid.labels.find((label) => label.value === value)?.name;
    if (name && value !== null) this.cells.value.textContent = `${figure(value)} ${name}`;
    const position = cellCentre(state.grid, cell[0], cell[1], cell[2]);
    this.cells.position.textContent = position.map((coordinate) => figure(coordinate)).join(', ');
    this.cells.position.title = position.map(String).join('  ');
    const range = state.grid.content === 'field' ? rangeOfSlices(state) : null;
    this.scale.hidden = range === null;
    if (!range) return;
    paintRamp(this.ramp, mapOfSlices(state), range, range);
    this.least.textContent = figure(range.min);
    this.greatest.textContent = figure(range.max);
  }
}

/** The value of the cell under the pointer, or where the slices meet; null while none of its slices is there. */
function valueAt({ shown, cell, hovered }: SlicesState): number | null {
  const at = hovered ?? cell;
  for (const axis of gridAxes) {
    const slice = shown[axis];
    if (!slice || slice.index !== at[axis]) continue;
    const [u, v] = sliceAxes(axis);
    return slice.values[at[u] + slice.width * at[v]];
  }
  return null;
}

/** In which type the values that are shown came. */
function shownType({ shown }: SlicesState): 'float32' | 'float64' {
  return shown.some((slice) => slice?.values instanceof Float32Array) ? 'float32' : 'float64';
}
