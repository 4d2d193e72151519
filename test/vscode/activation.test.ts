import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { editorCommands } from '../../src/compute/editorProtocol';
import { formats } from '../../src/formats/registry';
import { extensionId } from './support/workbench';

/** The parts of the manifest that are looked at here. */
interface Manifest {
  readonly contributes: {
    readonly customEditors: readonly { readonly viewType: string; readonly selector: readonly { readonly filenamePattern: string }[] }[];
  };
}

describe('activation', () => {
  it('finds the extension as it was packed and installed', () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, 'The extension is not installed.');
    const place = extension.extensionUri.fsPath;
    const project = process.env.INSPECT3D_PROJECT;
    assert.ok(project !== undefined && !place.startsWith(project), `The tests must see the installed package, not ${place}.`);
  });

  it('activates, and offers every command', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    await extension?.activate();
    assert.equal(extension?.isActive, true);
    const known = new Set(await vscode.commands.getCommands(true));
    const missing = editorCommands.map((name) => `inspect3d.${name}`).filter((name) => !known.has(name));
    assert.deepEqual(missing, []);
  });

  it('offers an editor for every extension of every format', () => {
    assert.ok(formats.length > 0, 'There is no format.');
    const manifest = vscode.extensions.getExtension<void>(extensionId)?.packageJSON as Manifest;
    const offered = new Set(
      manifest.contributes.customEditors.flatMap(({ viewType, selector }) => selector.map(({ filenamePattern }) => `${viewType} ${filenamePattern}`)),
    );
    for (const format of formats) {
      for (const extension of format.extensions) assert.ok(offered.has(`inspect3d.${format.id} *${extension}`), `${format.id} ${extension}`);
    }
  });
});
