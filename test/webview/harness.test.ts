import assert from 'node:assert/strict';
import { withPage } from './support/browser';

describe('webview harness', () => {
  it('runs a bundled page with WebGL2', async () => {
    await withPage({ entry: 'test/webview/pages/harness.page.ts' }, async ({ page }) => {
      assert.match(await page.evaluate(() => window.harness.webgl2()), /WebGL 2/);
    });
  });

  it('holds pages to the policy of the extension', async () => {
    const inline = { body: '<script>document.title = "ran";</script>', expectedErrors: /script-src 'nonce-/ };
    await withPage(inline, async ({ page }) => {
      assert.equal(await page.title(), 'Test page', 'A script without the nonce must not run.');
    });
    await assert.rejects(
      withPage({ body: '<img src="https://example.com/picture.png">' }, () => Promise.resolve()),
      /img-src/,
    );
  });

  it('serves slices as a webview does, and workers by blob', async () => {
    await withPage({ entry: 'test/webview/pages/harness.page.ts' }, async ({ page, publish, publishBundle }) => {
      const file = publish('six.bin', Uint8Array.of(10, 11, 12, 13, 14, 15));
      assert.deepEqual(await page.evaluate((url) => window.harness.fetchSlice(url), file), { status: 206, bytes: [12, 13, 14] });
      const worker = await publishBundle('test/webview/pages/harness.worker.ts');
      assert.equal(await page.evaluate((url) => window.harness.fromWorker(url), worker), 42);
    });
  });

  it('fails a test whose page reports an error', async () => {
    const failing = withPage({ entry: 'test/webview/pages/harness.page.ts' }, async ({ page }) => {
      await page.evaluate(() => console.error('something went wrong'));
    });
    await assert.rejects(failing, /something went wrong/);
  });

  it('gives WebGPU where it is asked for', async () => {
    await withPage({ webgpu: true }, async ({ page }) => {
      assert.equal(await page.evaluate(() => 'gpu' in navigator), true);
    });
  });
});
