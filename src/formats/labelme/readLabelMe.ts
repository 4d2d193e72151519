import { numberAt, textAt } from '../coco/values';
import { boxFlag } from '../../model/detectionSet';
import type { SetBuilder } from '../detections/setBuilder';
import type { JsonScanner } from '../json/jsonScanner';
import { KeyTable } from '../json/keyTable';

const shapeKeys = ['label', 'points', 'shape_type', 'score', 'difficult'];
/** Corners of the polygon that stands for a circle: its area is 0.2 % small. */
const circleCorners = 64;
/** The most corners of one shape. */
const mostCorners = 1_000_000;

/**
 * Adds the shapes of one file of LabelMe, and its image. A rectangle is a box; a polygon and a circle are masks with the
 * box around them; points and lines have the box around them alone.
 *
 * @param id the image's id, where the file is one of a folder; the name of the picture without it
 * @throws FormatError with the path inside the document
 */
export async function addLabelMe(builder: SetBuilder, scanner: JsonScanner, id: string | null): Promise<void> {
  await scanner.begin();
  // Shapes come before the name of the picture, so they are added under a row that is named afterwards.
  const shapes: Shape[] = [];
  let picture: string | null = null;
  let width: number | null = null;
  let height: number | null = null;
  let hasShapes = false;
  await scanner.step(() => {
    scanner.take('{');
    scanner.mark();
  });
  for (let first = true; ; first = false) {
    const isFirst = first;
    scanner.path = () => '';
    const name = await scanner.step(() => {
      if (!scanner.goesOn('}', isFirst)) {
        scanner.mark();
        return null;
      }
      const key = scanner.string();
      scanner.take(':');
      scanner.peek();
      scanner.mark();
      return key;
    });
    if (name === null) break;
    scanner.path = () => name.slice(0, 60);
    if (name === 'shapes') {
      hasShapes = true;
      await readShapes(scanner, builder, shapes);
      continue;
    }
    await scanner.step(() => {
      if (name === 'imagePath') picture = textAt(scanner);
      else if (name === 'imageWidth') width = positive(numberAt(scanner, builder.remarks));
      else if (name === 'imageHeight') height = positive(numberAt(scanner, builder.remarks));
      else scanner.skip();
      scanner.mark();
    });
  }
  if (!hasShapes) throw scanner.fault('a list "shapes"', 'none', 'This is no file of LabelMe.');
  const shown: string = picture ?? scanner.file;
  const image = builder.declareImage(id ?? shown.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, ''), { picture, width, height }, () => scanner.file);
  shapes.forEach((shape, index) => addShape(builder, shape, image, () => `${scanner.file}, shapes[${index}]`));
}

interface Shape {
  label: string;
  type: string;
  points: number[];
  score: number;
  isDifficult: boolean;
}

function positive(value: number): number | null {
  return value > 0 ? value : null;
}

async function readShapes(scanner: JsonScanner, builder: SetBuilder, shapes: Shape[]): Promise<void> {
  const keyTable = new KeyTable(shapeKeys);
  let isOpen = false;
  await scanner.step(() => {
    if (!isOpen) {
      scanner.take('[');
      scanner.mark();
      isOpen = true;
    }
    while (scanner.goesOn(']', shapes.length === 0)) {
      scanner.path = () => `shapes[${shapes.length}]`;
      shapes.push(readShape(scanner, builder, keyTable));
      scanner.mark();
    }
    scanner.mark();
  });
}

function readShape(scanner: JsonScanner, builder: SetBuilder, keyTable: KeyTable): Shape {
  const shape: Shape = { label: '', type: 'polygon', points: [], score: NaN, isDifficult: false };
  scanner.take('{');
  keyTable.restart();
  let first = true;
  while (scanner.goesOn('}', first)) {
    first = false;
    const key = keyTable.next(scanner);
    if (key === 0) shape.label = textAt(scanner) ?? '';
    else if (key === 1) shape.points = readPoints(scanner, builder);
    else if (key === 2) shape.type = textAt(scanner) ?? 'polygon';
    else if (key === 3) shape.score = numberAt(scanner, builder.remarks);
    else if (key === 4) {
      shape.isDifficult = scanner.type() === 'true';
      scanner.skip();
    } else scanner.skip();
  }
  return shape;
}

function readPoints(scanner: JsonScanner, builder: SetBuilder): number[] {
  const points: number[] = [];
  scanner.take('[');
  while (scanner.goesOn(']', points.length === 0)) {
    if (points.length >= 2 * mostCorners) throw scanner.fault(`at most ${mostCorners} corners`, 'more');
    scanner.take('[');
    points.push(numberAt(scanner, builder.remarks));
    scanner.take(',');
    points.push(numberAt(scanner, builder.remarks));
    while (scanner.goesOn(']', false)) numberAt(scanner, builder.remarks);
  }
  return points;
}

function addShape(builder: SetBuilder, { label, type, points, score, isDifficult }: Shape, image: number, place: () => string): void {
  builder.restart();
  builder.imageRow = image;
  builder.categoryRow = builder.categoryOf(label);
  builder.score = score;
  if (isDifficult) builder.flags |= boxFlag.difficult;
  const corners = type === 'circle' && points.length >= 4 ? circle(points) : points;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < corners.length; at += 2) {
    left = Math.min(left, corners[at]);
    right = Math.max(right, corners[at]);
    top = Math.min(top, corners[at + 1]);
    bottom = Math.max(bottom, corners[at + 1]);
  }
  if (corners.length === 0) builder.remarks.add('shape has no points and has no place|shapes have no points and have no place', place);
  else builder.setRectangle(left, top, right - left, bottom - top);
  if (corners.length > 0 && !(right > left && bottom > top)) builder.remarks.add('box has no area|boxes have no area', place);
  if (type === 'polygon' || type === 'circle' || type === 'rotation') {
    builder.masks.beginRing();
    for (const value of corners) builder.masks.coordinates.push(value);
  }
  builder.commit();
}

/** A circle by its centre and a point on it. */
function circle([x, y, onX, onY]: readonly number[]): number[] {
  const radius = Math.hypot(onX - x, onY - y);
  return Array.from({ length: circleCorners }, (_, corner) => (2 * Math.PI * corner) / circleCorners).flatMap((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
}
