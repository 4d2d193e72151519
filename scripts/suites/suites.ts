import path from 'node:path';
import { findCorpus } from '../../test/corpus/corpusFolder';
import { projectFolder } from '../support/paths';

/** Something that `npm test` runs, in a process of its own. */
export interface Suite {
  readonly name: string;
  /** What Node runs: a program and its parameters. */
  readonly command: readonly string[];
  /** Suites that must have passed before. */
  readonly needs: readonly string[];
  /** A check passes or fails as a whole; tests are counted by what mocha reports. */
  readonly kind: 'check' | 'tests';
  /** It drives a browser, which is installed before anything else when there is none. */
  readonly browser?: boolean;
  /** Why it has nothing to run here, in which case it is left out and that is said; such a suite reads what is not part of the project. */
  readonly absent?: () => string | null;
}

const program = (name: string, file: string): string => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
const typescript = (file: string, ...parameters: string[]): string[] => ['--import', 'tsx', path.join(projectFolder, file), ...parameters];
const mocha = (folder: string, ...parameters: string[]): string[] => [
  program('mocha', 'bin/mocha.js'),
  '--reporter',
  path.join(projectFolder, 'test', 'support', 'countingReporter.cjs'),
  ...parameters,
  '--recursive',
  `test/${folder}/**/*.test.ts`,
];

/** The corpus is no part of the project: its files have licences of their own. */
const corpusIsAbsent = (): string | null =>
  findCorpus() === null ? 'no files from other programs beside the project (../shared/corpus, or INSPECT3D_CORPUS)' : null;

/*
 * A test that drives a browser is tried a second time when it fails, and that is said at the end: on a busy machine a
 * frame or a click can come too late for any fixed patience. All other tests have one try. See docs/decisions/0095.
 */

/** In the order in which they start where their needs allow: what takes longest, and what others wait for, first. */
export const suites: readonly Suite[] = [
  { name: 'build', kind: 'check', needs: [], command: [program('webpack-cli', 'bin/cli.js'), '--mode', 'production'] },
  { name: 'manifest', kind: 'check', needs: [], command: typescript('scripts/manifest.ts', '--check') },
  { name: 'unit', kind: 'tests', needs: [], command: mocha('unit') },
  { name: 'pack', kind: 'check', needs: ['build'], command: typescript('scripts/suites/packStep.ts') },
  { name: 'vscode', kind: 'tests', needs: ['pack'], browser: true, command: typescript('scripts/suites/vscodeSuite.ts') },
  { name: 'webview', kind: 'tests', needs: ['build'], browser: true, command: mocha('webview', '--retries', '1') },
  { name: 'package', kind: 'tests', needs: ['pack'], command: mocha('package') },
  { name: 'types', kind: 'check', needs: [], command: [program('typescript', 'bin/tsc'), '-p', '.'] },
  { name: 'lint', kind: 'check', needs: [], command: [program('eslint', 'bin/eslint.js'), '.'] },
  { name: 'corpus', kind: 'tests', needs: [], command: mocha('corpus'), absent: corpusIsAbsent },
  { name: 'fuzz', kind: 'tests', needs: [], command: mocha('fuzz') },
];
