import type { Rgb } from './colourMaps';
import type { ScenePalette } from './sceneApi';

/** Reads `#rgb`, `#rrggbb` with or without alpha, and `rgb()`; null for anything else. Transparency is ignored. */
export function parseCssColour(text: string): Rgb | null {
  const trimmed = text.trim();
  const hexadecimal = /^#([0-9a-f]{3,8})$/i.exec(trimmed)?.[1];
  if (hexadecimal !== undefined && hexadecimal.length !== 5 && hexadecimal.length !== 7) {
    const width = hexadecimal.length < 6 ? 1 : 2;
    const channel = (i: number): number => {
      const digits = hexadecimal.slice(i * width, (i + 1) * width);
      return Number.parseInt(width === 1 ? digits + digits : digits, 16);
    };
    return [channel(0), channel(1), channel(2)];
  }
  const functional = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(trimmed);
  if (!functional) return null;
  const byte = (i: number): number => Math.min(255, Math.round(Number(functional[i])));
  return [byte(1), byte(2), byte(3)];
}

/** Relative luminance of WCAG 2.2, 0 (black) to 1 (white). */
export function luminance(colour: Rgb): number {
  const linear = (byte: number): number => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (i: number): number => Math.round(a[i] + (b[i] - a[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

export const cssText = (colour: Rgb): string => `rgb(${colour[0]}, ${colour[1]}, ${colour[2]})`;

/** The tones that a scene is drawn with, told from a theme or a chosen background. */
export interface SceneTones {
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly accent: Rgb;
  /** Points and lines without a colour of their own. */
  readonly plain: Rgb;
  /** Surfaces without one: lighter on light ground, since shading darkens them. */
  readonly surface: Rgb;
  /** Where there is no value. */
  readonly neutral: Rgb;
  /** Edges over a surface. */
  readonly edges: Rgb;
  /** Lines over a colour map whose middle is light. */
  readonly contour: Rgb;
  /** Axes x, y, z. */
  readonly axes: readonly [Rgb, Rgb, Rgb];
}

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

export function sceneTones(palette: ScenePalette, ground: 'theme' | 'white' | 'black'): SceneTones {
  const themed = parseCssColour(palette.background) ?? white;
  const background = ground === 'theme' ? themed : ground === 'white' ? white : black;
  const dark = luminance(background) < 0.18;
  const wished = parseCssColour(palette.foreground);
  // The theme's foreground is only legible on the theme's own kind of ground.
  const legible = wished && luminance(wished) > 0.18 === dark;
  const foreground: Rgb = legible ? wished : dark ? [220, 220, 220] : [48, 48, 48];
  return {
    background,
    foreground,
    accent: parseCssColour(palette.accent) ?? (dark ? [55, 148, 255] : [0, 95, 184]),
    plain: mix(background, foreground, dark ? 0.82 : 0.48),
    surface: mix(background, foreground, dark ? 0.82 : 0.22),
    neutral: mix(background, foreground, dark ? 0.45 : 0.35),
    edges: dark ? mix(background, black, 0.35) : mix(background, foreground, 0.9),
    contour: black,
    axes: dark
      ? [[240, 110, 105], [120, 200, 100], [95, 165, 255]]
      : [[196, 43, 43], [30, 125, 40], [20, 95, 200]],
  };
}
