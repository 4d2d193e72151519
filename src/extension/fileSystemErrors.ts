import { explainFileError } from '../compute/fileErrors';
import { FormatError } from '../model/errors';

/** What VS Code's file systems say (`FileSystemError.code`), in words: what was found and what can be done. */
const causes: ReadonlyMap<string, { readonly found: string; readonly advice: string }> = new Map([
  ['FileNotFound', { found: 'none', advice: 'It was moved, renamed or deleted. It is shown here as soon as it is back.' }],
  ['FileIsADirectory', { found: 'a folder', advice: 'Open a file in it.' }],
  ['NoPermissions', { found: 'one that may not be accessed', advice: 'Check its permissions.' }],
  ['Unavailable', { found: 'a file system that does not answer', advice: 'Check the connection to it, then try again.' }],
]);

/** Does something with a file; errors of VS Code's file systems and of the disk name the file and what to do. */
export async function withFileSystemErrors<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    const cause = causes.get(code);
    if (cause) throw new FormatError({ file, expected: 'a file that can be read', ...cause });
    throw explainFileError(error, file, 'a file that can be read');
  }
}
