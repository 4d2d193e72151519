import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import type { Request } from 'playwright-core';
import * as vscode from 'vscode';
import { binaryLine } from './support/plyFiles';
import { SlowFiles } from './support/slowFiles';
import { copySample, difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, connectWorkbench, extensionId, setTheme, setViewport, until, webviewFrame, type Theme } from './support/workbench';

/** Red, green and blue of "#1f1f1f". */
function channels(colour: string): number[] {
  const digits = /^#([0-9a-f]{6})/i.exec(colour)?.[1];
  if (digits === undefined) throw new Error(`"${colour}" is no colour of six digits.`);
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
}

describe("an editor's page", () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(async () => {
    await setTheme('dark');
    await fileSystem.rm(folder, { recursive: true, force: true });
  });

  it('has the strict policy', async () => {
    const editor = await ShownEditor.open(await copySample('ball-reference.ply', folder, 'policy.ply'));
    const policies = await editor.frame
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('content') ?? ''));
    assert.equal(policies.length, 1);
    const directives = new Map(policies[0].split('; ').map((directive): [string, string[]] => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources];
    }));
    assert.deepEqual(directives.get('default-src'), ["'none'"]);
    assert.match(directives.get('script-src')?.join(' ') ?? '', /^'nonce-[0-9a-f]{32}'$/);
    assert.deepEqual(directives.get('worker-src'), ['blob:']);
    assert.deepEqual(directives.get('base-uri'), ["'none'"]);
    assert.deepEqual(directives.get('form-action'), ["'none'"]);
    assert.doesNotMatch(policies[0], /unsafe|\*(?!\.vscode-cdn\.net)|http:/);
    // And it is in force: what is not allowed does not run, nor is it loaded.
    const ran = await editor.frame.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'document.body.dataset.ran = "yes"';
      document.body.append(script);
      const fetched = await fetch('https://example.org/').then(() => 'fetched', () => 'refused');
      return `${document.body.dataset.ran ?? 'no'}, ${fetched}`;
    });
    assert.equal(ran, 'no, refused');
  });

  it('loads nothing from the network', async () => {
    const page = await connectWorkbench();
    const asked: string[] = [];
    const note = (request: Request): void => {
      // Requests of the service worker that serves a webview's resources belong to no frame.
      if (request.serviceWorker() !== null) return;
      const frame = request.frame();
      if ([frame.url(), frame.parentFrame()?.url() ?? ''].some((url) => url.includes(`extensionId=${extensionId}`))) asked.push(request.url());
    };
    page.on('request', note);
    try {
      const editor = await ShownEditor.open(await copySample('street-scan.ply', folder, 'network.ply'));
      await editor.scene.press('c');
      await editor.atRest();
      const loaded = await editor.frame.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      const own = await editor.frame.evaluate(() => new URL(document.querySelector<HTMLLinkElement>('link[rel=stylesheet]')?.href ?? '').origin);
      const webview = new URL(await editor.frame.evaluate(() => document.location.href)).origin;
      assert.ok(loaded.some((address) => address.includes('network.ply')), 'The file was not fetched.');
      const strangers = [...asked, ...loaded].filter(
        (address) => !address.startsWith('blob:') && !address.startsWith('data:') && ![own, webview].includes(new URL(address).origin),
      );
      assert.deepEqual(strangers, []);
    } finally {
      page.off('request', note);
    }
  });

  it('follows the theme while it is open', async () => {
    const editor = await ShownEditor.open(await copySample('knot-mesh.ply', folder, 'theme.ply'));
    for (const theme of ['light', 'highContrast', 'highContrastLight', 'dark'] as const satisfies readonly Theme[]) {
      await setTheme(theme);
      await until(`the scene on the ground of ${theme}`, async () => {
        const ground = channels(await editor.frame.evaluate(() => getComputedStyle(document.body).getPropertyValue('--vscode-editor-background').trim()));
        const { data, width, channels: stride } = await editor.picture();
        // Off the edge, where the bar above may share a row of pixels.
        const corner = stride * (8 * width + 8);
        return ground.every((value, channel) => Math.abs(value - data[corner + channel]) <= 1);
      });
    }
  });

  it('tells name, path and size while the file is on its way, and does not jump when it is there', async () => {
    const files = new SlowFiles(binaryLine(10));
    try {
      await vscode.commands.executeCommand('vscode.open', files.uri('far away/slow.ply'));
      const frame = await webviewFrame({ text: 'slow.ply' });
      const section = frame.getByRole('region', { name: 'File' });
      const words = await until('the waiting inspector', async () => {
        const text = await section.innerText();
        return text.includes('Points') && text;
      });
      assert.match(words, /slow\.ply/);
      assert.match(words, /far away/);
      assert.match(words, /Bytes/);
      const place = () => frame.locator('canvas').first().boundingBox();
      const before = await place();
      files.release();
      const editor = await ShownEditor.find('slow.ply');
      await frame.getByRole('img', { name: /Colours of Height/ }).waitFor();
      assert.deepEqual(await place(), before);
      assert.equal(await editor.value('File', 'Points'), '10');
    } finally {
      files.dispose();
    }
  });

  it('has a name and a role for everything', async () => {
    const editor = await ShownEditor.open(await copySample('knot-mesh.ply', folder, 'names.ply'));
    const tree = await editor.frame.locator('body').ariaSnapshot();
    for (const line of [
      'toolbar "Scene"',
      'button "Fit to view"',
      'button "Views"',
      'button "Shading"',
      'button "Colour by"',
      'button "More actions"',
      'button "Inspector" [pressed]',
      'main "Scene"',
      'complementary "Inspector"',
      'button "Hide inspector"',
      'region "File"',
      'region "Colour"',
      'region "Pick"',
      'region "View"',
      'combobox "By"',
      'table "Bounds"',
      'term: Points',
      'slider "Point size"',
    ]) {
      assert.ok(tree.includes(line), `There is no ${line} in:\n${tree}`);
    }
    const nameless = tree.split('\n').filter((line) => /^\s*- (button|combobox|textbox|slider|region|table)( \[[^\]]*\])*:?$/.test(line));
    assert.deepEqual(nameless, []);
    const tooltips = await editor.frame.locator('.toolbar .icon-button').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('title')));
    assert.deepEqual(tooltips, ['Fit to view (F)', 'Views', 'Shading', 'Colour by', 'More actions', 'Inspector (I)']);
  });

  it('takes its keys only while no field has the focus', async () => {
    const editor = await ShownEditor.open(await copySample('street-scan.ply', folder, 'keys.ply'));
    const legend = editor.frame.getByRole('img', { name: /^Colours of/ });
    assert.match((await legend.getAttribute('aria-label')) ?? '', /Height/);
    const field = editor.frame.getByRole('textbox', { name: 'Least value' });
    await field.click();
    await field.pressSequentially('ci5');
    assert.match((await legend.getAttribute('aria-label')) ?? '', /Height/);
    assert.ok(await editor.section('File').isVisible());
    await field.press('Escape');
    await editor.scene.press('c');
    await until('another colouring', async () => !/Height/.test((await legend.getAttribute('aria-label')) ?? ''));
  });

  it('speaks in the status bar of what is shown and what draws it', async () => {
    await ShownEditor.open(await copySample('ball-reference.ply', folder, 'status.ply'));
    const page = await connectWorkbench();
    const item = page.locator('.statusbar-item', { hasText: '20,000 points' }).first();
    await item.waitFor();
    assert.match(await item.innerText(), /^20,000 points · \S+ × \S+ × \S+ · ([\d.]+ ms · )?(GPU: WebGL2 \(.+\)|CPU: WebGL2 \(.+\))$/);
    await closeAllEditors();
    await item.waitFor({ state: 'detached' });
  });

  it('marks in its timeline how long each step took', async () => {
    const editor = await ShownEditor.open(await copySample('ball-reference.ply', folder, 'times.ply'));
    const steps = await until('the last mark', async () => {
      const names = await editor.frame.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name));
      return names.includes('inspect3d drawn') && names;
    });
    const places = ['opening', 'first piece', 'decoded', 'drawn'].map((step) => steps.indexOf(`inspect3d ${step}`));
    assert.ok(places.every((place, i) => place > (places[i - 1] ?? -1)), steps.join(', '));
  });
});

