import assert from 'node:assert/strict';
import os from 'node:os';
import { chromium } from 'playwright-core';
import { chromiumFlags, requireChromium } from '../../scripts/support/chromium';
import { bundle } from '../webview/support/bundle';
import { startServer } from '../webview/support/server';
import { median, type Benchmark } from './support/benchmark';

/** Boxes of each of the two sets. */
const sizes = [1000, 3000, 6000];

/** Kernels in a page against the CPU's code in the same worker, by turns; on WebGL2, which may be drawn in software. */
export const benchmark: Benchmark = {
  title: 'Kernels in a page',
  async run(context) {
    const server = await startServer();
    const browser = await chromium.launch({ executablePath: requireChromium(), headless: true, args: [...chromiumFlags] });
    try {
      const page = await browser.newPage();
      await page.goto(server.publish('index.html', '<!doctype html><title>Benchmark</title>'));
      await page.addScriptTag({ url: server.publish('page.js', await bundle('test/webview/pages/gpu.page.ts')) });
      const worker = server.publish('worker.js', await bundle('test/webview/pages/gpu.worker.ts'));
      for (const count of sizes) {
        for (const threshold of [0, 0.5]) {
          const request = { kind: 'overlaps', mode: 'webgl2', threshold, extra: 0, offset: 0, counts: [count, count], runs: 5 } as const;
          const { device, same, seconds, warnings } = await page.evaluate(([url, asked]) => window.gpuTest.overlaps(url, asked), [worker, request] as const);
          assert.ok(same && device.kind === 'webgl2', `${device.reason} ${warnings.join(' ')}`);
          const what = `pairs of ${count} x ${count} boxes with an IoU above ${threshold}`;
          context.record(`${what}, WebGL2`, 's', seconds.device);
          context.record(`${what}, CPU`, 's', seconds.cpu);
          context.note(`${what}: the device takes ${(median(seconds.device) / median(seconds.cpu)).toFixed(2)} times as long as the CPU. ${device.name}${device.software ? ', software' : ''}.`);
        }
      }
    } finally {
      await browser.close();
      await server.close();
    }
    context.note(`Load average over the last minute at the end: ${os.loadavg()[0].toFixed(2)}.`);
  },
};
