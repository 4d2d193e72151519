import path from 'node:path';
import Mocha from 'mocha';
import CountingReporter from '../support/countingReporter';

/**
 * What VS Code calls in the extension host: runs the compiled suites beside this file. `INSPECT3D_SUITES` names them
 * (a JSON list of files), `INSPECT3D_GREP` chooses tests.
 */
export function run(): Promise<void> {
  // Traces name the sources, not the bundle.
  process.setSourceMapsEnabled(true);
  // A second try is said at the end of the whole run: see docs/decisions/0095.
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, slow: 5_000, retries: 1, color: false, reporter: CountingReporter });
  const grep = process.env.INSPECT3D_GREP;
  if (grep !== undefined && grep !== '') mocha.grep(new RegExp(grep));
  const files: unknown = JSON.parse(process.env.INSPECT3D_SUITES ?? '[]');
  if (!Array.isArray(files)) throw new Error('INSPECT3D_SUITES is not a list.');
  for (const file of files) mocha.addFile(path.join(__dirname, String(file)));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed.`));
    });
  });
}
