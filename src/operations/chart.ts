/** One axis of a chart. */
export interface ChartAxis {
  readonly title: string;
  /** As it stands beside the title: "m", "pixels". Left out where the values have none. */
  readonly unit?: string;
  /** Linear when left out. What is not above 0 has no place on a logarithmic axis; it is counted, and in the table. */
  readonly scale?: 'linear' | 'logarithmic';
  /** Where the axis begins and ends; what is left out follows from the values. */
  readonly min?: number;
  readonly max?: number;
}

/** Values told beside those that are drawn: the score at each point of a curve. As many as the series has. */
export interface ChartColumn {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface SeriesBase {
  readonly name: string;
  readonly x: readonly (number | null)[];
  /** As many as `x`; null leaves a gap. */
  readonly y: readonly (number | null)[];
  /** `reference` is what others are held against: in the tone of words, dashed. `dashed` keeps its own colour. */
  readonly style?: 'plain' | 'dashed' | 'reference';
  readonly also?: readonly ChartColumn[];
}

/** What is drawn of one name: a line through its values in their order, points, bars from 0, or what lies between two lines. */
export type ChartSeries =
  | (SeriesBase & { readonly kind: 'line' | 'points' | 'bars' })
  /** From `y` up to `upper`. */
  | (SeriesBase & { readonly kind: 'band'; readonly upper: readonly (number | null)[] });

/** A place that is worth a word: a line across where one of its coordinates is left out, a cross where both are given. */
export interface ChartMark {
  readonly x?: number;
  readonly y?: number;
  readonly text: string;
}

/** Series of numbers over one pair of axes, as data: drawn by the page, kept in every document. */
export interface Chart {
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
  readonly marks?: readonly ChartMark[];
}
