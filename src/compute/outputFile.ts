import { realpathSync, rmSync, type Stats } from 'node:fs';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { FormatError, OperationError } from '../model/errors';
import { withFileErrors } from './fileErrors';

const outputExpected = 'a file that can be written';

/** Where an output grows until it is whole. Whoever ends the process that writes removes it. */
export function partialPath(path: string, processId: number): string {
  return `${path}.${processId}.partial`;
}

/** Removes what a process that was ended left of an output. */
export function removePartial(path: string, processId: number): void {
  let target = path;
  try {
    target = realpathSync(path);
  } catch {
    // The output does not exist: nothing is linked.
  }
  rmSync(partialPath(target, processId), { force: true });
}

/** Throws OperationError when the output is one of the inputs, by whatever path or link. */
export async function refuseToOverwrite(output: string, inputs: readonly string[]): Promise<void> {
  const target = await statusOf(output);
  if (!target?.isFile()) return;
  for (const input of inputs) {
    const status = await statusOf(input);
    if (status && status.dev === target.dev && status.ino === target.ino) {
      throw new OperationError(`${output}: is also an input, and inputs are never written over. Choose another output.`);
    }
  }
}

/**
 * Writes chunks to a file that appears only when it is whole: they go to a file beside, which then takes the name.
 * What is not a plain file (`/dev/null`, a pipe) is written to directly.
 *
 * @throws FormatError when it cannot be written; CancelledError from the chunks
 */
export async function writeOutput(
  path: string,
  chunks: Iterable<Uint8Array<ArrayBuffer>>,
  written: (bytes: number) => void,
): Promise<void> {
  const existing = await statusOf(path);
  if (existing?.isDirectory()) {
    throw new FormatError({ file: path, expected: outputExpected, found: 'a folder', advice: 'Name a file in it.' });
  }
  const direct = existing !== null && !existing.isFile();
  // A link stays a link: what it points to is replaced.
  const target = existing && !direct ? await realpath(path) : path;
  const growing = direct ? path : partialPath(target, process.pid);
  await withFileErrors(path, outputExpected, async () => {
    const handle = await open(growing, 'w', existing?.mode);
    try {
      try {
        for (const chunk of chunks) {
          await handle.writeFile(chunk);
          written(chunk.byteLength);
        }
      } finally {
        await handle.close();
      }
      if (!direct) await rename(growing, target);
    } catch (error) {
      if (!direct) await unlink(growing).catch(() => undefined);
      throw error;
    }
  });
}

async function statusOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch {
    // Whether it cannot be reached for a reason that matters shows when it is opened.
    return null;
  }
}
