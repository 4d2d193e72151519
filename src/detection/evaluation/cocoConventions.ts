/** IoU thresholds 0.50, 0.55 ... 0.95, to the bit as numpy.linspace(0.5, 0.95, 10) has them, whose numbers are compared with. */
export const cocoThresholds: readonly number[] = Array.from({ length: 10 }, (_, at) => (at === 9 ? 0.95 : 0.5 + at * ((0.95 - 0.5) / 9)));

/** 101 recalls, as numpy.linspace(0, 1, 101) has them. */
export const cocoRecalls = Float64Array.from({ length: 101 }, (_, at) => (at === 100 ? 1 : at * (1 / 100)));

/** Areas in pixels of all, small, medium and large objects; both ends belong to a range. */
export const cocoAreas: readonly (readonly [name: string, least: number, most: number])[] = [
  ['all', 0, 1e10],
  ['small', 0, 32 ** 2],
  ['medium', 32 ** 2, 96 ** 2],
  ['large', 96 ** 2, 1e10],
];

/** Detections an image and class that count, at most. */
export const cocoMostDetections: readonly number[] = [1, 10, 100];

/** What keeps a division by zero of nothing found from being one, as in COCO's evaluation. */
export const cocoEpsilon = 2 ** -52;
