import assert from 'node:assert/strict';
import type { GpuMode } from '../../src/gpu/gpuLibrary';
import type { NearestMethod } from '../../src/gpu/nearestNeighbours';
import type { DeviceChoice } from '../../src/gpu/device';
import {
  pointSets,
  type BidsRequest,
  type BidsResult,
  type ChoiceRequest,
  type CrossoverRequest,
  type CrossoverResult,
  type EvalRequest,
  type PointSet,
  type OverlapsRequest,
  type OverlapsResult,
  type SearchRequest,
  type SearchResult,
  type SurfaceRequest,
  type SurfaceResult,
} from './pages/gpuProtocol';
import { fieldNames } from '../unit/gpu/fieldPrograms';
import { withPage } from './support/browser';

/** What a test asks of the worker. */
interface GpuWorker {
  overlaps(request: OverlapsRequest): Promise<OverlapsResult>;
  surface(request: SurfaceRequest): Promise<SurfaceResult>;
  search(request: SearchRequest): Promise<SearchResult>;
  choice(request: ChoiceRequest): Promise<DeviceChoice>;
  crossover(request: CrossoverRequest): Promise<CrossoverResult>;
  bids(request: BidsRequest): Promise<BidsResult>;
  eval(request: EvalRequest): Promise<{ readonly refused: boolean }>;
}

/** A page with a worker that computes, under the extension's policy. */
function withWorker(webgpu: boolean, use: (worker: GpuWorker) => Promise<void>, expectedErrors?: RegExp): Promise<void> {
  const options = { entry: 'test/webview/pages/gpu.page.ts', webgpu, ...(expectedErrors ? { expectedErrors } : {}) };
  return withPage(options, async ({ page, publishBundle }) => {
    const url = await publishBundle('test/webview/pages/gpu.worker.ts');
    await use({
      overlaps: (request) => page.evaluate(([worker, asked]) => window.gpuTest.overlaps(worker, asked), [url, request] as const),
      surface: (request) => page.evaluate(([worker, asked]) => window.gpuTest.surface(worker, asked), [url, request] as const),
      search: (request) => page.evaluate(([worker, asked]) => window.gpuTest.search(worker, asked), [url, request] as const),
      choice: (request) => page.evaluate(([worker, asked]) => window.gpuTest.choice(worker, asked), [url, request] as const),
      crossover: (request) => page.evaluate(([worker, asked]) => window.gpuTest.crossover(worker, asked), [url, request] as const),
      bids: (request) => page.evaluate(([worker, asked]) => window.gpuTest.bids(worker, asked), [url, request] as const),
      eval: (request) => page.evaluate(([worker, asked]) => window.gpuTest.eval(worker, asked), [url, request] as const),
    });
  });
}

const modes: readonly GpuMode[] = ['webgl2', 'webgpu'];
const methods: readonly NearestMethod[] = ['bruteForce', 'grid'];

function assertRight(result: SearchResult, request: SearchRequest): void {
  const what = JSON.stringify({ request, result });
  assert.equal(result.inconsistent, 0, `Indices and distances do not belong together: ${what}`);
  assert.ok(result.worst <= 1, `Distances exceed the tolerance: ${what}`);
}

