import { comparisonSides } from '../../src/compute/comparisonProtocol';
import type { ColouringStore } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import { colouringOf, selectionOf, showsCells, sideColours, valuesOf } from './comparisonLook';
import { ofPoints } from './difference';
import type { Colouring } from '../scene/sceneApi';
import { colourMapOf, colourRangeOf, type ComparisonStore, type ComparisonViewStore } from './comparisonStore';
import type { PairCells } from './pairCells';
import type { Panes } from './pairViews';

/** Labels in the twelve colours of categories, as an editor shows them. */
const labelColouring: Colouring = { kind: 'scalar', scalar: 'cell.label', map: 'categories', range: { min: 0, max: 1 } };

/** How both sides look: their colours, what is selected, the reference over the compared, and the colour bar of both. */
export class PairLook {
  /** Whose pieces the second content of the overlay holds; null for none. */
  private overlaid: string | null = null;
  private bringing = 0;

  /** `colouring` and `file` are what the colour bar shows; `bring` waits for pieces of the reference. */
  constructor(
    private readonly panes: Panes,
    private readonly view: ComparisonViewStore,
    private readonly comparison: ComparisonStore,
    private readonly bar: { readonly colouring: ColouringStore; readonly file: FileStore },
    private readonly cells: PairCells,
    private readonly bring: (pieces: Promise<void>) => void,
  ) {}

  apply(): void {
    const view = this.view.state;
    const { difference } = this.comparison.state;
    this.cells.apply();
    this.fillOverlay();
    const selection = selectionOf(view, difference);
    for (const side of comparisonSides) {
      const { viewer } = this.panes[side];
      this.panes[side].setValues(valuesOf(side, view, difference));
      viewer.setColouring(view.colouring === 'file' && this.panes[side].hasPlainLabels ? labelColouring : colouringOf(side, view, difference));
      viewer.setSelection(selection);
    }
    this.panes.compared.viewer.setOpacity(view.layout === 'overlay' ? view.opacityCompared : 1);
    if (this.overlaid !== null) {
      const { secondLayer } = this.panes.compared.viewer;
      secondLayer.setColouring(view.colouring === 'file' || showsCells(view, difference) ? { kind: 'file' } : { kind: 'uniform', colour: sideColours.reference });
      secondLayer.setOpacity(view.opacityReference);
    }
    this.showColourBar();
  }

  /** The reference is another one, or its picture was lost. */
  refillOverlay(): void {
    this.overlaid = null;
    this.fillOverlay();
  }

  /** Brings the reference into the compared's scene while the two are overlaid, and lets it go again. */
  fillOverlay(): void {
    const { reference, compared } = this.panes;
    const source = this.view.state.layout === 'overlay' && reference.result !== null ? (this.cells.over ?? reference.file) : null;
    if ((source?.key ?? null) === this.overlaid) return;
    this.overlaid = source?.key ?? null;
    const { secondLayer } = compared.viewer;
    secondLayer.clear();
    const number = ++this.bringing;
    if (source) this.bring(source.display((piece) => number === this.bringing && secondLayer.add(piece)));
  }

  private showColourBar(): void {
    const view = this.view.state;
    const difference = ofPoints(this.comparison.state.difference);
    const { colouring, file } = this.bar;
    const { result } = this.panes.compared;
    const mapped = difference !== null && valuesOf('compared', view, difference) !== null && view.colouring !== 'file' && view.colouring !== 'two';
    if (!mapped || !result) {
      colouring.set({ choice: { by: 'uniform' }, values: null });
      return;
    }
    const title = view.colouring === 'distance' ? (difference.signed ? 'Signed distance' : 'Distance') : `Difference in ${view.colouring}`;
    const range = colourRangeOf(view, difference);
    file.set({ phase: 'open', result: { ...result, scalars: [{ id: 'difference', title, ...range }] } });
    colouring.set({
      choice: { by: 'scalar', scalar: 'difference' },
      mappings: new Map([['scalar difference', { map: colourMapOf(view, difference), range }]]),
      values: range,
    });
  }
}
