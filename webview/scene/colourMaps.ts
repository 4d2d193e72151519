import { viridisTable } from './viridisTable';

/** Colour maps by name: two continuous ones and one for categories. */
export const colourMapNames = ['viridis', 'diverging', 'categories'] as const;
export type ColourMapName = (typeof colourMapNames)[number];

/** Red, green and blue, each 0...255. */
export type Rgb = readonly [number, number, number];

/** Entries of the table of a continuous map. */
export const colourMapSize = 256;

/**
 * Blue, neutral, orange: the hues that the usual colour deficiencies keep apart, of equal lightness on both sides
 * (after the advice in Moreland, "Diverging Color Maps for Scientific Visualization", 2009). Knots at equal distances,
 * straight lines in sRGB between them.
 */
const divergingKnots: readonly Rgb[] = [
  [18, 74, 152],
  [62, 126, 196],
  [134, 178, 222],
  [200, 206, 212],
  [238, 176, 116],
  [214, 118, 38],
  [148, 66, 8],
];

/** Twelve colours for categories, told apart by lightness as well as by hue, on light and dark ground; begins with those of Wong, "Points of view: Color blindness", Nature Methods 8, 2011. */
export const categoryColours: readonly Rgb[] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [86, 180, 233],
  [213, 94, 0],
  [240, 228, 66],
  [140, 100, 200],
  [160, 110, 70],
  [150, 200, 90],
  [225, 75, 95],
  [140, 150, 160],
];

function fromKnots(knots: readonly Rgb[]): Uint8Array {
  const table = new Uint8Array(3 * colourMapSize);
  for (let entry = 0; entry < colourMapSize; entry++) {
    const place = (entry / (colourMapSize - 1)) * (knots.length - 1);
    const lower = Math.min(knots.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel++) {
      const from = knots[lower][channel];
      table[3 * entry + channel] = Math.round(from + (knots[lower + 1][channel] - from) * (place - lower));
    }
  }
  return table;
}

function fromHexadecimal(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

const tables: Readonly<Record<ColourMapName, Uint8Array>> = {
  viridis: fromHexadecimal(viridisTable),
  diverging: fromKnots(divergingKnots),
  categories: Uint8Array.from(categoryColours.flat()),
};

/** RGB bytes of a map: 256 entries of a continuous one, twelve of the categories. */
export function colourMapTable(map: ColourMapName): Uint8Array {
  return tables[map];
}

/**
 * The colour at a share of a map, 0...1; outside is the nearer end. Continuous maps are linear between their 256
 * entries, as the graphics card samples them; the categories are twelve equal steps. Null for NaN: the neutral tone.
 */
export function colourAt(map: ColourMapName, share: number): Rgb | null {
  if (Number.isNaN(share)) return null;
  const t = Math.min(1, Math.max(0, share));
  if (map === 'categories') return categoryColours[Math.min(categoryColours.length - 1, Math.floor(t * categoryColours.length))];
  const table = tables[map];
  const place = t * (colourMapSize - 1);
  const lower = Math.min(colourMapSize - 2, Math.floor(place));
  const channel = (c: number): number => {
    const from = table[3 * lower + c];
    return Math.round(from + (table[3 * lower + 3 + c] - from) * (place - lower));
  };
  return [channel(0), channel(1), channel(2)];
}

/**
 * The colour of a value as the scene draws it: along the range for continuous maps (the middle where the range is one
 * value), by the whole number modulo twelve for categories. Null for NaN.
 */
export function colourOfValue(map: ColourMapName, value: number, range: { readonly min: number; readonly max: number }): Rgb | null {
  if (Number.isNaN(value)) return null;
  if (map === 'categories') return categoryColours[categoryOf(value)];
  const span = range.max - range.min;
  return colourAt(map, span > 0 ? (value - range.min) / span : 0.5);
}

/** Which of the twelve colours a category has: its nearest whole number modulo twelve, never negative. */
export function categoryOf(value: number): number {
  const count = categoryColours.length;
  const rounded = Math.floor(value + 0.5);
  return Number.isFinite(rounded) ? ((rounded % count) + count) % count : 0;
}

/** The range to draw signed values with: as wide to both sides of zero. */
export function rangeAboutZero(range: { readonly min: number; readonly max: number }): { min: number; max: number } {
  const extent = Math.max(Math.abs(range.min), Math.abs(range.max));
  return { min: -extent, max: extent };
}
