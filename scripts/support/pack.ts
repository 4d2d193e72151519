import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { run } from './embeddedEditor';
import { projectFolder, toolsFolder } from './paths';

/** The packed extension of the working tree, as `npm start` and `npm test` use it. */
export const packedExtension = path.join(toolsFolder, 'inspect-3d.vsix');

const program = (name: string, file: string): string => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/** Builds all bundles for production. */
export async function build(): Promise<void> {
  console.log((await run(process.execPath, [program('webpack-cli', 'bin/cli.js'), '--mode', 'production'], { cwd: projectFolder })).trim());
}

/** Packs what was built into {@link packedExtension}. */
export async function pack(): Promise<string> {
  if (!existsSync(path.join(projectFolder, 'dist', 'extension.js'))) throw new Error('Nothing is built: run `npm run build` first.');
  mkdirSync(toolsFolder, { recursive: true });
  const parameters = [program('@vscode/vsce', 'vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', packedExtension];
  return (await run(process.execPath, parameters, { cwd: projectFolder })).trim();
}
