import type { FieldProgram } from './fieldProgram';
import type { GridCells } from './grid';

/**
 * Numbers sampled at the centres of cells: a signed distance field, a density, a scan. `values` has one component, or
 * several for vectors and colours, in the file's type.
 */
export interface ScalarGrid extends GridCells {
  readonly kind: 'scalarGrid';
  /** Values that are NaN or infinite. */
  readonly notFinite: number;
  /** What the values were computed from at the cells' centres, where a formula says so. */
  readonly program?: FieldProgram;
}
