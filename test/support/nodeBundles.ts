import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

/**
 * The command line and the node worker, bundled from the sources beside each other as the build does: threads and
 * processes run files, not modules of a loader.
 */
export class NodeBundles {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'inspect3d-bundles-'));
  readonly commandLine = path.join(this.folder, 'cli.js');
  readonly worker = path.join(this.folder, 'processWorker.js');

  constructor() {
    buildSync({
      absWorkingDir: root,
      entryPoints: { cli: 'src/cli/main.ts', processWorker: 'src/compute/processWorker.ts' },
      outdir: this.folder,
      bundle: true,
      platform: 'node',
      // As the build has it: packages as modules, where they are some.
      mainFields: ['module', 'main'],
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
