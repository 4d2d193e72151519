import assert from 'node:assert/strict';
import { ModelSession } from '../../../src/compute/modelSession';
import type { DisplayPiece } from '../../../src/compute/modelProtocol';
import { pointsPerPiece } from '../../../src/compute/modelProtocol';
import { MemorySource } from '../../../src/formats/byteSource';
import { CancelledError, FormatError, OperationError } from '../../../src/model/errors';

interface Heard {
  readonly pieces: DisplayPiece[];
  restarts: number;
}

async function open(name: string, bytes: Uint8Array<ArrayBuffer>, signal = new AbortController().signal) {
  const heard: Heard = { pieces: [], restarts: 0 };
  const session = new ModelSession(() => new MemorySource(name, bytes));
  const result = await session.open(
    { name, bytes: bytes.length, limit: 2 ** 32 },
    {
      activity: () => undefined,
      restart: () => {
        heard.restarts++;
        heard.pieces.length = 0;
      },
      display: (piece) => heard.pieces.push(piece),
    },
    signal,
  );
  return { session, result, heard };
}

/** x, y, z in float, then a weight of the row's number. */
function binaryCloud(count: number): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(
    `ply\nformat binary_little_endian 1.0\nelement vertex ${count}\nproperty float x\nproperty float y\nproperty float z\nproperty float weight\nend_header\n`,
  );
  const body = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) body.set([i % 1000, Math.floor(i / 1000), (i * 7) % 11, i], 4 * i);
  const bytes = new Uint8Array(header.length + body.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(body.buffer), header.length);
  return bytes;
}

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

describe('ModelSession', () => {
  it('cuts a cloud into shuffled pieces that together hold every row once, and picks what was drawn', async () => {
    const count = pointsPerPiece + 12_345;
    const { session, result, heard } = await open('cloud.ply', binaryCloud(count));
    assert.equal(result.info.points, count);
    const points = heard.pieces.filter((piece) => piece.kind === 'points');
    // A small one first, so that something shows early.
    assert.deepEqual(points.map((piece) => piece.count), [100_000, count - 100_000]);
    assert.deepEqual(points.map((piece) => piece.first), [0, 100_000]);
    assert.deepEqual(points.map((piece) => piece.last), [false, true]);
    const seen = new Uint8Array(count);
    for (const piece of points) {
      for (let slot = 0; slot < piece.count; slot += 997) {
        const { index, position, values } = session.display.pick({ piece: piece.piece, slot });
        assert.equal(seen[index]++, 0);
        for (let axis = 0; axis < 3; axis++) {
          assert.equal(position[axis], piece.positions[3 * slot + axis] + piece.centre[axis]);
        }
        assert.equal(values.find(({ name }) => name === 'weight')?.text, String(index));
      }
    }
  });

  it('tells scalars in the order of the pieces', async () => {
    const { session, heard } = await open('cloud.ply', binaryCloud(5000));
    const [piece] = heard.pieces;
    assert.equal(piece.kind, 'points');
    const values: number[] = [];
    const range = session.display.scalarValues('vertex.weight', ({ base, values: told }) => values.push(...told.map((v) => v + base)));
    assert.equal(range.min, 0);
    assert.equal(range.max, 4999);
    for (const slot of [0, 1, 77, 4999]) assert.equal(session.display.pick({ piece: 0, slot }).index, values[slot]);
    assert.throws(() => session.display.scalarValues('vertex.none', () => undefined), OperationError);
    assert.throws(() => session.display.pick({ piece: 0, slot: 5000 }), OperationError);
    assert.throws(() => session.display.pick({ piece: 9, slot: 0 }), OperationError);
  });

  it('samples a large file first, from all of it, and tells the same pieces again when asked', async () => {
    const count = 2_000_000;
    const { session, heard } = await open('large.ply', binaryCloud(count));
    const [sample] = heard.pieces;
    assert.equal(sample.kind, 'sample');
    assert(sample.kind === 'sample' && sample.count > 100_000 && sample.count < 400_000);
    const rows = [...sample.positions].filter((_, i) => i % 3 === 1).map((y) => y + sample.centre[1]);
    for (let part = 0; part < 10; part++) {
      const share = rows.filter((y) => y >= part * 200 && y < (part + 1) * 200).length / rows.length;
      assert(Math.abs(share - 0.1) < 0.03, `${share} of the sample is in tenth ${part}`);
    }
    const again: DisplayPiece[] = [];
    session.display.pieces((piece) => again.push(piece));
    assert.deepEqual(again, heard.pieces.slice(1));
  });

  it('tells triangles, outlines and edges of a mesh', async () => {
    const { session, result, heard } = await open(
      'mesh.ply',
      text(`ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n4 0 1 2 3\n`),
    );
    assert.equal(result.info.triangles, 2);
    const vertices = heard.pieces.find((piece) => piece.kind === 'vertices');
    assert(vertices && vertices.total === 4 && vertices.last);
    const triangles = heard.pieces.find((piece) => piece.kind === 'triangles');
    assert(triangles && triangles.indices.length === 6 && triangles.last);
    assert.deepEqual([...triangles.faces], [0, 0]);
    const lines: DisplayPiece[] = [];
    session.display.lines((piece) => lines.push(piece));
    assert(lines[0].kind === 'lines' && lines[0].indices.length === 8);
  });

  it('begins anew when rows turn out not to fit', async () => {
    // Row 600,000 lacks a value, so that the reader, which has told 500,000 rows by then, reads by lines instead.
    const count = 600_001;
    const rows = Array.from({ length: count }, (_, i) => (i === 600_000 ? '7 7' : `${i} 0 0`));
    const { result, heard } = await open(
      'odd.ply',
      text(`ply\nformat ascii 1.0\nelement vertex ${count}\nproperty float x\nproperty float y\nproperty float z\nend_header\n${rows.join('\n')}\n`),
    );
    const drawn = heard.pieces.reduce((sum, piece) => sum + (piece.kind === 'points' ? piece.count : 0), 0);
    assert.equal(drawn, result.info.points);
    assert(result.info.warnings.length > 0);
  });

  it('keeps the last good model when an opening fails, and says what is wrong', async () => {
    let bytes = binaryCloud(10);
    const session = new ModelSession(() => new MemorySource('file.ply', bytes));
    const quiet = { activity: () => undefined, restart: () => undefined, display: () => undefined };
    const params = { name: 'file.ply', bytes: bytes.length, limit: 2 ** 32 };
    const { signal } = new AbortController();
    assert.throws(() => session.display.pick({ piece: 0, slot: 0 }), OperationError);
    await session.open(params, quiet, signal);
    bytes = text('ply\nformat ascii 1.0\nelement vertex oops\nend_header\n');
    await assert.rejects(session.open(params, quiet, signal), FormatError);
    assert.equal(session.display.pick({ piece: 0, slot: 3 }).position.length, 3);
  });

  it('is cancelled between slices', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(open('cloud.ply', binaryCloud(10), controller.signal), CancelledError);
  });
});