describe('commands of the palette', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  /** Titles that the palette offers for some words. */
  async function offered(words: string): Promise<string[]> {
    const page = await connectWorkbench();
    await vscode.commands.executeCommand('workbench.action.quickOpen', `>${words}`);
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const titles = await rows.evaluateAll((found) => found.map((row) => row.getAttribute('aria-label') ?? ''));
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return titles;
  }

  it('are offered while an editor is active, and otherwise only those that open one', async () => {
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    for (const title of ['Open in 3D', 'Show Log']) {
      // Asked for one by one: the palette's list holds only the rows that are seen.
      assert.ok((await offered(`Inspect 3D: ${title}`)).some((found) => found.startsWith(`Inspect 3D: ${title}`)), title);
    }
    assert.equal((await offered('Inspect 3D: Fit to View')).some((title) => title.startsWith('Inspect 3D: Fit to View')), false);
    await ShownEditor.open(await copySample('ball-reference.ply', folder, 'offered.ply'));
    for (const title of ['Fit to View', 'View from the Top', 'Next Colouring', 'Toggle Inspector', 'Save Screenshot...', 'Copy File Information']) {
      assert.ok((await offered(`Inspect 3D: ${title}`)).some((found) => found.startsWith(`Inspect 3D: ${title}`)), title);
    }
  });

  it('act on the active editor alone', async () => {
    const uri = await copySample('knot-mesh.ply', folder, 'active.ply');
    const first = await ShownEditor.open(uri, { preview: false });
    await vscode.commands.executeCommand('workbench.action.splitEditorRight');
    const second = await ShownEditor.find('active.ply', [first.frame]);
    const [other, own] = [await first.picture(), await second.picture()];
    await vscode.commands.executeCommand('inspect3d.viewTop');
    await until('the view from above', async () => difference(own, await second.picture()) > 0.02);
    assert.ok(difference(other, await first.picture()) < 0.001, 'The other editor moved.');
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await vscode.commands.executeCommand('inspect3d.viewTop');
    await until('the view from above in the other', async () => difference(other, await first.picture()) > 0.02);
  });

  it('copy what the inspector says', async () => {
    await ShownEditor.open(await copySample('ball-reference.ply', folder, 'copied.ply'));
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('inspect3d.copyInformation');
    const text = await until('text on the clipboard', async () => (await vscode.env.clipboard.readText()) || null);
    assert.match(text, /^Points\t20000$/m);
  });
});
