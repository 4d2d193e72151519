import { seriesColours, type SeriesLook } from '../../src/operations/chartLook';
import { luminance, parseCssColour } from '../scene/cssColour';

/** The colours of the theme that a chart is drawn with. */
export interface ChartTones {
  readonly background: string;
  readonly foreground: string;
  /** Words beside the axes. */
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly series: readonly string[];
  /** Pixels; more where the theme asks for contrast. */
  readonly lineWidth: number;
}

/** Reads the tones of the theme that the page has now. */
export function chartTones(): ChartTones {
  const style = getComputedStyle(document.body);
  const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const background = colour('--vscode-editor-background', '#ffffff');
  const ground = parseCssColour(background);
  const dark = ground !== null && luminance(ground) < 0.18;
  const foreground = colour('--vscode-foreground', dark ? '#cccccc' : '#3b3b3b');
  const contrast = document.body.classList.contains('vscode-high-contrast') || document.body.classList.contains('vscode-high-contrast-light');
  return {
    background,
    foreground,
    muted: contrast ? foreground : colour('--vscode-descriptionForeground', foreground),
    // Lines of a grid are to be seen, not looked at, in high contrast too.
    grid: contrast
      ? `color-mix(in srgb, ${foreground} 28%, ${background})`
      : colour('--vscode-panel-border', colour('--vscode-widget-border', `color-mix(in srgb, ${foreground} 16%, ${background})`)),
    accent: colour('--vscode-focusBorder', foreground),
    series: dark ? seriesColours.dark : seriesColours.light,
    lineWidth: contrast ? 2.4 : 1.6,
  };
}

export function toneOf(tones: ChartTones, { colour }: SeriesLook): string {
  return colour === null ? tones.muted : tones.series[colour];
}
