import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './support/paths';
import { encodePng } from './support/png';

/** Draws media/icon.png: a cube whose wireframe, towards the left, dissolves into the points it was measured by. */

const size = 128;
const background = [0x16, 0x1b, 0x22];
const wire = [0xe6, 0xed, 0xf3];
const accent = [0x3f, 0xb9, 0xc9];

type Point = readonly [number, number];

/** A corner of the unit cube, seen along a diagonal a little from above; coordinates are -1 or 1. */
function project(x: number, y: number, z: number): Point {
  const scale = 28;
  return [size / 2 + 4 + (x - y) * 0.866 * scale, size / 2 + (x + y) * 0.46 * scale - z * scale];
}

const seen: readonly (readonly [Point, Point])[] = [
  [project(1, -1, 1), project(1, 1, 1)],
  [project(1, 1, 1), project(-1, 1, 1)],
  [project(-1, 1, 1), project(-1, -1, 1)],
  [project(-1, -1, 1), project(1, -1, 1)],
  [project(1, 1, 1), project(1, 1, -1)],
  [project(1, -1, 1), project(1, -1, -1)],
  [project(-1, 1, 1), project(-1, 1, -1)],
  [project(1, -1, -1), project(1, 1, -1)],
  [project(1, 1, -1), project(-1, 1, -1)],
];

const pixels = new Float64Array(size * size * 4);

/** Lays a colour over a pixel; `cover` is the share of the pixel, 0...1. */
function blend(column: number, row: number, colour: readonly number[], cover: number): void {
  if (cover <= 0 || column < 0 || row < 0 || column >= size || row >= size) return;
  const at = (row * size + column) * 4;
  const share = Math.min(1, cover);
  for (let channel = 0; channel < 3; channel++) {
    pixels[at + channel] = (pixels[at + channel] ?? 0) * (1 - share) + (colour[channel] ?? 0) * share;
  }
  pixels[at + 3] = (pixels[at + 3] ?? 0) * (1 - share) + 255 * share;
}

function drawBackground(): void {
  const radius = 26;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const across = Math.max(0, Math.abs(column + 0.5 - size / 2) - (size / 2 - radius));
      const down = Math.max(0, Math.abs(row + 0.5 - size / 2) - (size / 2 - radius));
      blend(column, row, background, radius - Math.hypot(across, down) + 0.5);
    }
  }
}

/** How solid the cube is at a column, from points (0) to wire (1). */
function solidity(x: number): number {
  const share = Math.min(1, Math.max(0, (x - 48) / 30));
  return share * share * (3 - 2 * share);
}

function drawWire([from, to]: readonly [Point, Point], width: number): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const lengthSquared = dx * dx + dy * dy;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [column + 0.5 - from[0], row + 0.5 - from[1]];
      const along = Math.min(1, Math.max(0, (x * dx + y * dy) / lengthSquared));
      const distance = Math.hypot(x - along * dx, y - along * dy);
      blend(column, row, wire, (width / 2 - distance + 0.5) * solidity(from[0] + along * dx));
    }
  }
}

function drawDot(x: number, y: number, radius: number, colour: readonly number[], opacity: number): void {
  for (let row = Math.floor(y - radius - 1); row <= y + radius + 1; row++) {
    for (let column = Math.floor(x - radius - 1); column <= x + radius + 1; column++) {
      blend(column, row, colour, Math.min(1, radius - Math.hypot(column + 0.5 - x, row + 0.5 - y) + 0.5) * opacity);
    }
  }
}

/** The additive sequence of the golden ratio: evenly spread and the same each time. */
const golden = 0.618033988749895;

function drawPoints(): void {
  seen.forEach(([from, to], edge) => {
    const count = Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]) / 6.4);
    for (let index = 0; index <= count; index++) {
      const along = index / count;
      const x = from[0] + (to[0] - from[0]) * along;
      const y = from[1] + (to[1] - from[1]) * along;
      const loose = 1 - solidity(x);
      if (loose < 0.15) continue;
      // Further to the left they drift outwards and shrink.
      const drift = Math.max(0, (56 - x) / 44) ** 1.5 * 10;
      const turn = 2 * Math.PI * ((edge * 7 + index) * golden);
      const stray = ((index * 3 + edge) * golden) % 1;
      drawDot(x - drift * stray + Math.cos(turn) * drift * 0.35, y + Math.sin(turn) * drift * 0.55, 2.3 - Math.min(1, drift / 9), accent, loose);
    }
  });
}

drawBackground();
for (const edge of seen) drawWire(edge, 4);
drawPoints();
const file = path.join(projectFolder, 'media', 'icon.png');
writeFileSync(file, encodePng(Uint8Array.from(pixels, Math.round), size, size));
console.log(`Wrote ${path.relative(projectFolder, file)}.`);
