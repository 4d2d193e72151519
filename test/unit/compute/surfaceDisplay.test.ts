import assert from 'node:assert/strict';
import type { DisplayPiece } from '../../../src/compute/modelProtocol';
import { SurfaceDisplay } from '../../../src/compute/surfaceDisplay';
import { MemorySource } from '../../../src/formats/byteSource';
import { formats } from '../../../src/formats/registry';
import { CancelledError, OperationError } from '../../../src/model/errors';
import { gridBounds, xFastest } from '../../../src/model/grid';
import type { ScalarGrid } from '../../../src/model/scalarGrid';

const side = 24;

/** The distance to a ball about the middle, in a grid far from the origin. */
function ball(value = (distance: number): number => distance, components = 1): ScalarGrid {
  const data = new Float32Array(components * side ** 3);
  for (let i = 0; i < side ** 3; i++) data[components * i] = value(Math.hypot((i % side) - 11.5, (Math.floor(i / side) % side) - 11.5, Math.floor(i / side / side) - 11.5) - 6);
  const placed = { dimensions: [side, side, side], spacing: [1, 1, 1], origin: [1000, 2000, 3000] } as const;
  return { kind: 'scalarGrid', ...placed, axisOrder: xFastest, count: side ** 3, values: { kind: 'values', name: 'distance', type: 'float32', components, data }, attributes: [], comments: [], bounds: gridBounds(placed), notFinite: 0 };
}

const going = (): AbortSignal => new AbortController().signal;

async function displayOf(grid: ScalarGrid): Promise<SurfaceDisplay> {
  const display = await SurfaceDisplay.of(grid, going());
  assert.ok(display);
  return display;
}

function told(display: { pieces(listener: (piece: DisplayPiece) => void): void }): { readonly vertices: Extract<DisplayPiece, { kind: 'vertices' }>[]; readonly triangles: number } {
  const pieces: DisplayPiece[] = [];
  display.pieces((piece) => pieces.push(piece));
  const vertices = pieces.filter((piece) => piece.kind === 'vertices');
  return { vertices, triangles: pieces.reduce((sum, piece) => sum + (piece.kind === 'triangles' ? piece.faces.length : 0), 0) };
}

