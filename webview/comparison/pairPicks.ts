import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import { comparisonSides } from '../../src/compute/comparisonProtocol';
import { cellStateNames, cellStates } from '../../src/geometry/cellDifference';
import type { Vector3 } from '../../src/model/bounds';
import type { PickHit } from '../scene/sceneApi';
import type { Store } from '../stores/store';
import type { PickedCell, PickedState } from './comparisonContext';
import type { ComparisonFrameActions } from './comparisonFrameActions';
import type { ComparisonStore } from './comparisonStore';
import { ofCells, ofPoints } from './difference';
import type { Panes, PairViews } from './pairViews';

/** Tells what a click in either scene has hit: a point with its distance, or a cell with both files' values. */
export class PairPicks {
  /** Numbers the clicks, so that values of an earlier one tell nothing. */
  private number = 0;

  constructor(
    private readonly panes: Panes,
    private readonly views: PairViews,
    private readonly stores: { readonly comparison: ComparisonStore; readonly picks: Store<PickedState> },
    private readonly actions: Pick<ComparisonFrameActions, 'cell' | 'cells' | 'log'>,
  ) {}

  show(hit: PickHit | null, side: ComparisonSide = 'compared'): void {
    const number = ++this.number;
    const { picks, comparison } = this.stores;
    if (!hit) {
      for (const each of comparisonSides) this.panes[each].viewer.mark(null);
      picks.set({ picked: null });
      return;
    }
    const { position } = hit;
    this.views.mark(side, position);
    if (hit.kind === 'cell') {
      picks.set({ picked: { side, row: null, position, distance: null, cell: { index: hit.cell, state: null, values: null } } });
      void this.valuesOf(hit.cell).then(
        (cell) => {
          if (number === this.number) picks.set({ picked: { side, row: null, position, distance: null, cell } });
        },
        (error: unknown) => this.actions.log('error', `A cell could not be read: ${String(error)}`),
      );
      return;
    }
    const row = this.panes[side].rows.rowOf(hit.piece, hit.slot);
    const values = ofPoints(comparison.state.difference)?.distances[side];
    picks.set({ picked: { side, row, position, distance: values && row !== null ? (values[row] ?? null) : null, cell: null } });
  }

  private async valuesOf(index: Vector3): Promise<PickedCell> {
    const difference = ofCells(this.stores.comparison.state.difference);
    const label = difference?.hasCells ? await this.actions.cells.labelOf(index) : null;
    const state = cellStateNames.find((name) => cellStates[name] === label) ?? null;
    // Grids of other dimensions may have no such cell.
    const value = async (side: ComparisonSide): Promise<string | null> => (await this.actions.cell(side, index).catch(() => null))?.values[0]?.text ?? null;
    return { index, state, values: { compared: await value('compared'), reference: await value('reference') } };
  }
}
