import type { PictureSize } from './yoloLabels';

/** As much of a picture as telling its size takes, nearly always. */
export const pictureHeadBytes = 64 * 1024;

/** Width and height of a PNG, JPEG, BMP, GIF or WebP picture from its first bytes; null where they do not tell. */
export function pictureSize(head: Uint8Array): PictureSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= 24 && view.getUint32(0) === 0x89504e47) return sizeOrNull(view.getUint32(16), view.getUint32(20));
  if (head.length >= 26 && view.getUint16(0) === 0x424d) return sizeOrNull(Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true)));
  if (head.length >= 10 && view.getUint32(0) === 0x47494638) return sizeOrNull(view.getUint16(6, true), view.getUint16(8, true));
  if (head.length >= 30 && view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return webpSize(view);
  return head.length >= 4 && view.getUint16(0) === 0xffd8 ? jpegSize(view) : null;
}

function sizeOrNull(width: number, height: number): PictureSize | null {
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Frame headers are the markers C0 to CF but C4, C8 and CC. */
function jpegSize(view: DataView): PictureSize | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return sizeOrNull(view.getUint16(at + 7), view.getUint16(at + 5));
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView): PictureSize | null {
  const kind = view.getUint32(12);
  if (kind === 0x56503820) return sizeOrNull(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return sizeOrNull((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (kind !== 0x56503858) return null;
  return sizeOrNull((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1);
}
