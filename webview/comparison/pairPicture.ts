import type { ComparisonSide } from '../../src/compute/comparisonProtocol';
import { comparisonSides } from '../../src/compute/comparisonProtocol';
import type { ComparisonView } from './comparisonStore';
import type { SidePane } from './sidePane';

/** Pixels of one scene's picture. */
const size = { width: 800, height: 600 } as const;
const gap = 4;

async function bitmapOf(png: Uint8Array<ArrayBuffer>): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([png], { type: 'image/png' }));
}

/** Each scene as it is seen, as PNG. */
export async function scenePictures(panes: Readonly<Record<ComparisonSide, SidePane>>, background: 'white' | 'theme'): Promise<Record<ComparisonSide, Uint8Array<ArrayBuffer>>> {
  const capture = (side: ComparisonSide): Promise<Uint8Array<ArrayBuffer>> => panes[side].viewer.capture({ ...size, background });
  return { compared: await capture('compared'), reference: await capture('reference') };
}

/** One PNG of what the layout shows: the overlay, both sides beside each other, or parted by the divider. */
export async function pairPicture(panes: Readonly<Record<ComparisonSide, SidePane>>, { layout, divider }: ComparisonView): Promise<Uint8Array<ArrayBuffer>> {
  const pictures = await scenePictures(panes, 'theme');
  if (layout === 'overlay') return pictures.compared;
  const canvas = document.createElement('canvas');
  canvas.width = layout === 'side' ? 2 * size.width + gap : size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The picture cannot be made: this window gives no 2D canvas.');
  for (const side of comparisonSides) {
    const bitmap = await bitmapOf(pictures[side]);
    if (layout === 'side') context.drawImage(bitmap, side === 'compared' ? 0 : size.width + gap, 0);
    else {
      const from = side === 'compared' ? 0 : Math.round(divider * size.width);
      const width = side === 'compared' ? Math.round(divider * size.width) : size.width - from;
      if (width > 0) context.drawImage(bitmap, from, 0, width, size.height, from, 0, width, size.height);
    }
    bitmap.close();
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large to be encoded.');
  return new Uint8Array(await blob.arrayBuffer());
}
