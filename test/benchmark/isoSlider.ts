import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { projectFolder } from '../../scripts/support/paths';
import type * as surfaces from '../../src/compute/gridSurface';
import type * as pieces from '../../src/compute/surfacePieces';
import { gridBounds, xFastest } from '../../src/model/grid';
import type { ScalarGrid } from '../../src/model/scalarGrid';
import { SurfacePace } from '../../webview/grids/surfacePace';
import type { Benchmark } from './support/benchmark';

const frame = 1000 / 60;

/**
 * The code as a page's worker has it, in one file: module by module, as benchmarks are loaded otherwise, each use of an imported constant
 * is a call, which takes half of the time here.
 */
function bundled(): Pick<typeof surfaces, 'GridSurface'> & Pick<typeof pieces, 'tellSurface'> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-slider-'));
  const outfile = path.join(folder, 'surfaces.cjs');
  const contents = "export { GridSurface } from './src/compute/gridSurface'; export { tellSurface } from './src/compute/surfacePieces';";
  try {
    buildSync({ stdin: { contents, resolveDir: projectFolder }, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
    // What was bundled is what these modules export.
    return createRequire(__filename)(outfile) as Pick<typeof surfaces, 'GridSurface'> & Pick<typeof pieces, 'tellSurface'>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A wavy ball, which no plane of samples is in step with. */
function wavyBall(side: number): ScalarGrid {
  const data = new Float32Array(side ** 3);
  const step = 2 / (side - 1);
  for (let z = 0, i = 0; z < side; z++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++, i++) {
        const [a, b, c] = [x * step - 1, y * step - 1, z * step - 1];
        data[i] = Math.hypot(a, b, c) - 0.7 + 0.05 * Math.sin(9 * a) * Math.cos(8 * b) * Math.sin(10 * c);
      }
    }
  }
  const placed = { dimensions: [side, side, side], spacing: [step, step, step], origin: [-1, -1, -1] } as const;
  return { kind: 'scalarGrid', ...placed, axisOrder: xFastest, count: side ** 3, values: { kind: 'values', name: 'distance', type: 'float32', components: 1, data }, attributes: [], comments: [], bounds: gridBounds(placed), notFinite: 0 };
}

/** Moving the iso value of a field: what the model's owner takes from the new value to the pieces to draw, on one thread. */
export const benchmark: Benchmark = {
  title: 'Iso slider',
  async run(context) {
    const { GridSurface, tellSurface } = bundled();
    for (const side of [128, 256]) {
      const surface = GridSurface.of(wavyBall(side));
      assert.ok(surface);
      const pace = new SurfacePace();
      const measure = async (name: string, stepOf: () => number): Promise<void> => {
        const milliseconds: number[] = [];
        let triangles = 0;
        let last = 0;
        for (let move = 0; move < 25; move++) {
          const params = { shells: [{ iso: -0.1 + 0.008 * move, opacity: 1 }], inside: 'below', step: stepOf() } as const;
          last = params.step;
          const before = process.cpuUsage();
          const built = await surface.build(params);
          tellSurface(built, [0, 0, 0], () => undefined);
          const { user, system } = process.cpuUsage(before);
          pace.note({ milliseconds: built.milliseconds, cells: built.cells }, 1);
          triangles = built.mesh.polygons.count;
          // The first few compile.
          if (move >= 5) milliseconds.push((user + system) / 1000);
        }
        context.record(`${side}^3 ${name}, processor time`, 'ms', milliseconds);
        const median = [...milliseconds].sort((a, b) => a - b)[milliseconds.length >> 1];
        context.note(`${side}^3 ${name}: ${triangles} triangles, every ${last === 1 ? '' : `${last}. `}sample; ${(median / frame).toFixed(2)} frames of 60 a second.`);
      };
      await measure('whole', () => 1);
      await measure('while it is dragged', () => pace.step(side ** 3, 1));
    }
    context.note(`Load average over the last minute at the end: ${os.loadavg()[0].toFixed(2)}.`);
  },
};
