import path from 'node:path';

/** The project's folder. */
export const projectFolder = path.resolve(__dirname, '..', '..');

/** What the scripts install and keep between runs; never part of a commit or of the package. */
export const toolsFolder = path.join(projectFolder, '.vscode-test');

/** What a test run leaves for people to look at: reports, logs, screenshots. */
export const resultsFolder = path.join(projectFolder, 'test-results');
