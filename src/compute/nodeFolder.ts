import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FolderSource } from '../formats/folder';
import { CancelledError, FormatError } from '../model/errors';
import { withFileErrors } from './fileErrors';

/** Folders within each other that are looked into. */
const deepest = 8;
/** Files that are listed: the largest data sets have a few hundred thousand. */
const mostFiles = 2_000_000;

/** A folder of this machine's disk, listed when it is opened. */
export class NodeFolder implements FolderSource {
  /** Bytes read so far. */
  bytes = 0;

  private constructor(
    readonly name: string,
    readonly files: readonly string[],
    /** Links that lead outside of the folder: not followed. */
    readonly outside: number,
    private readonly root: string,
  ) {}

  /**
   * @param folder where it lies
   * @param name as the user gave it
   * @returns null when there is a file instead
   * @throws FormatError when it may not be read
   */
  static async open(folder: string, name: string): Promise<NodeFolder | null> {
    const isFolder = await stat(folder).then(
      (status) => status.isDirectory(),
      // Whether it cannot be reached for a reason that matters shows when it is opened as a file.
      () => false,
    );
    if (!isFolder) return null;
    const root = await realpath(folder);
    const listed = { files: [] as string[], outside: 0 };
    await withFileErrors(name, 'a folder that can be read', () => list(root, '', 0, name, listed));
    return new NodeFolder(name.replace(/[\\/]+$/, ''), listed.files.sort(), listed.outside, root);
  }

  async read(file: string, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    if (signal?.aborted) throw new CancelledError();
    return withFileErrors(`${this.name}/${file}`, 'a file that can be read', async () => {
      const handle = await open(path.join(this.root, file), 'r');
      try {
        const { size } = await handle.stat();
        const bytes = new Uint8Array(Math.min(size, length));
        let done = 0;
        while (done < bytes.length) {
          const { bytesRead } = await handle.read(bytes, done, bytes.length - done, done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        this.bytes += done;
        return bytes.subarray(0, done);
      } finally {
        await handle.close();
      }
    });
  }
}

async function list(root: string, inside: string, depth: number, name: string, listed: { files: string[]; outside: number }): Promise<void> {
  for (const entry of await readdir(path.join(root, inside), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const place = inside === '' ? entry.name : `${inside}/${entry.name}`;
    let isFolder = entry.isDirectory();
    let isFile = entry.isFile();
    if (entry.isSymbolicLink()) {
      const target = await realpath(path.join(root, place)).catch(() => null);
      const relative = target === null ? '..' : path.relative(root, target);
      if (relative.startsWith('..') || path.isAbsolute(relative)) {
        listed.outside++;
        continue;
      }
      const status = await stat(path.join(root, place));
      // A link to a folder inside would list its files twice.
      isFolder = false;
      isFile = status.isFile();
    }
    if (isFolder && depth < deepest) await list(root, place, depth + 1, name, listed);
    if (isFile) listed.files.push(place);
    if (listed.files.length > mostFiles) throw new FormatError({ file: name, expected: `at most ${mostFiles} files`, found: 'more', advice: 'Name a folder further inside.' });
  }
}