describe('a field as its surface', () => {
  it('begins at 0, about the middle of its grid, and tells what it drew', async () => {
    const display = await displayOf(ball());
    const { iso, inside, shown, cells } = display.description;
    assert.deepEqual([iso, inside, cells, shown.step], [0, 'below', side ** 3, 1]);
    const { vertices, triangles } = told(display);
    assert.equal(triangles, shown.triangles);
    assert.deepEqual(vertices[0].centre, [1011.5, 2011.5, 3011.5]);
    for (let i = 0; i < vertices[0].count; i++) assert.ok(Math.abs(Math.hypot(...vertices[0].positions.subarray(3 * i, 3 * i + 3)) - 6) < 0.05);
  });

  it('changes to other values, coarser, and in shells of their own opacity', async () => {
    const display = await displayOf(ball());
    const first = display.description.shown.triangles;
    const larger = await display.change({ shells: [{ iso: 3, opacity: 1 }], inside: 'below', step: 1 }, () => undefined, going());
    assert.ok(larger.triangles > first);
    const coarse = await display.change({ shells: [{ iso: 3, opacity: 1 }], inside: 'below', step: 2 }, () => undefined, going());
    assert.ok(coarse.triangles < larger.triangles / 2 && coarse.cells === (side / 2) ** 3);
    const both = await display.change({ shells: [{ iso: 0, opacity: 1 }, { iso: 3, opacity: 0.25 }], inside: 'below', step: 1 }, () => undefined, going());
    assert.equal(both.triangles, first + larger.triangles);
    const { vertices: [{ colours, translucent, positions, count }] } = told(display);
    assert.ok(colours && translucent);
    for (let i = 0; i < count; i++) {
      const isOuter = Math.hypot(...positions.subarray(3 * i, 3 * i + 3)) > 7.5;
      assert.deepEqual([colours[4 * i], colours[4 * i + 3]], isOuter ? [1, 64] : [0, 255]);
    }
    const none = await display.change({ shells: [{ iso: 99, opacity: 1 }], inside: 'below', step: 1 }, () => undefined, going());
    assert.deepEqual([none.vertices, none.triangles, told(display).vertices.length], [0, 0, 1]);
    await assert.rejects(display.change({ shells: [{ iso: 1, opacity: 1 }], inside: 'below', step: 1 }, () => undefined, AbortSignal.abort()), CancelledError);
  });

  it('is picked and coloured by its values: the gradient of a distance is 1', async () => {
    const display = await displayOf(ball());
    assert.deepEqual(display.scalars.map(({ id }) => id), ['vertex.x', 'vertex.y', 'vertex.z', 'vertex.iso value', 'vertex.gradient']);
    const { min, max } = display.scalarValues('vertex.gradient', () => undefined);
    assert.ok(min !== null && max !== null && min > 0.97 && max < 1.01, `${min} ${max}`);
    const { position, values } = display.pick({ piece: 0, slot: 3 });
    assert.ok(Math.abs(Math.hypot(position[0] - 1011.5, position[1] - 2011.5, position[2] - 3011.5) - 6) < 0.05);
    assert.deepEqual(values.slice(-2).map(({ name }) => name), ['iso value', 'gradient']);
    assert.throws(() => display.scalarValues('vertex.colour', () => undefined), OperationError);
  });

  it('is written at every sample whatever is shown, turned as its inside says', async () => {
    const display = await displayOf(ball());
    const whole = display.description.shown.triangles;
    for (const inside of ['below', 'above'] as const) {
      await display.change({ shells: [{ iso: 0, opacity: 1 }], inside, step: 4 }, () => undefined, going());
      for (const id of ['ply', 'obj', 'stl']) {
        const bytes = await display.file(id, going());
        const mesh = await formats.find((format) => format.id === id)?.read(new MemorySource(`a.${id}`, bytes), { options: {}, warn: (message) => assert.fail(message) });
        assert.ok(mesh?.kind === 'mesh');
        assert.equal(mesh.polygons.count, whole);
        let volume = 0;
        const { data } = mesh.positions;
        for (let face = 0; face < whole; face++) {
          const [a, b, c] = [0, 1, 2].map((corner) => [0, 1, 2].map((axis) => data[3 * mesh.polygons.indices[3 * face + corner] + axis] - [1011.5, 2011.5, 3011.5][axis]));
          volume += (a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0])) / 6;
        }
        assert.ok(Math.abs(volume * (inside === 'below' ? 1 : -1) - (4 / 3) * Math.PI * 216) < 15, `${id} ${inside}: ${volume}`);
      }
    }
    await assert.rejects(display.file('npz', going()), OperationError);
  });

  it('marks the cells that are of no distance field', async () => {
    const pieces: DisplayPiece[] = [];
    const listen = (piece: DisplayPiece): void => void pieces.push(piece);
    const good = (await displayOf(ball())).health(listen);
    // In the middle of the ball the distance has no gradient.
    assert.ok(good.measured === (side - 2) ** 3 && good.off < 100 && good.marked === good.off, JSON.stringify(good));
    const scaled = (await displayOf(ball((distance) => 2 * distance))).health(listen);
    assert.ok(scaled.off > 0.99 * scaled.measured);
    const [first, second] = pieces;
    assert.ok(first.kind === 'points' && second.kind === 'points' && first.count === good.off && second.count === scaled.off);
  });

  it('takes a guess for one sign, and is none without values to part', async () => {
    const density = await displayOf(ball((distance) => (distance < 0 ? 100 : 3)));
    assert.ok(density.description.inside === 'above' && density.description.iso > 3 && density.description.iso < 100);
    assert.match(density.description.reason, /guess/);
    for (const grid of [ball(() => 5), ball((distance) => distance, 3)]) assert.equal(await SurfaceDisplay.of(grid, going()), null);
  });
});
