import { execFileSync } from 'node:child_process';

/** Runs a script and answers the JSON value of each line it prints; null where no Python here can import `packages`. */
export function runPython(packages: readonly string[], script: string, parameters: readonly string[]): unknown[] | null {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      execFileSync(python, ['-c', packages.map((name) => `import ${name}`).join('\n')], { stdio: 'ignore' });
    } catch {
      continue;
    }
    const text = execFileSync(python, ['-c', script, ...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    return text.trim().split('\n').map((line): unknown => JSON.parse(line));
  }
  return null;
}
