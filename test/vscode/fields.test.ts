import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, connectWorkbench, screenshot, settled, until } from './support/workbench';

const side = 40;

/** The distance to a ball of radius 10 in a cube of 40, as NRRD with raw float32 values. */
function nrrdBall(): Buffer {
  const values = new Float32Array(side ** 3);
  const centre = (side - 1) / 2;
  for (let i = 0; i < values.length; i++) values[i] = Math.hypot((i % side) - centre, (Math.floor(i / side) % side) - centre, Math.floor(i / side / side) - centre) - 10;
  const header = `NRRD0004\ntype: float\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: raw\nendian: little\nspacings: 1 1 1\n\n`;
  return Buffer.concat([Buffer.from(header), Buffer.from(values.buffer)]);
}

const formula = (expression: string): string => `${JSON.stringify({ bounds: { min: [-1, -1, -1], max: [1, 1, 1] }, resolution: 32, expression }, null, 2)}\n`;

/** What the Surface section says of the surface. */
async function triangles(editor: ShownEditor): Promise<number> {
  const text = await editor.section('Surface').locator('.hint.figure').first().innerText();
  return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? NaN);
}

async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('the editor of fields', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeAllEditors();
  });
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('shows the surface, which follows the slider, and saves it as a mesh that opens', async () => {
    const file = path.join(folder, 'ball.nrrd');
    await fileSystem.writeFile(file, nrrdBall());
    const editor = await ShownEditor.open(vscode.Uri.file(file));
    const before = await settled('the number of triangles', () => triangles(editor));
    const picture = await editor.picture();
    const handle = editor.frame.getByRole('slider', { name: 'Iso value' });
    const box = await handle.boundingBox();
    assert.ok(box);
    const page = await connectWorkbench();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await until('more triangles', async () => (await triangles(editor)) > before);
    await until('another picture', async () => difference(picture, await editor.picture()) > 0.02);
    await screenshot('field-surface');

    // While the hand moves a coarse surface may stand for the whole: what is saved is whole, and is what the page comes to.
    const iso = await settled('the iso value', async () => Number(await handle.getAttribute('aria-valuenow')));
    const targets = ['ply', 'obj', 'stl'].map((extension) => vscode.Uri.file(path.join(folder, `saved.${extension}`)));
    for (const target of targets) {
      const saved = await vscode.commands.executeCommand<vscode.Uri | null>('inspect3d.saveSurface', target);
      assert.equal(saved?.fsPath, target.fsPath);
    }
    await assert.rejects(async () => vscode.commands.executeCommand('inspect3d.saveSurface', vscode.Uri.file(path.join(folder, 'saved.txt'))));
    // Of a ball of radius 10 + iso the surface is a polyhedron within it.
    const lines = (await fileSystem.readFile(path.join(folder, 'saved.obj'), 'utf8')).split('\n');
    const after = lines.filter((line) => line.startsWith('f ')).length;
    assert.ok(after > before);
    await until('the number of triangles that was saved', async () => (await triangles(editor)) === after);
    const radii = lines.filter((line) => line.startsWith('v ')).map((line) => Math.hypot(...line.slice(2).split(' ').map((value) => Number(value) - (side - 1) / 2)));
    assert.ok(radii.length > 100 && radii.every((radius) => Math.abs(radius - 10 - iso) < 0.1), `${Math.min(...radii)} ... ${Math.max(...radii)} for ${10 + iso}`);
    for (const target of targets) {
      await closeAllEditors();
      await vscode.commands.executeCommand('vscode.open', target, { preview: false });
      const mesh = await ShownEditor.find(path.basename(target.path)).catch(async (error: unknown) => {
        await screenshot('field-saved-mesh');
        throw error;
      });
      assert.equal(Number((await mesh.value('File', 'Triangles')).replaceAll(',', '')), after, target.path);
    }
  });

  it('shows a formula beside its text while one types, and where it is wrong', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'shape.sdf.json'));
    await fileSystem.writeFile(uri.fsPath, formula('sphere(0.5)'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('inspect3d.previewField', uri);
    const editor = await ShownEditor.find('shape.sdf.json');
    const ball = await settled('the number of triangles', () => triangles(editor));
    const picture = await editor.picture();

    await replaceText(document, formula('torus(0.6, 0.2)'));
    assert.ok(document.isDirty);
    await until('another surface', async () => (await triangles(editor)) !== ball);
    const ring = await settled('the number of triangles', () => triangles(editor));
    await until('another picture', async () => difference(picture, await editor.picture()) > 0.02);
    await screenshot('field-formula');

    await replaceText(document, formula('torus(0.6, 0.2) + foo'));
    const [problem] = await until('a mark in the text', () => {
      const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Inspect 3D');
      return found.length > 0 && found;
    });
    assert.equal(document.getText(problem.range), 'foo');
    await editor.says(/cannot be shown.*character 19/);
    assert.equal(await triangles(editor), ring, 'The last good surface is gone.');
    await screenshot('field-formula-error');

    await replaceText(document, formula('box(1, 1, 1)'));
    await until('no mark in the text', () => vscode.languages.getDiagnostics(uri).every(({ source }) => source !== 'Inspect 3D'));
    assert.notEqual(await until('the box', async () => ((await triangles(editor)) !== ring ? await triangles(editor) : 0)), ring);
  });

  it('completes formulae by their schema', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'new.sdf.json'));
    await fileSystem.writeFile(uri.fsPath, '{\n  \n}\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const names = await until('completions', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, new vscode.Position(1, 2));
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return labels.includes('expression') && labels;
    });
    for (const name of ['bounds', 'resolution', 'definitions']) assert.ok(names.includes(name), names.join());
  });
});
