import assert from 'node:assert/strict';
import { packPanels, paddedDepth, panelDepth, tile, type Lanes } from '../../../src/geometry/linear/panels';
import { PlainMatrixKernel, VectorMatrixKernel, type MatrixKernel } from '../../../src/geometry/matrixKernel';
import { seededNumbers } from './clouds';

describe('products in WebAssembly', () => {
  it('have the bits of plain code, for every depth and number of tiles', () => {
    const vectors = VectorMatrixKernel.create();
    assert.ok(vectors);
    const next = seededNumbers(8);
    const special = [0, -0, 1e308, -1e308, 5e-324, Infinity, 1 / 3];
    for (const depth of [0, panelDepth, 2 * panelDepth, 13 * panelDepth]) {
      for (const tiles of [0, 1, 2, 7]) {
        for (const odd of [false, true]) {
          const stride = tile * tiles + 3;
          const places = { a: 5, b: 5 + tile * depth, c: 5 + tile * depth * (1 + tiles) };
          const count = places.c + tile * stride + 9;
          const numbers = Float64Array.from({ length: count }, () => (odd && next() < 0.1 ? special[Math.floor(next() * special.length)] : 2 * next() - 1));
          const run = (kernel: MatrixKernel): Float64Array => {
            const memory = kernel.reserve(count);
            memory.set(numbers);
            kernel.addTiles(places.a, places.b, places.c, stride, depth, tiles);
            return memory.slice(0, count);
          };
          const plain = run(new PlainMatrixKernel());
          assert.deepEqual(run(vectors), plain, `${depth} deep, ${tiles} tiles`);
          // The definition, for sums that nothing overflows.
          for (let n = 0; n < tile * tile * tiles && !odd; n++) {
            const [row, column] = [Math.floor(n / (tile * tiles)), n % (tile * tiles)];
            let sum = numbers[places.c + row * stride + column];
            for (let k = 0; k < depth; k++) sum += numbers[places.a + tile * k + row] * numbers[places.b + tile * (depth * Math.floor(column / tile) + k) + (column % tile)];
            assert.equal(plain[places.c + row * stride + column], sum);
          }
        }
      }
    }
  });

  it('grow their memory as needed', () => {
    for (const kernel of [new PlainMatrixKernel(), VectorMatrixKernel.create()]) {
      assert.ok(kernel);
      assert.ok(kernel.reserve(20_000).length >= 20_000);
      assert.ok(kernel.reserve(100).length >= 100);
      assert.ok(kernel.reserve(3_000_000).length >= 3_000_000);
    }
  });
});

describe('panels', () => {
  it('hold lanes side by side and zeros beyond them, whichever way the numbers lie', () => {
    const next = seededNumbers(4);
    const data = Float64Array.from({ length: 4000 }, () => next());
    for (const [lanes, depth] of [[1, 1], [3, 5], [4, 4], [19, 9], [33, 2], [48, 31]]) {
      const means = Float64Array.from({ length: lanes }, () => next());
      const ways: Lanes[] = [
        { data, first: 7, lanes, depth, laneStride: 1, depthStride: 60 },
        { data, first: 7, lanes, depth, laneStride: 40, depthStride: 1, sign: -1 },
        { data: Float32Array.from(data), first: 0, lanes, depth, laneStride: 1, depthStride: 50, means },
        { data, first: 3, lanes, depth, laneStride: 32, depthStride: 1, means, sign: -1 },
      ];
      for (const way of ways) {
        const length = tile * (2 + paddedDepth(depth) + 1);
        const panels = Math.ceil(lanes / tile);
        const memory = new Float64Array(5 + panels * length).fill(9);
        packPanels(way, memory, 5, length, 2);
        for (let panel = 0; panel < panels; panel++) {
          for (let k = 0; k < paddedDepth(depth); k++) {
            for (let n = 0; n < tile; n++) {
              const lane = tile * panel + n;
              const expected = lane < lanes && k < depth ? (way.sign ?? 1) * (way.data[way.first + lane * way.laneStride + k * way.depthStride] - (way.means?.[lane] ?? 0)) : 0;
              assert.equal(memory[5 + panel * length + tile * (2 + k) + n] + 0, expected + 0, `lane ${lane}, number ${k} of ${lanes} x ${depth}`);
            }
          }
          // What is not a panel's stays.
          assert.equal(memory[5 + panel * length], 9);
          assert.equal(memory[5 + (panel + 1) * length - 1], 9);
        }
      }
    }
  });
});
