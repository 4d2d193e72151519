import { readFile, stat } from 'node:fs/promises';
import { MemorySource } from '../formats/byteSource';
import { FormatError, OperationError } from '../model/errors';
import type { FileAccess } from './fileAccess';
import { withFileErrors } from './fileErrors';
import { NodeFolder } from './nodeFolder';
import { openPath } from './nodeFileSource';
import { refuseToOverwrite, writeOutput } from './outputFile';

/** A camera's description is a few lines. */
const largestText = 1 << 20;

async function readText(path: string): Promise<string> {
  const expected = "a text file with a camera's intrinsics";
  return withFileErrors(path, expected, async () => {
    const { size } = await stat(path);
    if (size > largestText) {
      throw new FormatError({ file: path, expected, found: `${size} bytes`, advice: 'Name the file of the camera, not of the picture.' });
    }
    return readFile(path, 'utf8');
  });
}

/** Files of this machine's disk. */
export const nodeFiles: FileAccess = {
  open: (file, limit) => {
    switch (file.kind) {
      case 'path':
        return openPath(file.path, file.name, limit);
      case 'bytes':
        return Promise.resolve({ source: new MemorySource(file.name, file.bytes), close: () => Promise.resolve() });
      case 'asked':
        throw new OperationError(`${file.name} is a page's file and has no path here.`);
    }
  },
  openFolder: async (file) => {
    const folder = file.kind === 'path' ? await NodeFolder.open(file.path, file.name) : null;
    return folder && { source: folder, outside: folder.outside, bytesRead: () => folder.bytes };
  },
  readText,
  refuseToOverwrite,
  write: (path, chunks) => writeOutput(path, chunks, () => undefined),
};
