import type { Attribute } from './attribute';

/** Rows of numbers of one length each: what a network made of pictures or clouds, one row a sample. */
export interface FeatureSet {
  readonly kind: 'featureSet';
  /** Rows, those that are not finite included. */
  readonly count: number;
  /** Numbers a row: the components of `values`. */
  readonly dimensions: number;
  /** `count` rows of `dimensions` components, row by row. */
  readonly values: Attribute;
  /** Rows that hold a number which is NaN or infinite. */
  readonly notFinite: number;
  readonly comments: readonly string[];
}
