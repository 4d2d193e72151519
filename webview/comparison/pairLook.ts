import { comparisonSides } from '../../src/compute/comparisonProtocol';
import type { DisplayPiece } from '../../src/compute/modelProtocol';
import type { ColouringStore } from '../stores/colouringStore';
import type { FileStore } from '../stores/fileStore';
import { colouringOf, selectionOf, sideColours, valuesOf } from './comparisonLook';
import { colourMapOf, colourRangeOf, type ComparisonStore, type ComparisonViewStore } from './comparisonStore';
import type { Panes } from './pairViews';

/** How both sides look: their colours, what is selected, the reference over the compared, and the colour bar of both. */
export class PairLook {
  /** The second content of the overlay holds the reference. */
  private overlaid = false;

  /** `colouring` and `file` are what the colour bar shows; `display` tells the reference's pieces again. */
  constructor(
    private readonly panes: Panes,
    private readonly view: ComparisonViewStore,
    private readonly comparison: ComparisonStore,
    private readonly bar: { readonly colouring: ColouringStore; readonly file: FileStore },
    private readonly displayReference: (add: (piece: DisplayPiece) => void) => void,
  ) {}

  apply(): void {
    const view = this.view.state;
    const { difference } = this.comparison.state;
    const selection = selectionOf(view, difference);
    for (const side of comparisonSides) {
      const { viewer } = this.panes[side];
      this.panes[side].setValues(valuesOf(side, view, difference));
      viewer.setColouring(colouringOf(side, view, difference));
      viewer.setSelection(selection);
    }
    this.panes.compared.viewer.setOpacity(view.layout === 'overlay' ? view.opacityCompared : 1);
    if (this.overlaid) {
      const { secondLayer } = this.panes.compared.viewer;
      secondLayer.setColouring(view.colouring === 'file' ? { kind: 'file' } : { kind: 'uniform', colour: sideColours.reference });
      secondLayer.setOpacity(view.opacityReference);
    }
    this.showColourBar();
  }

  /** The reference is another one, or its picture was lost. */
  refillOverlay(): void {
    this.overlaid = false;
    this.fillOverlay();
  }

  /** Brings the reference into the compared's scene while the two are overlaid, and lets it go again. */
  fillOverlay(): void {
    const wanted = this.view.state.layout === 'overlay' && this.panes.reference.result !== null;
    if (wanted === this.overlaid) return;
    this.overlaid = wanted;
    const { secondLayer } = this.panes.compared.viewer;
    secondLayer.clear();
    if (wanted) this.displayReference((piece) => secondLayer.add(piece));
  }

  private showColourBar(): void {
    const view = this.view.state;
    const { difference } = this.comparison.state;
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
