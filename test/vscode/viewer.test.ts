import assert from 'node:assert/strict';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { asciiLine } from './support/plyFiles';
import { copySample, difference, ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, connectWorkbench, setViewport, until, webviewFrame } from './support/workbench';

describe('the editor of PLY files', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  it('says of a cloud what it holds, and turns it', async () => {
    const editor = await ShownEditor.open(await copySample('street-scan.ply', folder, 'turn.ply'));
    assert.equal(await editor.value('File', 'Points'), '60,000');
    assert.equal(await editor.value('File', 'Kind'), 'Point cloud');
    assert.match(await editor.text(), /made-up street/);
    assert.match(await editor.section('Attributes').innerText(), /intensity/);
    const before = await editor.picture();
    await editor.drag(160, 40);
    const after = await editor.picture();
    assert.ok(difference(before, after) > 0.05, 'The picture did not change.');
    const page = await connectWorkbench();
    await page.keyboard.press('Control+z');
    const undone = await editor.picture();
    assert.ok(difference(undone, before) < 0.001, 'Undo did not bring the view back.');
  });

  it('shows an ascii file, decoded in a process beside it', async () => {
    const file = path.join(folder, 'beside.ply');
    await fileSystem.writeFile(file, asciiLine(1000));
    const editor = await ShownEditor.open(vscode.Uri.file(file));
    assert.equal(await editor.value('File', 'Points'), '1,000');
    await editor.frame.getByRole('region', { name: 'File' }).getByText('999').first().waitFor();
  });

  it('picks a point and says its values at full precision', async () => {
    const file = path.join(folder, 'pick.ply');
    await fileSystem.writeFile(
      file,
      'ply\nformat ascii 1.0\nelement vertex 1\nproperty double x\nproperty double y\nproperty double z\nproperty float weight\nend_header\n500000.123456789 5400000.001 0.1 0.1\n',
    );
    const editor = await ShownEditor.open(vscode.Uri.file(file));
    for (let i = 0; i < 8; i++) await editor.scene.press(']');
    const box = await editor.scene.boundingBox();
    assert.ok(box);
    await editor.scene.click({ position: { x: box.width / 2, y: box.height / 2 } });
    await until('picked values', async () => (await editor.section('Pick').innerText()).includes('weight'));
    assert.equal(await editor.value('Pick', 'index'), '0');
    assert.equal(await editor.value('Pick', 'x'), '500000.123456789');
    assert.equal(await editor.value('Pick', 'weight'), '0.1');
    await editor.scene.press('Escape');
    await until('no picked values', async () => !(await editor.section('Pick').innerText()).includes('weight'));
  });

  it('changes the colouring', async () => {
    const editor = await ShownEditor.open(await copySample('street-scan.ply', folder, 'colour.ply'));
    const before = await editor.picture();
    await editor.scene.press('c');
    await until('another picture', async () => difference(before, await editor.picture()) > 0.02);
  });

  it('reads the file again when it changes on disk, and keeps what it had when that is broken', async () => {
    const file = path.join(folder, 'change.ply');
    await fileSystem.writeFile(file, asciiLine(10));
    const editor = await ShownEditor.open(vscode.Uri.file(file));
    assert.equal(await editor.value('File', 'Points'), '10');
    await fileSystem.writeFile(file, asciiLine(25));
    await until('the new version', async () => (await editor.value('File', 'Points')) === '25');
    await fileSystem.writeFile(file, 'ply\nformat ascii 1.0\nelement vertex oops\nend_header\n');
    await editor.says(/new version cannot be shown/);
    assert.equal(await editor.value('File', 'Points'), '25');
    await fileSystem.writeFile(file, asciiLine(30));
    await until('the mended version', async () => (await editor.value('File', 'Points')) === '30');
    await fileSystem.rm(file);
    await editor.says(/was deleted/);
  });

  it('comes back from behind another tab as it was', async () => {
    const uri = await copySample('knot-mesh.ply', folder, 'hide.ply');
    const editor = await ShownEditor.open(uri, { preview: false });
    await editor.drag(120, -60);
    const before = await editor.picture();
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    const started = Date.now();
    await vscode.commands.executeCommand('vscode.open', uri);
    const again = await ShownEditor.find('hide.ply');
    assert.equal(again.frame, editor.frame, 'The page was made anew.');
    assert.ok(difference(await again.picture(), before) < 0.01, 'The picture changed.');
    assert.ok(Date.now() - started < 5000);
  });

  it('reopens with the camera as it was', async () => {
    const uri = await copySample('knot-mesh.ply', folder, 'reopen.ply');
    const editor = await ShownEditor.open(uri);
    await editor.drag(-140, 50);
    const before = await editor.picture();
    // The state is told a moment after the last change.
    await (await connectWorkbench()).waitForTimeout(800);
    await closeAllEditors();
    const again = await ShownEditor.open(uri);
    await until('the same picture', async () => difference(before, await again.picture()) < 0.001);
  });

  it('shows one file in two editors, each with its own view', async () => {
    const uri = await copySample('knot-mesh.ply', folder, 'twice.ply');
    const first = await ShownEditor.open(uri, { preview: false });
    await vscode.commands.executeCommand('workbench.action.splitEditorRight');
    const second = await ShownEditor.find('twice.ply', [first.frame]);
    const before = await first.picture();
    await second.drag(60, 60);
    await second.picture();
    assert.ok(difference(await first.picture(), before) < 0.001, 'Turning one turned the other.');
  });

  it('shows a card for a file that is broken, with a way to its text', async () => {
    const file = path.join(folder, 'broken.ply');
    await fileSystem.writeFile(file, 'ply\nformat ascii 1.0\nelement vertex 3\nproperty float128 x\nend_header\n');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const frame = await webviewFrame({ text: 'float128' });
    const card = frame.getByRole('alert');
    assert.match(await card.innerText(), /line 4/i);
    await frame.getByRole('button', { name: 'Open as Text' }).click();
    await until('the text editor', () => vscode.window.activeTextEditor?.document.uri.fsPath === file);
  });

  it('says that a file is empty', async () => {
    const file = path.join(folder, 'empty.ply');
    await fileSystem.writeFile(file, asciiLine(0));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    await webviewFrame({ text: /no points/i });
  });

  it('shows what a comment holds as text', async () => {
    const file = path.join(folder, 'comment.ply');
    const markup = '<img src=x onerror="document.title=1">';
    await fileSystem.writeFile(file, asciiLine(2).replace('element', `comment ${markup}\nelement`));
    const editor = await ShownEditor.open(vscode.Uri.file(file));
    assert.ok((await editor.text()).includes(markup));
    assert.equal(await editor.frame.locator('img[src="x"]').count(), 0);
  });

  it('finishes reading while its tab is hidden', async () => {
    const file = path.join(folder, 'background.ply');
    const count = 400_000;
    await fileSystem.writeFile(file, asciiLine(count));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { preview: false });
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    // Found among the hidden pages: it says the number of points before anybody looks at it again.
    await webviewFrame({ text: count.toLocaleString('en'), visible: false });
  });

  it('opens virtual files, which have no place on the disk', async () => {
    const bytes = await fileSystem.readFile((await copySample('knot-mesh.ply', folder, 'virtual.ply')).fsPath);
    const scheme = 'inspect3d-test';
    const nothing = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    const registration = vscode.workspace.registerFileSystemProvider(
      scheme,
      {
        onDidChangeFile: nothing.event,
        watch: () => ({ dispose: () => undefined }),
        stat: (uri) => ({ type: uri.path.endsWith('.ply') ? vscode.FileType.File : vscode.FileType.Directory, ctime: 0, mtime: 1, size: bytes.length }),
        readFile: () => bytes,
        readDirectory: () => [],
        createDirectory: refuse,
        writeFile: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isReadonly: true },
    );
    try {
      const editor = await ShownEditor.open(vscode.Uri.parse(`${scheme}:/far/away.ply`));
      assert.equal(await editor.value('File', 'Faces'), '2,560');
    } finally {
      registration.dispose();
    }
  });

  it('obeys commands of the palette, and speaks in the status bar', async () => {
    const editor = await ShownEditor.open(await copySample('ball-reference.ply', folder, 'commands.ply'));
    const before = await editor.picture();
    await vscode.commands.executeCommand('inspect3d.viewTop');
    await until('the view from above', async () => difference(before, await editor.picture()) > 0.02);
    const page = await connectWorkbench();
    await page.locator('.statusbar-item', { hasText: '20,000 points' }).first().waitFor();
    await vscode.commands.executeCommand('inspect3d.toggleInspector');
    await until('the scene alone', async () => !(await editor.section('File').isVisible()));
    await vscode.commands.executeCommand('inspect3d.toggleInspector');
    await until('the inspector', () => editor.section('File').isVisible());
  });
});
