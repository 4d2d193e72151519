import assert from 'node:assert/strict';
import { cellValues } from '../../../src/compute/cellValues';
import type { ModelClientProtocol, ModelServiceProtocol } from '../../../src/compute/modelProtocol';
import { serveModel } from '../../../src/compute/serveModel';
import { MemorySource } from '../../../src/formats/byteSource';
import { Channel } from '../../../src/messaging/channel';
import type { Port } from '../../../src/messaging/port';
import { buildGrid } from '../../../src/formats/grids/buildGrid';
import { xFastest } from '../../../src/model/grid';

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

/** Two ends of a line within this process; messages are cloned as a worker's are. */
function ports(): [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const made = (own: 0 | 1): Port => ({
    post: (message, transfer) => {
      const cloned: unknown = structuredClone(message, { transfer: [...(transfer ?? [])] });
      queueMicrotask(() => listeners[own === 0 ? 1 : 0].forEach((listener) => listener(cloned)));
    },
    onMessage: (listener) => {
      listeners[own].add(listener);
      return { dispose: () => listeners[own].delete(listener) };
    },
  });
  return [made(0), made(1)];
}

async function asked(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Channel<ModelClientProtocol, ModelServiceProtocol>> {
  const [ours, theirs] = ports();
  serveModel(theirs, () => new MemorySource(name, bytes));
  const channel = new Channel<ModelClientProtocol, ModelServiceProtocol>(ours, { read: () => new Uint8Array(0) }, {});
  await channel.request('open', { name, bytes: bytes.length, limit: 2 ** 30 });
  return channel;
}

const header = 'NRRD0004\ntype: float\ndimension: 3\nsizes: 3 2 2\nspacings: 0.5 1 2\naxis mins: 10 20 30\nencoding: ascii\n\n';

describe('a session with a grid', () => {
  it('answers slices, values and cells, and describes the grid', async () => {
    const channel = await asked('field.nrrd', text(`${header}0 1 2 3 4 5 6 7 8 9 10 -1\n`));
    try {
      const { axis, index, width, height, values } = await channel.request('slice', { axis: 2, index: 1, component: 0 });
      assert.deepEqual([axis, index, width, height, [...values]], [2, 1, 3, 2, [6, 7, 8, 9, 10, -1]]);
      assert.deepEqual([...(await channel.request('slice', { axis: 0, index: 2, component: 0 })).values], [2, 5, 8, -1]);
      const spread = await channel.request('gridValues', { component: 0 });
      assert.deepEqual([spread.min, spread.max], [-1, 10]);
      const cell = await channel.request('cell', { cell: [2, 1, 1] });
      assert.deepEqual(cell, { index: 11, cell: [2, 1, 1], position: [11, 21, 32], values: [{ name: 'value', type: 'float32', text: '-1' }] });
      await assert.rejects(channel.request('cell', { cell: [3, 0, 0] }), /no cell 3, 0, 0 in 3 x 2 x 2/);
      await assert.rejects(channel.request('slice', { axis: 1, index: 2, component: 0 }), /no layer 2 of 2/);
    } finally {
      channel.dispose();
    }
  });

  it('refuses them for a file without a grid', async () => {
    const channel = await asked('one.ply', text('ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nend_header\n1 2 3\n'));
    try {
      await assert.rejects(channel.request('slice', { axis: 0, index: 0, component: 0 }), /holds no grid/);
    } finally {
      channel.dispose();
    }
  });

  it("tells a label's name with its value", () => {
    const grid = buildGrid(
      {
        dimensions: [2, 1, 1],
        axisOrder: xFastest,
        content: 'labels',
        labels: [{ value: 2, name: '<b>wall</b>' }],
        values: { kind: 'values', name: 'label', type: 'uint8', components: 1, data: Uint8Array.of(0, 2) },
      },
      { options: {}, warn: () => undefined },
    );
    assert.deepEqual(cellValues(grid, [1, 0, 0]).values, [
      { name: 'label', type: 'uint8', text: '2' },
      { name: 'name', type: 'label', text: '<b>wall</b>' },
    ]);
  });
});
