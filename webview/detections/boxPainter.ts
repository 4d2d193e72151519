import type { ImageBoxes } from '../../src/compute/detections/detectionProtocol';
import { categoryColours, categoryOf, type Rgb } from '../scene/colourMaps';
import { cssText, luminance } from '../scene/cssColour';
import type { BoxItem } from './boxItems';
import type { BoxOutline, PicturePoint } from './boxOutline';
import type { MaskPicture } from './maskPicture';
import { outcomeLooks } from './outcomeLook';

/** A box with all that is needed to draw it. */
export interface PaintedBox {
  readonly item: BoxItem;
  readonly outline: BoxOutline | null;
  readonly mask: MaskPicture;
  readonly label: string;
}

export interface PaintOptions {
  readonly colourBy: 'category' | 'outcome';
  readonly labels: boolean;
  readonly selected: PaintedBox | null;
  readonly hovered: PaintedBox | null;
  /** CSS colours of the theme. */
  readonly accent: string;
  readonly foreground: string;
  readonly font: string;
}

/** From pixels of the picture to those of the canvas. */
export interface PictureTransform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** More labels than this hide what they name. */
const mostLabels = 120;
/** Boxes that are tried for a label with room. */
const labelCandidates = 1000;

export function colourOf(item: BoxItem, colourBy: 'category' | 'outcome'): Rgb {
  const { colour } = outcomeLooks[item.outcome];
  return colourBy === 'outcome' && colour ? colour : categoryColours[categoryOf(item.category)];
}

/** Draws masks, boxes, signs and labels over a picture; what is uncertain lies under what is sure. */
export function paintBoxes(context: CanvasRenderingContext2D, boxes: readonly PaintedBox[], transform: PictureTransform, options: PaintOptions): void {
  const place = ({ x, y }: PicturePoint): PicturePoint => ({ x: x * transform.scale + transform.x, y: y * transform.scale + transform.y });
  for (const box of boxes) paintMask(context, box, transform, options);
  for (let i = boxes.length - 1; i >= 0; i--) paintOutline(context, boxes[i], place, options, false);
  for (const box of [options.hovered, options.selected]) if (box) paintOutline(context, box, place, options, true);
  for (const box of boxes) paintSign(context, box, place, options);
  paintLabels(context, boxes, place, options);
}

function paintMask(context: CanvasRenderingContext2D, { item, mask }: PaintedBox, { scale, x, y }: PictureTransform, options: PaintOptions): void {
  if (!mask) return;
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  context.globalAlpha = 0.38 * outcomeLooks[item.outcome].opacity;
  if (mask.kind === 'pixels') {
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(mask.canvas, 0, 0);
  } else {
    context.fillStyle = cssText(colourOf(item, options.colourBy));
    context.fill(mask.path, 'evenodd');
  }
  context.restore();
}

function trace(context: CanvasRenderingContext2D, { corners, lines }: BoxOutline, place: (point: PicturePoint) => PicturePoint): void {
  context.beginPath();
  for (const [i, corner] of corners.entries()) {
    const { x, y } = place(corner);
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
  for (const [from, to] of lines) {
    const a = place(from);
    const b = place(to);
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
  }
}

function paintOutline(context: CanvasRenderingContext2D, { item, outline }: PaintedBox, place: (point: PicturePoint) => PicturePoint, options: PaintOptions, current: boolean): void {
  if (!outline) return;
  const look = outcomeLooks[item.outcome];
  const colour = cssText(colourOf(item, options.colourBy));
  context.save();
  context.globalAlpha = current ? 1 : look.opacity;
  trace(context, outline, place);
  if (look.hatched && outline.lines.length === 0) {
    context.fillStyle = hatch(context, colour);
    context.fill();
  }
  // A dark seam keeps the line legible over any picture.
  context.strokeStyle = 'rgba(0, 0, 0, 0.55)';
  context.lineWidth = current ? 5 : 3.5;
  context.stroke();
  context.strokeStyle = current ? options.accent : colour;
  context.lineWidth = current ? 3 : 2;
  context.setLineDash([...look.dash]);
  context.stroke();
  context.restore();
}

const hatches = new Map<string, CanvasPattern>();

/** Slanted lines in a colour, made once each. */
function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const known = hatches.get(colour);
  if (known) return known;
  const tile = new OffscreenCanvas(8, 8);
  const drawing = tile.getContext('2d');
  if (!drawing) return 'transparent';
  drawing.strokeStyle = colour;
  drawing.globalAlpha = 0.5;
  drawing.lineWidth = 1;
  for (const shift of [-8, 0, 8]) {
    drawing.moveTo(shift, 8);
    drawing.lineTo(shift + 8, 0);
  }
  drawing.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) return 'transparent';
  hatches.set(colour, pattern);
  return pattern;
}

