import { boxFlag, boxShape, maskKind, type DetectionSet } from '../../../src/model/detectionSet';

interface Box {
  readonly image: number;
  readonly category: number;
  readonly rectangle: readonly [number, number, number, number];
  readonly score?: number;
  readonly flags?: number;
  readonly angle?: number;
}

export const imageSize = { width: 640, height: 480 } as const;

/** A set of boxes as a reader would make it. */
export function detectionSet(role: 'truth' | 'detections', boxes: readonly Box[], images = 3, names: readonly string[] = ['car', 'person <b>', 'dog']): DetectionSet {
  const scored = boxes.some(({ score }) => score !== undefined);
  const turned = boxes.some(({ angle }) => angle !== undefined);
  return {
    kind: 'detections',
    count: boxes.length,
    role,
    roleReason: scored ? 'every box has a score' : 'no box has a score',
    images: Array.from({ length: images }, (_, image) => ({ id: image + 1, picture: `street-${image + 1}.png`, cloud: null, ...imageSize, declared: true })),
    categories: names.map((name, category) => ({ id: category + 1, name, supercategory: null, declared: true })),
    image: Uint32Array.from(boxes, ({ image }) => image),
    category: Uint32Array.from(boxes, ({ category }) => category),
    shapes: Uint8Array.from(boxes, ({ angle }) => boxShape.rectangle | (angle === undefined ? 0 : boxShape.rotated)),
    rectangles: Float64Array.from(boxes.flatMap(({ rectangle }) => rectangle)),
    angles: turned ? Float64Array.from(boxes, ({ angle }) => angle ?? NaN) : null,
    cuboids: null,
    up: 'z',
    masks: null,
    scores: scored ? Float64Array.from(boxes, ({ score }) => score ?? NaN) : null,
    areas: null,
    flags: Uint8Array.from(boxes, ({ flags }) => flags ?? 0),
    ids: Float64Array.from(boxes, (_, row) => row + 100),
    textIds: new Map(),
    attributes: [],
    layout: 'dataset',
    unread: new Map(),
    comments: [],
    bounds: null,
  };
}

/** Three right, one twice, one wrong, one missed, one that does not count. */
export const truth = detectionSet('truth', [
  { image: 0, category: 0, rectangle: [60, 220, 160, 120] },
  { image: 0, category: 0, rectangle: [300, 240, 120, 90] },
  { image: 0, category: 1, rectangle: [480, 150, 60, 180] },
  { image: 0, category: 2, rectangle: [230, 330, 70, 60] },
  { image: 0, category: 1, rectangle: [560, 160, 50, 150], flags: boxFlag.difficult },
  { image: 1, category: 0, rectangle: [10, 10, 100, 100] },
]);

export const found = detectionSet('detections', [
  { image: 0, category: 0, rectangle: [64, 224, 156, 118], score: 0.95 },
  { image: 0, category: 0, rectangle: [50, 210, 170, 130], score: 0.6 },
  { image: 0, category: 0, rectangle: [305, 240, 118, 92], score: 0.88 },
  { image: 0, category: 1, rectangle: [482, 152, 58, 176], score: 0.71 },
  { image: 0, category: 1, rectangle: [562, 162, 48, 146], score: 0.65 },
  { image: 0, category: 2, rectangle: [420, 380, 90, 70], score: 0.35 },
  { image: 1, category: 0, rectangle: [300, 300, 100, 100], score: 0.8 },
]);

/** One triangle of polygons and one square of run lengths, and a turned box. */
export function withMasks(): DetectionSet {
  const set = detectionSet('truth', [
    { image: 0, category: 0, rectangle: [100, 100, 200, 200] },
    { image: 0, category: 1, rectangle: [400, 100, 100, 100] },
    { image: 0, category: 2, rectangle: [300, 330, 160, 80], angle: 0.6 },
  ]);
  const { width, height } = imageSize;
  // Columns 400 ... 499, rows 100 ... 199 of each.
  const runs: number[] = [400 * height + 100, 100];
  for (let column = 401; column < 500; column++) runs.push(height - 100, 100);
  return {
    ...set,
    shapes: set.shapes.map((shape, row) => (row < 2 ? shape | boxShape.mask : shape)),
    masks: {
      kinds: Uint8Array.of(maskKind.polygons, maskKind.runs, maskKind.none),
      rings: Uint32Array.of(0, 1, 1, 1),
      ringOffsets: Uint32Array.of(0, 6),
      coordinates: Float64Array.of(100, 300, 200, 100, 300, 300),
      runOffsets: Uint32Array.of(0, 0, runs.length, runs.length),
      runs: Uint32Array.from(runs),
      sizes: Uint32Array.of(0, 0, height, width, 0, 0),
    },
  };
}

/** So many boxes of one image, on a grid. */
export function many(count: number): DetectionSet {
  return detectionSet(
    'detections',
    Array.from({ length: count }, (_, row) => ({
      image: 0,
      category: row % 3,
      rectangle: [(row % 100) * 6, Math.floor(row / 100) * 2, 8, 8] as const,
      score: ((row * 7919) % count) / count,
    })),
  );
}

/** Two cars of a scan, the second turned: 4 long, 2 wide, 1.5 high; z is up. */
export function scan(): DetectionSet {
  const set = detectionSet('truth', [
    { image: 0, category: 0, rectangle: [NaN, NaN, NaN, NaN] },
    { image: 0, category: 1, rectangle: [NaN, NaN, NaN, NaN] },
  ], 1);
  const turn = [Math.cos(Math.PI / 4), 0, 0, Math.sin(Math.PI / 4)];
  return {
    ...set,
    images: set.images.map((image) => ({ ...image, picture: null, cloud: 'scan.ply' })),
    shapes: Uint8Array.of(boxShape.cuboid, boxShape.cuboid),
    cuboids: Float64Array.of(0, 0, 0.75, 4, 2, 1.5, 1, 0, 0, 0, 8, 3, 0.75, 4, 2, 1.5, ...turn),
    bounds: { min: [-2, -1, 0], max: [9, 5, 1.5] },
  };
}

/** The same scan with boxes in its picture too, which the file names or not. */
export function scanWithRectangles(picture: string | null): DetectionSet {
  const set = scan();
  return {
    ...set,
    images: set.images.map((image) => ({ ...image, picture })),
    shapes: Uint8Array.of(boxShape.cuboid | boxShape.rectangle, boxShape.cuboid | boxShape.rectangle),
    rectangles: Float64Array.of(10, 10, 30, 20, 60, 20, 30, 20),
  };
}

/** A ground of 40 x 40 points and 100 points in the first car. */
export function cloudPoints(): Float32Array<ArrayBuffer> {
  const points: number[] = [];
  for (let x = 0; x < 40; x++) for (let y = 0; y < 40; y++) points.push(x / 2 - 6, y / 2 - 8, -0.1);
  for (let i = 0; i < 100; i++) points.push(-1.9 + (i % 10) * 0.4, -0.9 + Math.floor(i / 10) * 0.19, 0.2 + (i % 7) * 0.15);
  return Float32Array.from(points);
}
