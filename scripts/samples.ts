// Writes media/samples: small files made by the project's own writers, for a first look and for pictures in the docs.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readFormulaDocument } from '../src/formats/formula/document';
import { detectionsFormat } from '../src/formats/coco/coco';
import type { Format } from '../src/formats/format';
import { plyFormat } from '../src/formats/ply/ply';
import type { Attribute } from '../src/model/attribute';
import type { Mesh } from '../src/model/mesh';
import type { Model } from '../src/model/model';
import type { PointCloud, PositionAttribute } from '../src/model/pointCloud';
import { makeParking } from './sampleParking';

const folder = path.join(__dirname, '..', 'media', 'samples');

/** mulberry32 by Tommy Ettinger (public domain): short, and good enough for pictures. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function positionsOf(data: Float32Array): PositionAttribute {
  return { kind: 'values', name: 'position', type: 'float32', components: 3, componentNames: ['x', 'y', 'z'], data };
}

function coloursOf(data: Uint8Array): Attribute {
  return { kind: 'values', name: 'colour', type: 'uint8', components: 3, componentNames: ['red', 'green', 'blue'], data };
}

const common = { elements: [], bounds: null, notFinite: 0 } as const;

/** A sweep of a spinning scanner over ground, walls and posts: density falls with range, intensity with range and angle. */
function scan(count: number, seed: number): PointCloud {
  const next = random(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const positions = new Float32Array(3 * count);
  const intensity = new Float32Array(count);
  const ring = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const beam = Math.floor(next() * 64);
    const azimuth = next() * 2 * Math.PI;
    const elevation = ((-24.9 + (beam * 26.9) / 63) * Math.PI) / 180;
    const ground = elevation < 0 ? 1.73 / Math.sin(-elevation) : 80;
    const wall = 16 + 9 * (1 + Math.sin(3 * azimuth)) + 3 * Math.sin(17 * azimuth);
    const range = Math.min(ground, wall / Math.cos(elevation)) + 0.02 * normal();
    const flat = range * Math.cos(elevation);
    positions.set([flat * Math.cos(azimuth), flat * Math.sin(azimuth), range * Math.sin(elevation)], 3 * i);
    const material = range < ground - 0.1 ? 0.75 : 0.35;
    intensity[i] = Math.max(0, material * Math.exp(-range / 60) + 0.04 * normal());
    ring[i] = beam;
  }
  return {
    ...common,
    kind: 'pointCloud',
    count,
    positions: positionsOf(positions),
    attributes: [
      { kind: 'values', name: 'intensity', type: 'float32', components: 1, data: intensity },
      { kind: 'values', name: 'ring', type: 'uint8', components: 1, data: ring },
    ],
    comments: ['A made-up street: one turn of a scanner with 64 beams. Unit: metre.'],
  };
}

/** Radius of the bumpy ball in a direction; `bump` raises one place of it. */
function ball(azimuth: number, height: number, bump: number): number {
  const rim = Math.sqrt(1 - height * height);
  const facing = rim * Math.cos(azimuth - 0.6) * 0.94 + height * 0.34;
  return 1 + 0.16 * Math.sin(5 * azimuth) * rim + 0.07 * Math.sin(17 * height) + bump * Math.exp((facing - 1) * 60);
}

/** A surface sampled by points with colours and normals left to the viewer. */
function sampledBall(count: number, seed: number, bump: number): PointCloud {
  const next = random(seed);
  const positions = new Float32Array(3 * count);
  const colours = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    const height = 2 * next() - 1;
    const azimuth = 2 * Math.PI * next();
    const radius = ball(azimuth, height, bump);
    const rim = Math.sqrt(1 - height * height);
    positions.set([radius * rim * Math.cos(azimuth), radius * rim * Math.sin(azimuth), radius * height], 3 * i);
    const light = 0.5 + 0.5 * Math.sin(5 * azimuth) * rim;
    colours.set([70 + 150 * light, 110 + 60 * (1 - Math.abs(height)), 190 - 90 * light], 3 * i);
  }
  return {
    ...common,
    kind: 'pointCloud',
    count,
    positions: positionsOf(positions),
    colours: coloursOf(colours),
    attributes: [],
    comments: [bump > 0 ? 'The ball of ball-reference.ply, sampled anew, with one bump.' : 'Points on a bumpy ball.'],
  };
}

