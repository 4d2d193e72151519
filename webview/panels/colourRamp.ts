import type { ColourMapName } from '../scene/colourMaps';
import { colourOfValue } from '../scene/colourMaps';
import type { ValueRange } from '../scene/sceneApi';

/** Pixels of a ramp's picture; it is stretched to the size of its element. */
const width = 512;

/** Paints the colours of the values from `from.min` to `from.max`, as the scene draws them over `range`. */
export function paintRamp(canvas: HTMLCanvasElement, map: ColourMapName, from: ValueRange, range: ValueRange): void {
  canvas.width = width;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return;
  const picture = context.createImageData(width, 1);
  for (let pixel = 0; pixel < width; pixel++) {
    const value = from.min + ((pixel + 0.5) / width) * (from.max - from.min);
    const colour = colourOfValue(map, value, range);
    if (!colour) continue;
    picture.data.set([colour[0], colour[1], colour[2], 255], 4 * pixel);
  }
  context.putImageData(picture, 0, 0);
}