describe('GPU in a worker', function () {
  this.timeout(120_000);

  for (const mode of modes) {
    describe(mode, () => {
      it('finds the boxes that overlap: the same pairs as on the CPU, degenerate boxes and huge offsets included', async () => {
        await withWorker(mode === 'webgpu', async (worker) => {
          for (const offset of [0, 1e9]) {
            for (const [threshold, extra] of [[0, 0], [0.5, 0], [0.5, 1]] as const) {
              const result = await worker.overlaps({ kind: 'overlaps', mode, threshold, extra, offset, counts: [700, 6500] });
              const what = JSON.stringify({ threshold, extra, offset, ...result });
              assert.equal(result.device.kind, mode, what);
              assert.deepEqual(result.warnings, [], what);
              assert.ok(result.same && result.above === result.expected && result.expected > 100, what);
              assert.ok(result.offered < 0.2 * 700 * 6500, what);
            }
          }
        });
      });

      it('compares boxes on the CPU, with a warning, when the context is lost between draws', async () => {
        await withWorker(mode === 'webgpu', async (worker) => {
          const result = await worker.overlaps({ kind: 'overlaps', mode, threshold: 0.5, extra: 0, offset: 0, counts: [700, 6500], lose: true });
          const what = JSON.stringify(result);
          assert.equal(result.device.kind, 'cpu', what);
          assert.match(result.warnings.join(), /The GPU failed/, what);
          assert.ok(result.same && result.above === result.expected, what);
        }, /context|device/i);
      });

      it('finds the blocks that a surface passes, of grids and of formulae: the same surface as on the CPU', async () => {
        await withWorker(mode === 'webgpu', async (worker) => {
          for (const from of ['grid', 'formula'] as const) {
            for (const field of fieldNames) {
              const result = await worker.surface({ kind: 'surface', mode, field, samples: 49, from });
              const what = `${field} from a ${from}: ${JSON.stringify(result)}`;
              assert.equal(result.device.kind, mode, what);
              assert.deepEqual(result.warnings, [], what);
              assert.ok(result.sameTriangles && result.triangles > 1000, what);
              assert.deepEqual({ triangles: result.triangles, eulerCharacteristic: result.eulerCharacteristic }, result.expected, what);
              assert.ok(result.farthest <= (from === 'grid' ? 0 : 1e-4), what);
              assert.match(result.steps[0].step, /^GPU: /, what);
              assert.ok(result.steps.every(({ seconds }) => seconds > 0), what);
            }
          }
        });
      });

      for (const method of methods) {
        it(`${method} agrees with all pairs in float64, degenerate sets included`, async () => {
          await withWorker(mode === 'webgpu', async (worker) => {
            for (const set of pointSets) {
              const request: SearchRequest = { kind: 'search', mode, method, queries: set, reference: set, count: 700 };
              const result = await worker.search(request);
              assertRight(result, request);
              assert.deepEqual(result.warnings, [], `${set}: ${result.warnings.join(' ')}`);
              if (set !== 'empty') assert.equal(result.device.kind, mode, `${set} ran on ${result.device.reason}`);
            }
          });
        });

        it(`${method} agrees between sets of different places and sizes`, async () => {
          const pairs: readonly (readonly [PointSet, PointSet])[] = [
            ['sphere', 'outliers'],
            ['outliers', 'sphere'],
            ['twoClusters', 'sphere'],
            ['farFromOrigin', 'one'],
            ['sphere', 'empty'],
            ['empty', 'sphere'],
            ['volume', 'plane'],
            ['one', 'volume'],
          ];
          await withWorker(mode === 'webgpu', async (worker) => {
            for (const [queries, reference] of pairs) {
              const request: SearchRequest = { kind: 'search', mode, method, queries, reference, count: 500 };
              assertRight(await worker.search(request), request);
            }
          });
        });
      }

      it('answers most queries itself where points lie on a surface, in tiles and several draws', async () => {
        await withWorker(mode === 'webgpu', async (worker) => {
          for (const method of methods) {
            const request: SearchRequest = { kind: 'search', mode, method, queries: 'sphere', reference: 'sphere', count: method === 'grid' ? 8000 : 4200 };
            const result = await worker.search(request);
            assertRight(result, request);
            assert.ok(result.queriesOnCpu < 60, `The CPU answered ${result.queriesOnCpu} of ${result.queries}.`);
          }
        });
      });

      for (const method of methods) {
        it(`ends right, with a warning, when the context is lost in the middle of ${method}`, async () => {
          await withWorker(
            mode === 'webgpu',
            async (worker) => {
              const request: SearchRequest = { kind: 'search', mode, method, queries: 'sphere', reference: 'volume', count: 3000, loseAt: 0.05 };
              const result = await worker.search(request);
              assertRight(result, request);
              assert.equal(result.device.kind, 'cpu');
              assert.equal(result.queriesOnCpu, 3000);
              assert.match(result.warnings.join(' '), /GPU failed.*CPU computed/);
              assert.equal(result.next.kind, mode, 'The device is made anew for the next run.');
            },
            /CONTEXT_LOST|context lost|device.*lost|destroyed/i,
          );
        });
      }

      it('finds bids as the CPU does, and the same Earth Mover\'s Distance', async () => {
        const pairs: readonly (readonly [PointSet, PointSet])[] = [['sphere', 'sphere'], ['twoClusters', 'volume'], ['farFromOrigin', 'farFromOrigin'], ['duplicates', 'plane']];
        await withWorker(mode === 'webgpu', async (worker) => {
          for (const [bidders, objects] of pairs) {
            const request: BidsRequest = { kind: 'bids', mode, bidders, objects, count: 1500 };
            const result = await worker.bids(request);
            const what = JSON.stringify({ request, result });
            assert.equal(result.found, true, what);
            assert.equal(result.device?.kind, mode, what);
            assert.deepEqual([result.wrong, result.unbounded], [0, 0], what);
            assert.ok(Math.abs(result.totals[0] - result.totals[1]) <= 2e-6 * result.totals[1] && result.gap <= 1e-6, what);
            assert.ok(result.searched >= 1500, what);
          }
        });
      });

      it('looks for bids on the CPU when the context is lost', async () => {
        await withWorker(
          mode === 'webgpu',
          async (worker) => {
            const result = await worker.bids({ kind: 'bids', mode, bidders: 'sphere', objects: 'sphere', count: 1200, lose: true });
            assert.equal(result.found, false, JSON.stringify(result));
            assert.match(result.warnings.join(' '), /GPU failed/);
            assert.ok(Math.abs(result.totals[0] - result.totals[1]) <= 2e-6 * result.totals[1]);
          },
          /CONTEXT_LOST|context lost|device.*lost|destroyed/i,
        );
      });

      it('measures once from which size on the GPU is sooner', async () => {
        await withWorker(mode === 'webgpu', async (worker) => {
          const result = await worker.crossover({ kind: 'crossover', mode });
          assert.equal(result.again, false, 'The second question is answered from the first.');
          assert.ok(result.cpuSeconds >= 0.02 && result.cpuSeconds < 0.2, `${result.cpuSeconds} s on the CPU`);
          assert.ok(result.gpuSeconds > 0);
          assert.ok(result.points > 0);
        });
      });
    });
  }

  it('rejects software renderers unless they are allowed', async () => {
    await withWorker(true, async (worker) => {
      const refused = await worker.choice({ kind: 'choice', device: 'auto', allowSoftware: false });
      assert.equal(refused.kind, 'cpu');
      assert.match(refused.reason, /WebGPU is a software renderer \(.*SwiftShader.*\).*; WebGL2 is a software renderer/i);
      const allowed = await worker.choice({ kind: 'choice', device: 'auto', allowSoftware: true });
      assert.equal(allowed.kind, 'webgpu');
      assert.equal(allowed.software, true);
      assert.match(allowed.reason, /passed its self-check, a software renderer, allowed by the setting/);
      assert.equal((await worker.choice({ kind: 'choice', device: 'cpu', allowSoftware: true })).kind, 'cpu');
    });
  });

  it('takes WebGL2 where WebGPU has no adapter, and says so', async () => {
    await withWorker(false, async (worker) => {
      const choice = await worker.choice({ kind: 'choice', device: 'auto', allowSoftware: true });
      assert.equal(choice.kind, 'webgl2');
      assert.match(choice.reason, /WebGPU/);
    });
  });

  for (const sabotage of ['wrong', 'zeros', 'never'] as const) {
    it(`rejects a device whose answers are ${sabotage === 'never' ? 'never there' : sabotage}`, async () => {
      await withWorker(true, async (worker) => {
        const choice = await worker.choice({ kind: 'choice', device: 'gpu', allowSoftware: true, sabotage });
        assert.equal(choice.kind, 'cpu');
        const reason = { wrong: /sum is \d+ when expected \d+/, zeros: /answered 0/, never: /did not answer within/ }[sabotage];
        assert.match(choice.reason, reason);
        assert.match(choice.reason, /WebGPU on .* was rejected.*; WebGL2 on .* was rejected/);
      });
    });
  }

  it('needs no code from text: the policy that refuses it holds in the worker', async () => {
    await withWorker(
      false,
      async (worker) => {
        assert.deepEqual(await worker.eval({ kind: 'eval' }), { refused: true });
        const request: SearchRequest = { kind: 'search', mode: 'webgl2', method: 'grid', queries: 'sphere', reference: 'sphere', count: 300 };
        const result = await worker.search(request);
        assertRight(result, request);
        assert.equal(result.device.kind, 'webgl2');
      },
      /WebAssembly|script-src/,
    );
  });
});
