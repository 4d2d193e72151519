import type { GridSlice } from '../../src/geometry/gridSlice';
import { categoryColours, categoryOf, colourMapSize, colourMapTable, type ColourMapName, type Rgb } from '../scene/colourMaps';
import type { ValueRange } from '../scene/sceneApi';

/** How the values of a slice become colours. */
export type SliceLook =
  | {
      readonly kind: 'values';
      readonly map: ColourMapName;
      readonly range: ValueRange;
      /** Where there is no value. */
      readonly neutral: Rgb;
    }
  /** Occupied cells have a colour, empty ones none. */
  | { readonly kind: 'cells'; readonly colourOf: (value: number) => Rgb | null };

/** Colours of a slice's cells, RGBA; cells that are not drawn have no opacity. */
export function paintSlice({ values }: Pick<GridSlice, 'values'>, look: SliceLook): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(4 * values.length);
  if (look.kind === 'cells') paintCells(values, pixels, look.colourOf);
  else if (look.map === 'categories') paintCells(values, pixels, (value) => (Number.isNaN(value) ? look.neutral : categoryColours[categoryOf(value)]));
  else paintValues(values, pixels, look);
  return pixels;
}

function paintCells(values: GridSlice['values'], pixels: Uint8Array, colourOf: (value: number) => Rgb | null): void {
  const known = new Map<number, Rgb | null>();
  for (let i = 0, to = 0; i < values.length; i++, to += 4) {
    const value = values[i];
    let colour = known.get(value);
    if (colour === undefined) {
      colour = colourOf(value);
      known.set(value, colour);
    }
    if (!colour) continue;
    pixels[to] = colour[0];
    pixels[to + 1] = colour[1];
    pixels[to + 2] = colour[2];
    pixels[to + 3] = 255;
  }
}

/** The nearest of the map's 256 colours; a range of one value is the map's middle. */
function paintValues(values: GridSlice['values'], pixels: Uint8Array, { map, range, neutral }: Extract<SliceLook, { kind: 'values' }>): void {
  const table = colourMapTable(map);
  const last = colourMapSize - 1;
  const span = range.max - range.min;
  const scale = span > 0 ? last / span : 0;
  const start = span > 0 ? range.min : NaN;
  for (let i = 0, to = 0; i < values.length; i++, to += 4) {
    const value = values[i];
    pixels[to + 3] = 255;
    if (Number.isNaN(value)) {
      pixels[to] = neutral[0];
      pixels[to + 1] = neutral[1];
      pixels[to + 2] = neutral[2];
      continue;
    }
    const place = scale > 0 ? (value - start) * scale + 0.5 : last / 2;
    const from = 3 * (place <= 0 ? 0 : place >= last ? last : place | 0);
    pixels[to] = table[from];
    pixels[to + 1] = table[from + 1];
    pixels[to + 2] = table[from + 2];
  }
}
