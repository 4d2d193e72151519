import type { ColourMapName } from '../scene/colourMaps';
import type { CaptureOptions, ValueRange } from '../scene/sceneApi';
import { mappingOf, rangeOf, titleOf } from '../stores/colouringStore';
import { paintRamp } from './colourRamp';
import { element } from './element';
import { figure, ticks } from './figures';
import type { FrameStores } from './frameStores';

export interface Legend {
  readonly title: string;
  readonly map: ColourMapName;
  readonly range: ValueRange;
}

/** The colour bar that belongs to what is shown; null when no values are shown as colours. */
export function legendOf(stores: FrameStores): Legend | null {
  const { state } = stores.colouring;
  const range = rangeOf(state);
  if ((state.choice.by !== 'height' && state.choice.by !== 'scalar') || range === null) return null;
  return { title: titleOf(state.choice, stores.file.state.result?.scalars ?? []), map: mappingOf(state).map, range };
}

/** The picture with the colour bar in a strip under it, at a size of text that fits the picture's. */
export async function withLegend(
  png: Uint8Array<ArrayBuffer>,
  legend: Legend,
  background: CaptureOptions['background'],
): Promise<Uint8Array<ArrayBuffer>> {
  const scene = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  const { width } = scene;
  const text = Math.max(11, Math.round(width / 64));
  const strip = text * 4;
  const canvas = element('canvas');
  canvas.width = width;
  canvas.height = scene.height + strip;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This page cannot draw.');
  const style = getComputedStyle(document.body);
  if (background !== 'transparent') {
    context.fillStyle = background === 'white' ? '#ffffff' : style.getPropertyValue('--vscode-editor-background').trim() || '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(scene, 0, 0);
  scene.close();

  const ramp = element('canvas');
  paintRamp(ramp, legend.map, legend.range, legend.range);
  const left = Math.round(width * 0.25);
  const long = Math.round(width * 0.5);
  const top = canvas.height - strip + text;
  context.drawImage(ramp, left, top, long, text);
  // Papers and transparent pictures are looked at on white; the theme's own colour is for its own ground.
  context.fillStyle = background === 'theme' ? style.getPropertyValue('--vscode-editor-foreground').trim() || '#000000' : '#000000';
  context.font = `${text}px ${style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif'}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.fillText(legend.title, left - text, top + text / 2, left - 2 * text);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const { min, max } = legend.range;
  const marks = max > min ? ticks(min, max, 5) : [{ value: min, text: figure(min) }];
  for (const mark of marks) {
    const x = left + (max > min ? ((mark.value - min) / (max - min)) * long : long / 2);
    context.fillRect(Math.round(x), top + text, Math.max(1, Math.round(text / 12)), Math.round(text / 3));
    context.fillText(mark.text, x, top + text * 1.6);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large for this page.');
  return new Uint8Array(await blob.arrayBuffer());
}
