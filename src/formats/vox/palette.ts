import type { GridLabel } from '../../model/voxelGrid';

/**
 * MagicaVoxel's default palette, RGBA of the entries 1 to 255: a cube of six steps a channel, blue the fastest, without
 * black; then ten shades each of red, green, blue and grey.
 */
export function defaultPalette(): Uint8Array<ArrayBuffer> {
  const palette = new Uint8Array(1020).fill(255);
  let entry = 0;
  const add = (red: number, green: number, blue: number): void => {
    palette.set([red, green, blue], 4 * entry++);
  };
  for (let red = 255; red >= 0; red -= 51) {
    for (let green = 255; green >= 0; green -= 51) {
      for (let blue = 255; blue >= 0; blue -= 51) if (red + green + blue > 0) add(red, green, blue);
    }
  }
  const shades = [0xee, 0xdd, 0xbb, 0xaa, 0x88, 0x77, 0x55, 0x44, 0x22, 0x11];
  for (const shade of shades) add(shade, 0, 0);
  for (const shade of shades) add(0, shade, 0);
  for (const shade of shades) add(0, 0, shade);
  for (const shade of shades) add(shade, shade, shade);
  return palette;
}

/** Labels of the palette entries that voxels use. */
export function paletteLabels(data: Uint8Array<ArrayBufferLike>, palette: Uint8Array<ArrayBufferLike>): GridLabel[] {
  const used = new Uint8Array(256);
  for (let i = 0; i < data.length; i++) used[data[i]] = 1;
  const labels: GridLabel[] = [];
  for (let value = 1; value < 256; value++) {
    if (used[value] === 0) continue;
    const at = 4 * (value - 1);
    labels.push({ value, colour: [palette[at], palette[at + 1], palette[at + 2], palette[at + 3]] });
  }
  return labels;
}
