import type { BoxMask } from '../../src/compute/detections/detectionProtocol';
import { cssText } from '../scene/cssColour';
import type { Rgb } from '../scene/colourMaps';

/** Masks with more pixels are not drawn: they would take a quarter of a gigabyte. */
const mostPixels = 64_000_000;

/** What a mask is drawn from: outlines, or a picture of its pixels. */
export type MaskPicture = { readonly kind: 'path'; readonly path: Path2D } | { readonly kind: 'pixels'; readonly canvas: OffscreenCanvas } | null;

/** Makes a mask ready to be drawn in a colour; null for one that cannot be. */
export function maskPicture(mask: BoxMask, colour: Rgb): MaskPicture {
  if (mask.kind === 'polygons') {
    const path = new Path2D();
    for (const ring of mask.rings) {
      for (let i = 0; i + 1 < ring.length; i += 2) {
        if (i === 0) path.moveTo(ring[0], ring[1]);
        else path.lineTo(ring[i], ring[i + 1]);
      }
      path.closePath();
    }
    return { kind: 'path', path };
  }
  const { width, height, runs } = mask;
  if (width < 1 || height < 1 || width * height > mostPixels) return null;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = cssText(colour);
  // Runs go down the columns, outside and inside in turn.
  let at = 0;
  let inside = false;
  for (const run of runs) {
    if (inside) fillRun(context, at, Math.min(run, width * height - at), height);
    at += run;
    inside = !inside;
    if (at >= width * height) break;
  }
  return { kind: 'pixels', canvas };
}

function fillRun(context: OffscreenCanvasRenderingContext2D, from: number, length: number, height: number): void {
  let at = from;
  const end = from + length;
  while (at < end) {
    const column = Math.floor(at / height);
    const row = at - column * height;
    const rows = Math.min(height - row, end - at);
    context.fillRect(column, row, 1, rows);
    at += rows;
  }
}
