import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promises as fileSystem } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { asciiLine, binaryLine } from './support/plyFiles';
import { ShownEditor, temporaryFolder } from './support/viewer';
import { closeAllEditors, setViewport, until, webviewFrame } from './support/workbench';

const run = promisify(execFile);

/** The part of the git extension's interface that is used here. */
interface GitExtension {
  getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown> };
}

/** A file of the git extension: what was committed. */
function committed(uri: vscode.Uri): vscode.Uri {
  return uri.with({ scheme: 'git', query: JSON.stringify({ path: uri.fsPath, ref: 'HEAD' }) });
}

describe('files in all places and by all names', () => {
  let folder = '';
  before(async () => {
    folder = await temporaryFolder();
    await setViewport(1280, 800);
  });
  afterEach(closeAllEditors);
  after(() => fileSystem.rm(folder, { recursive: true, force: true }));

  const names = [
    'with blanks.ply',
    'hash #1.ply',
    'percent 100%.ply',
    'escaped %20%2e.ply',
    'brackets [1] {2} (3).ply',
    "it's & = + , ; @.ply",
    'Überfahrt – 点群 🙂.ply',
    'UPPER.PLY',
    ...(process.platform === 'win32' ? [] : ['what?.ply', 'quotes " < > |.ply', 'star *.ply']),
  ];
  for (const [index, name] of names.entries()) {
    it(`opens and follows "${name}"`, async () => {
      const file = path.join(folder, name);
      // Both ways that bytes take: fetched by the page, and read by a process.
      const content = (count: number): string | Uint8Array => (index % 2 === 0 ? binaryLine(count) : asciiLine(count));
      await fileSystem.writeFile(file, content(7));
      const editor = await ShownEditor.open(vscode.Uri.file(file));
      assert.equal(await editor.value('File', 'File'), name);
      assert.equal(await editor.value('File', 'Points'), '7');
      await fileSystem.writeFile(file, content(9));
      await until('the new version', async () => (await editor.value('File', 'Points')) === '9');
    });
  }

  it('opens a file that may not be written', async () => {
    const file = path.join(folder, 'read only.ply');
    await fileSystem.writeFile(file, binaryLine(5));
    await fileSystem.chmod(file, 0o444);
    const editor = await ShownEditor.open(vscode.Uri.file(file));
    assert.equal(await editor.value('File', 'Points'), '5');
  });

  it('follows symbolic links, and says when they lead nowhere', async function () {
    if (process.platform === 'win32') this.skip();
    const elsewhere = await temporaryFolder();
    try {
      const target = path.join(elsewhere, 'target.ply');
      await fileSystem.writeFile(target, binaryLine(6));
      await fileSystem.symlink(target, path.join(folder, 'link.ply'));
      const editor = await ShownEditor.open(vscode.Uri.file(path.join(folder, 'link.ply')));
      assert.equal(await editor.value('File', 'Points'), '6');
      await fileSystem.symlink(path.join(elsewhere, 'nothing.ply'), path.join(folder, 'dangling.ply'));
      await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(path.join(folder, 'dangling.ply')), 'inspect3d.ply');
      const card = (await webviewFrame({ text: 'dangling.ply' })).getByRole('alert');
      assert.match(await card.innerText(), /Found\s+none/);
    } finally {
      await fileSystem.rm(elsewhere, { recursive: true, force: true });
    }
  });

  it('shows a card for a file without a byte', async () => {
    const file = path.join(folder, 'nothing.ply');
    await fileSystem.writeFile(file, '');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const card = (await webviewFrame({ text: 'nothing.ply' })).getByRole('alert');
    assert.match(await card.innerText(), /This file cannot be shown/);
    assert.match(await card.innerText(), /Expected/);
  });

  it('shows what is there where the header promises 300 MB', async () => {
    const file = path.join(folder, 'promises.ply');
    await fileSystem.writeFile(file, binaryLine(11, 25_000_000));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const editor = await ShownEditor.find('promises.ply');
    assert.equal(await editor.value('File', 'Points'), '11');
    assert.match(await editor.section('Warnings').innerText(), /25,?000,?000|24,?999,?989/);
  });

  it('shows a card for a file that is not there, and the file when it comes', async () => {
    const file = path.join(folder, 'later.ply');
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'inspect3d.ply');
    const frame = await webviewFrame({ text: 'later.ply' });
    assert.match(await frame.getByRole('alert').innerText(), /moved, renamed or deleted/);
    await fileSystem.writeFile(file, binaryLine(12));
    const editor = await ShownEditor.find('later.ply');
    assert.equal(await editor.value('File', 'Points'), '12');
  });

  it('shows a broken file as soon as it is mended', async () => {
    const file = path.join(folder, 'mended.ply');
    await fileSystem.writeFile(file, 'ply\nformat ascii 1.0\nelement vertex oops\nend_header\n');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const frame = await webviewFrame({ text: 'oops' });
    await frame.getByRole('alert').waitFor();
    await fileSystem.writeFile(file, asciiLine(13));
    const editor = await ShownEditor.find('mended.ply');
    assert.equal(await editor.value('File', 'Points'), '13');
    assert.equal(await editor.frame.getByRole('alert').count(), 0);
  });

  it('compares what was committed with what is on the disk, side by side', async () => {
    const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
    assert.ok(git, 'This VS Code has no git extension.');
    const root = path.join(folder, 'repository');
    await fileSystem.mkdir(root);
    const file = vscode.Uri.file(path.join(root, 'model.ply'));
    const command = (...words: string[]): Promise<unknown> =>
      run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false', ...words], { cwd: root });
    await command('init', '--quiet');
    await fileSystem.writeFile(file.fsPath, binaryLine(21));
    await command('add', '.');
    await command('commit', '--quiet', '-m', 'A model');
    await fileSystem.writeFile(file.fsPath, binaryLine(34));
    await (await git.activate()).getAPI(1).openRepository(vscode.Uri.file(root));

    const old = await ShownEditor.open(committed(file));
    assert.equal(await old.value('File', 'Points'), '21');
    await closeAllEditors();

    await vscode.commands.executeCommand('vscode.diff', committed(file), file, 'model.ply (HEAD and disk)');
    const first = await ShownEditor.find('model.ply');
    const second = await ShownEditor.find('model.ply', [first.frame]);
    assert.deepEqual([await first.value('File', 'Points'), await second.value('File', 'Points')].sort(), ['21', '34']);
  });
});
