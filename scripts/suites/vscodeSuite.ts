import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runInEditor } from '../support/runInEditor';
import { projectFolder } from '../support/paths';

/** Runs all of test/vscode in a real VS Code. */
const folder = path.join('test', 'vscode');
const suites = readdirSync(path.join(projectFolder, folder)).filter((name) => name.endsWith('.test.ts')).sort();

runInEditor({ suites: suites.map((name) => path.join(folder, name)) }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
