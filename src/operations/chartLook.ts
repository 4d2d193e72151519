import type { Chart, ChartSeries } from './chart';

/**
 * Colours of series on light and on dark ground, at the same place the same hue: after Wong, "Points of view: Color
 * blindness", Nature Methods 8, 2011, darkened or lightened until each has 3:1 against its ground (WCAG 2.2, 1.4.11).
 */
export const seriesColours = {
  light: ['#0072b2', '#d55e00', '#008060', '#a8518a', '#9a6a00', '#6a5acd', '#b03050', '#5f6b75'],
  dark: ['#56b4e9', '#ff9d4d', '#2ebf91', '#e08fbe', '#e6c84a', '#a99bf0', '#ff7f6b', '#aab4be'],
} as const;

/** Drawn and left out in turn, in pixels: series differ without their colours. */
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2], [9, 3, 2, 3, 2, 3], [1, 4]];

export const markerShapes = ['circle', 'square', 'triangle', 'diamond', 'cross', 'plus', 'triangleDown', 'star'] as const;
export type MarkerShape = (typeof markerShapes)[number];

/** How one series is told from the others. */
export interface SeriesLook {
  /** Place in {@link seriesColours}; null for the tone of words. */
  readonly colour: number | null;
  readonly dash: readonly number[];
  readonly marker: MarkerShape;
}

/** The looks of a chart's series, in their order. A band has the colour of the line of its name, where there is one. */
export function seriesLooks({ series }: Chart): readonly SeriesLook[] {
  let next = 0;
  const byName = new Map<string, number>();
  const placeOf = ({ name }: ChartSeries): number => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    byName.set(name, next);
    return next++;
  };
  return series.map((each) => {
    if (each.style === 'reference') return { colour: null, dash: [4, 4], marker: 'circle' };
    const place = placeOf(each);
    const dash = dashes[place % dashes.length];
    return {
      colour: place % seriesColours.light.length,
      dash: each.style === 'dashed' && dash.length === 0 ? [4, 4] : dash,
      marker: markerShapes[place % markerShapes.length],
    };
  });
}

const at = (value: number): string => String(Math.round(value * 100) / 100);

/** The outline of a marker about a place, as the path of SVG and of a canvas; crosses and stars are lines. */
export function markerPath(shape: MarkerShape, x: number, y: number, radius: number): string {
  const point = (dx: number, dy: number): string => `${at(x + dx * radius)} ${at(y + dy * radius)}`;
  switch (shape) {
    case 'circle':
      return `M${point(-1, 0)}A${at(radius)} ${at(radius)} 0 1 0 ${point(1, 0)}A${at(radius)} ${at(radius)} 0 1 0 ${point(-1, 0)}Z`;
    case 'square':
      return `M${point(-0.9, -0.9)}L${point(0.9, -0.9)}L${point(0.9, 0.9)}L${point(-0.9, 0.9)}Z`;
    case 'triangle':
      return `M${point(0, -1.2)}L${point(1.1, 0.8)}L${point(-1.1, 0.8)}Z`;
    case 'triangleDown':
      return `M${point(0, 1.2)}L${point(1.1, -0.8)}L${point(-1.1, -0.8)}Z`;
    case 'diamond':
      return `M${point(0, -1.3)}L${point(1.1, 0)}L${point(0, 1.3)}L${point(-1.1, 0)}Z`;
    case 'cross':
      return `M${point(-1, -1)}L${point(1, 1)}M${point(-1, 1)}L${point(1, -1)}`;
    case 'plus':
      return `M${point(-1.2, 0)}L${point(1.2, 0)}M${point(0, -1.2)}L${point(0, 1.2)}`;
    case 'star':
      return `M${point(-1.1, 0)}L${point(1.1, 0)}M${point(-0.6, -1)}L${point(0.6, 1)}M${point(-0.6, 1)}L${point(0.6, -1)}`;
  }
}

/** True for a marker that has an inside. */
export function isFilled(shape: MarkerShape): boolean {
  return shape !== 'cross' && shape !== 'plus' && shape !== 'star';
}