/** A small sign at the lower left corner: a disc with a tick, a square with a cross, a triangle, a bar. */
function paintSign(context: CanvasRenderingContext2D, { item, outline }: PaintedBox, place: (point: PicturePoint) => PicturePoint, options: PaintOptions): void {
  const { sign, opacity } = outcomeLooks[item.outcome];
  if (!sign || !outline) return;
  const corners = outline.corners.map(place);
  const { x, y } = corners.reduce((low, corner) => (corner.y - corner.x > low.y - low.x ? corner : low));
  context.save();
  context.globalAlpha = Math.max(0.5, opacity);
  context.translate(x, y);
  context.lineWidth = 1.5;
  context.strokeStyle = '#000000';
  context.fillStyle = cssText(outcomeLooks[item.outcome].colour ?? colourOf(item, options.colourBy));
  context.beginPath();
  if (sign === 'circle') context.arc(0, 0, 6, 0, 2 * Math.PI);
  else if (sign === 'triangle') {
    context.moveTo(0, -7);
    context.lineTo(7, 6);
    context.lineTo(-7, 6);
    context.closePath();
  } else if (sign === 'cross') context.rect(-6, -6, 12, 12);
  else context.rect(-7, -3, 14, 6);
  context.fill();
  context.stroke();
  context.beginPath();
  if (sign === 'circle') {
    context.moveTo(-3, 0);
    context.lineTo(-1, 2.5);
    context.lineTo(3, -2.5);
  } else if (sign === 'cross') {
    context.moveTo(-3, -3);
    context.lineTo(3, 3);
    context.moveTo(3, -3);
    context.lineTo(-3, 3);
  }
  context.stroke();
  context.restore();
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Labels where there is room, the most confident first; that of the selected and the hovered box in any case. */
function paintLabels(context: CanvasRenderingContext2D, boxes: readonly PaintedBox[], place: (point: PicturePoint) => PicturePoint, options: PaintOptions): void {
  context.save();
  context.font = options.font;
  context.textBaseline = 'middle';
  const taken: Rectangle[] = [];
  const current = [options.selected, options.hovered].filter((box) => box !== null);
  const candidates = options.labels ? [...current, ...boxes.slice(0, labelCandidates)] : current;
  for (const [order, box] of candidates.entries()) {
    if (taken.length >= mostLabels) break;
    const { outline, label, item } = box;
    if (!outline || item.outcome === 'belowScore') continue;
    const isCurrent = order < current.length;
    if (!isCurrent && (current.includes(box) || item.outcome === 'suppressed')) continue;
    const corners = outline.corners.map(place);
    const left = Math.min(...corners.map(({ x }) => x));
    const top = Math.min(...corners.map(({ y }) => y));
    const rectangle = { x: left, y: top - 17, width: context.measureText(label).width + 8, height: 16 };
    if (rectangle.y < 0) rectangle.y = top + 1;
    if (!isCurrent && taken.some((other) => overlap(other, rectangle))) continue;
    taken.push(rectangle);
    const colour = colourOf(item, options.colourBy);
    context.globalAlpha = isCurrent ? 1 : Math.max(0.6, outcomeLooks[item.outcome].opacity);
    context.fillStyle = isCurrent ? options.accent : cssText(colour);
    context.fillRect(rectangle.x, rectangle.y, rectangle.width, rectangle.height);
    context.fillStyle = isCurrent ? '#ffffff' : luminance(colour) > 0.2 ? '#000000' : '#ffffff';
    context.fillText(label, rectangle.x + 4, rectangle.y + 8.5);
  }
  context.restore();
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Bounds of what boxes reach over, in pixels of the picture; null when none has a place. */
export function extentOf(outlines: readonly (BoxOutline | null)[]): { readonly width: number; readonly height: number } | null {
  let width = 0;
  let height = 0;
  for (const outline of outlines) {
    for (const { x, y } of outline?.corners ?? []) {
      width = Math.max(width, x);
      height = Math.max(height, y);
    }
  }
  return width > 0 && height > 0 ? { width, height } : null;
}

/** "person 0.87". */
export function labelOf(name: string, boxes: ImageBoxes, index: number): string {
  const score = boxes.scores ? boxes.scores[index] : NaN;
  return Number.isNaN(score) ? name : `${name} ${score.toFixed(2)}`;
}
