import { build } from 'esbuild';
import path from 'node:path';
import { projectFolder } from '../../../scripts/support/paths';

const bundles = new Map<string, Promise<string>>();

/** The TypeScript file (relative to the project) and all it imports as one classic script for a page or a worker. Kept for the run. */
export function bundle(entry: string): Promise<string> {
  const known = bundles.get(entry);
  if (known) return known;
  const made = build({
    absWorkingDir: projectFolder,
    entryPoints: [path.resolve(projectFolder, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'silent',
    loader: { '.css': 'text', '.svg': 'text' },
  }).then((result) => {
    const [file] = result.outputFiles;
    if (!file) throw new Error(`${entry} gave no bundle.`);
    return file.text;
  });
  bundles.set(entry, made);
  return made;
}
