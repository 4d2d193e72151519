import { cuboidCorners } from '../src/detection/cuboidCorners';
import { projectionOfCloud } from '../src/detection/frustum';
import { MemorySource } from '../src/formats/byteSource';
import { detectionsFormat } from '../src/formats/coco/coco';
import { setCuboid } from '../src/formats/detections/cuboid';
import type { Calibration, DetectionSet } from '../src/model/detectionSet';
import type { PointCloud } from '../src/model/pointCloud';

/** A car or a cyclist on the car park, as a box. */
interface Thing {
  readonly category: number;
  readonly centre: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly yaw: number;
  readonly score?: number;
}

const width = 800;
const height = 450;
const focal = 500;
const eye = 1.6;
/** A camera above the origin that looks along y, where z points up. */
const calibration: Calibration = {
  projection: [focal, width / 2, 0, 0, 0, height / 2, -focal, focal * eye, 0, 1, 0, 0],
  cloudToBoxes: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
};

function cuboidOf({ centre, size, yaw }: Thing): Float64Array {
  const cuboid = new Float64Array(10);
  setCuboid(cuboid, centre, size, [Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)]);
  return cuboid;
}

/** The rectangle around a box in the picture, cut off at its edges. */
function seen(thing: Thing): number[] {
  const corners = new Float64Array(24);
  cuboidCorners(cuboidOf(thing), 0, corners);
  const p = projectionOfCloud(calibration);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const [x, y, z] = corners.subarray(3 * corner, 3 * corner + 3);
    const depth = p[8] * x + p[9] * y + p[10] * z + p[11];
    const u = (p[0] * x + p[1] * y + p[2] * z + p[3]) / depth;
    const v = (p[4] * x + p[5] * y + p[6] * z + p[7]) / depth;
    [left, top, right, bottom] = [Math.min(left, u), Math.min(top, v), Math.max(right, u), Math.max(bottom, v)];
  }
  const [l, t, r, b] = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
  return [l, t, r - l, b - t].map((value) => Math.round(10 * value) / 10);
}

function makeThings(next: () => number): Thing[] {
  const things: Thing[] = [];
  for (const [row, y] of [9, 16, 24].entries()) {
    for (let place = -3; place <= 3; place++) {
      if (next() < 0.25) continue;
      const size = [4.2 + 0.6 * next(), 1.8 + 0.15 * next(), 1.45 + 0.2 * next()] as const;
      things.push({ category: 1, centre: [place * (2.7 + 0.2 * row), y + 0.4 * (next() - 0.5), size[2] / 2], size, yaw: Math.PI / 2 + 0.12 * (next() - 0.5) });
    }
  }
  for (const [x, y] of [[-4, 12.5], [3.5, 20], [6, 12.2]] as const) things.push({ category: 2, centre: [x, y, 0.85], size: [1.8, 0.6, 1.7], yaw: 6.2 * next() });
  return things;
}

/** What a detector might say of them: places a little off, some missed, some twice, some where nothing is. */
function makeFound(things: readonly Thing[], next: () => number): Thing[] {
  const off = (amount: number): number => amount * (next() + next() - 1);
  return things.flatMap((thing): Thing[] => {
    if (next() < 0.12) return [];
    const moved = (amount: number, score: number): Thing => ({
      ...thing,
      centre: [thing.centre[0] + off(amount), thing.centre[1] + off(2 * amount), thing.centre[2]],
      yaw: thing.yaw + off(0.1),
      score: Math.round(1000 * score) / 1000,
    });
    const found = [moved(0.15, 0.55 + 0.45 * next())];
    if (next() < 0.35) found.push(moved(0.5, 0.2 + 0.4 * next()));
    if (next() < 0.12) found.push({ ...moved(4, 0.1 + 0.5 * next()), category: 3 - thing.category });
    return found;
  });
}

async function setOf(things: readonly Thing[]): Promise<DetectionSet> {
  const annotations = things.map((thing, row) => ({
    id: row + 1,
    image_id: 1,
    category_id: thing.category,
    bbox: seen(thing),
    bbox3d: { center: thing.centre.map((value) => Math.round(1000 * value) / 1000), size: thing.size.map((value) => Math.round(1000 * value) / 1000), yaw: Math.round(1000 * thing.yaw) / 1000 },
    ...(thing.score === undefined ? {} : { score: thing.score }),
  }));
  const text = JSON.stringify({
    images: [{ id: 1, cloud: 'parking.ply', width, height, calibration }],
    annotations,
    categories: [{ id: 1, name: 'car' }, { id: 2, name: 'cyclist' }],
  });
  const model = await detectionsFormat.read(new MemorySource('parking', new TextEncoder().encode(text)), { options: {}, warn: () => undefined });
  if (model.kind !== 'detections') throw new TypeError('A sample of detections is none.');
  return model;
}

/** Points on the ground and on the sides of the things that a scanner at the origin would see. */
function makeCloud(things: readonly Thing[], count: number, next: () => number): PointCloud {
  const positions = new Float32Array(3 * count);
  const intensity = new Float32Array(count);
  for (let point = 0; point < count; point++) {
    if (next() < 0.45) {
      const far = 4 + 30 * next() ** 1.5;
      const angle = (next() - 0.5) * 1.6;
      positions.set([far * Math.sin(angle), far * Math.cos(angle), 0.02 * (next() - 0.5)], 3 * point);
      intensity[point] = 0.2 + 0.1 * next();
      continue;
    }
    const thing = things[Math.floor(things.length * next())];
    const cosine = Math.cos(thing.yaw);
    const sine = Math.sin(thing.yaw);
    const along = next() - 0.5;
    // A place on one of the four sides or on the top; the turn of the side toward the origin is not asked for.
    const side = Math.floor(5 * next());
    const a = (side === 0 ? 0.5 : side === 1 ? -0.5 : along) * thing.size[0];
    const b = (side === 2 ? 0.5 : side === 3 ? -0.5 : side === 4 ? next() - 0.5 : along) * thing.size[1];
    const c = (side === 4 ? 0.5 : next() - 0.5) * thing.size[2];
    positions.set([thing.centre[0] + cosine * a - sine * b, thing.centre[1] + sine * a + cosine * b, thing.centre[2] + c], 3 * point);
    intensity[point] = thing.category === 1 ? 0.6 + 0.3 * next() : 0.4 + 0.2 * next();
  }
  return {
    kind: 'pointCloud',
    count,
    positions: { kind: 'values', name: 'position', type: 'float32', components: 3, componentNames: ['x', 'y', 'z'], data: positions },
    attributes: [{ kind: 'values', name: 'intensity', type: 'float32', components: 1, data: intensity }],
    elements: [],
    comments: ['A car park before a camera that looks along y.'],
    bounds: null,
    notFinite: 0,
  };
}

/** A car park: its cloud, what stands there, and what a detector might have found. */
export async function makeParking(next: () => number): Promise<{ readonly cloud: PointCloud; readonly truth: DetectionSet; readonly found: DetectionSet }> {
  const things = makeThings(next);
  const found = makeFound(things, next);
  return { cloud: makeCloud(things, 15_000, next), truth: await setOf(things), found: await setOf(found) };
}