/** A torus knot's tube in quadrilaterals, with a quality for each vertex. */
function knot(around: number, across: number): Mesh {
  const count = around * across;
  const positions = new Float32Array(3 * count);
  const quality = new Float32Array(count);
  const curve = (t: number): [number, number, number] => {
    const radius = 2 + Math.cos(3 * t);
    return [radius * Math.cos(2 * t), radius * Math.sin(2 * t), Math.sin(3 * t)];
  };
  for (let i = 0; i < around; i++) {
    const t = (2 * Math.PI * i) / around;
    const [x, y, z] = curve(t);
    const [x1, y1, z1] = curve(t + 1e-4);
    const length = Math.hypot(x1 - x, y1 - y, z1 - z);
    const tangent = [(x1 - x) / length, (y1 - y) / length, (z1 - z) / length];
    const flat = Math.hypot(tangent[0], tangent[1]);
    const side = [-tangent[1] / flat, tangent[0] / flat, 0];
    const over = [
      tangent[1] * side[2] - tangent[2] * side[1],
      tangent[2] * side[0] - tangent[0] * side[2],
      tangent[0] * side[1] - tangent[1] * side[0],
    ];
    for (let j = 0; j < across; j++) {
      const angle = (2 * Math.PI * j) / across;
      const radius = 0.42 + 0.05 * Math.sin(6 * t);
      const c = radius * Math.cos(angle);
      const s = radius * Math.sin(angle);
      const row = i * across + j;
      positions.set([x + c * side[0] + s * over[0], y + c * side[1] + s * over[1], z + c * side[2] + s * over[2]], 3 * row);
      quality[row] = 0.5 + 0.5 * Math.sin(6 * t) * Math.cos(angle);
    }
  }
  const offsets = Uint32Array.from({ length: count + 1 }, (_, face) => 4 * face);
  const indices = new Uint32Array(4 * count);
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < across; j++) {
      const nextI = (i + 1) % around;
      const nextJ = (j + 1) % across;
      indices.set([i * across + j, nextI * across + j, nextI * across + nextJ, i * across + nextJ], 4 * (i * across + j));
    }
  }
  return {
    ...common,
    kind: 'mesh',
    count,
    positions: positionsOf(positions),
    attributes: [{ kind: 'values', name: 'quality', type: 'float32', components: 1, data: quality }],
    polygons: { count, offsets, indices, attributes: [] },
    comments: ['A tube along a torus knot, in quadrilaterals.'],
  };
}

async function write(name: string, model: Model, encoding: 'binary' | 'ascii', format: Format = plyFormat): Promise<void> {
  const chunks = [...(format.write?.(model, { encoding }) ?? [])];
  await writeFile(path.join(folder, name), chunks);
  console.log(`${name}: ${chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)} bytes`);
}

/** A body of blends, with a lattice where it is cut open. */
const formula = {
  title: 'A joint of three pipes, blended, one of them with a gyroid inside',
  bounds: { min: [-1.1, -1.1, -0.6], max: [1.1, 1.1, 1.1] },
  resolution: 96,
  definitions: {
    arm: 'capsule(0.3, 1.4)',
    joint: 'smoothUnion(0.25, rotateX(arm, 90), rotateY(arm, 90), translate(cylinder(0.34, 0.9), 0, 0, 0.5))',
    bore: 'translate(cylinder(0.24, 2), 0, 0, 0.9)',
  },
  expression: ['union(', '  difference(joint, bore),', '  intersection(bore, joint, gyroid(0.22, 0.04)))'],
};

async function writeFormula(name: string): Promise<void> {
  const text = `${JSON.stringify(formula, null, 2)}\n`;
  readFormulaDocument(name, text);
  await writeFile(path.join(folder, name), text);
  console.log(`${name}: ${text.length} bytes`);
}

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  await write('street-scan.ply', scan(60_000, 1), 'binary');
  await write('ball-reference.ply', sampledBall(20_000, 2, 0), 'binary');
  await write('ball-compared.ply', sampledBall(20_000, 3, 0.18), 'binary');
  await write('knot-mesh.ply', knot(160, 16), 'ascii');
  await writeFormula('pipe-joint.sdf.json');
  const parking = await makeParking(random(7));
  await write('parking.ply', parking.cloud, 'binary');
  await write('parking-truth.detections.json', parking.truth, 'ascii', detectionsFormat);
  await write('parking-found.detections.json', parking.found, 'ascii', detectionsFormat);
}

void main();
