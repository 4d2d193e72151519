import type { GridCells } from './grid';

/** What a value of a labelled grid stands for. */
export interface GridLabel {
  readonly value: number;
  readonly name?: string;
  /** Red, green, blue, opacity: 0...255. */
  readonly colour?: readonly [number, number, number, number];
}

/**
 * Cells that are occupied or empty. A cell is occupied when its value is not 0. `values` has one component.
 */
export interface VoxelGrid extends GridCells {
  readonly kind: 'voxelGrid';
  /** "occupancy": the value says only whether; "labels": it also says what. */
  readonly content: 'occupancy' | 'labels';
  readonly occupied: number;
  /** Names and colours of labels, where the file has them; by value. */
  readonly labels?: readonly GridLabel[];
}
