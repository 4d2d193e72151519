import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { rendererText } from '../../webview/panels/rendererText';
import { withPage } from './support/browser';

const withFrame = (use: (page: Page) => Promise<void>): Promise<void> =>
  withPage({ entry: 'test/webview/pages/frame.page.ts', viewport: { width: 1000, height: 700 } }, ({ page }) => use(page));

/** Opens a cloud with two scalars in a frame that was told to prefer one, and gives the colouring that it chose. */
async function colouringOf(page: Page, preferred: string | null, state = ''): Promise<unknown> {
  return page.evaluate(
    async ([scalar, saved]) => {
      const tools = window.frameTools;
      const frame = tools.create('dark', saved ?? '');
      frame.preferScalar(scalar ?? null);
      frame.loading({ name: 'hall.ply', bytes: 100 });
      for (const piece of tools.cloud()) frame.addPiece(piece);
      frame.opened(tools.result(tools.cloudInfo, tools.scalars));
      await frame.viewer.whenAtRest();
      return frame.viewer.colouring;
    },
    [preferred, state] as const,
  );
}

const kindAndScalar = (colouring: unknown): string => {
  assert.ok(typeof colouring === 'object' && colouring !== null && 'kind' in colouring);
  return `${String(colouring.kind)} ${'scalar' in colouring ? String(colouring.scalar) : ''}`.trim();
};

describe('frame: how it begins', () => {
  it('colours by the scalar that is preferred', async () => {
    await withFrame(async (page) => {
      assert.equal(kindAndScalar(await colouringOf(page, 'vertex.deviation')), 'scalar vertex.deviation');
    });
  });

  it('leaves it to the file where that scalar is not there, or none is preferred', async () => {
    await withFrame(async (page) => {
      assert.equal(kindAndScalar(await colouringOf(page, 'vertex.nothing')), 'height');
      assert.equal(kindAndScalar(await colouringOf(page, null)), 'height');
    });
  });

  it('lets a remembered choice go before the preferred one', async () => {
    await withFrame(async (page) => {
      await colouringOf(page, 'vertex.intensity');
      const state = await page.evaluate(() => window.frameTools.frame.getState());
      assert.equal(kindAndScalar(await colouringOf(page, 'vertex.deviation', state)), 'scalar vertex.intensity');
    });
  });

  it('tells name, path and size before the first point, and keeps the scene where it is', async () => {
    await withFrame(async (page) => {
      const place = (): Promise<unknown> => page.locator('canvas').first().boundingBox();
      await page.evaluate(() => window.frameTools.create().loading({ name: 'hall.ply', path: 'scans/hall.ply', bytes: 840_312 }));
      const section = page.getByRole('region', { name: 'File' });
      assert.match(await section.innerText(), /hall\.ply[^]*scans\/hall\.ply[^]*840,312/);
      const before = await place();
      await page.evaluate(async () => {
        const { frame, cloud, result, cloudInfo, scalars } = window.frameTools;
        for (const piece of cloud()) frame.addPiece(piece);
        frame.opened(result(cloudInfo, scalars));
        await frame.viewer.whenAtRest();
      });
      await page.locator('.colour-bar').waitFor({ state: 'visible' });
      assert.deepEqual(await place(), before);
      assert.match(await section.innerText(), /60,000/);
    });
  });

  it('shows a card without WebGL 2, and throws for who made it', async () => {
    await withFrame(async (page) => {
      const message = await page.evaluate(() => {
        HTMLCanvasElement.prototype.getContext = () => null;
        try {
          window.frameTools.create();
          return '';
        } catch (error) {
          return String(error);
        }
      });
      assert.match(message, /no WebGL 2/);
      const card = page.getByRole('alert');
      assert.match(await card.innerText(), /no WebGL 2, so nothing can be drawn\. Turn on hardware acceleration/);
      assert.deepEqual(await card.locator('vscode-button').allInnerTexts(), ['Open as Text'], 'Trying again would not help.');
    });
  });

  it('says on its canvas whether it is at rest', async () => {
    await withFrame(async (page) => {
      await page.evaluate(() => window.frameTools.openCloud());
      const told = await page.evaluate(async () => {
        const { viewer } = window.frameTools.frame;
        const states = [viewer.canvas.dataset.atRest];
        viewer.view('top');
        states.push(viewer.canvas.dataset.atRest);
        await viewer.whenAtRest();
        states.push(viewer.canvas.dataset.atRest);
        return states;
      });
      assert.deepEqual(told, ['true', 'false', 'true']);
    });
  });
});

describe('what draws, in words', () => {
  for (const [name, software, text] of [
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 Direct3D11 vs_5_0 ps_5_0, D3D11)', false, 'GPU: WebGL2 (NVIDIA GeForce RTX 3080)'],
    ['ANGLE (Apple, ANGLE Metal Renderer: Apple M3, Unspecified Version)', false, 'GPU: WebGL2 (Apple M3)'],
    ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false, 'GPU: WebGL2 (Mesa Intel(R) UHD Graphics 620 (KBL GT2))'],
    ['NVIDIA GeForce GTX 1060/PCIe/SSE2', false, 'GPU: WebGL2 (NVIDIA GeForce GTX 1060/PCIe/SSE2)'],
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true, 'CPU: WebGL2 (SwiftShader)'],
    ['ANGLE (Mesa, llvmpipe (LLVM 15.0.7 256 bits), OpenGL 4.5)', true, 'CPU: WebGL2 (llvmpipe)'],
  ] as const) {
    it(`says ${text}`, () => {
      assert.equal(rendererText({ name, software }), text);
    });
  }
});
