import { FormatError } from '../model/errors';

/** What the file system says, in words: what was found and what can be done. */
const causes: Readonly<Record<string, { readonly found: string; readonly advice: string }>> = {
  ENOENT: { found: 'none', advice: 'Check the name and the folder.' },
  ENOTDIR: { found: 'a file where its path needs a folder', advice: 'Check the path.' },
  EISDIR: { found: 'a folder', advice: 'Name a file in it.' },
  EACCES: { found: 'one that may not be accessed', advice: 'Check its permissions.' },
  EPERM: { found: 'one that may not be accessed', advice: 'Check its permissions.' },
  EROFS: { found: 'a file system that is read only', advice: 'Choose another place.' },
  ENOSPC: { found: 'no space left', advice: 'Free some space, or choose another place.' },
  EMFILE: { found: 'too many open files', advice: 'Close some.' },
  ELOOP: { found: 'links in a circle', advice: 'Check the path.' },
  ENAMETOOLONG: { found: 'a name that is too long', advice: 'Choose a shorter one.' },
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** An error of the file system as one that names the file and what to do; any other error as it is. */
export function explainFileError(error: unknown, file: string, expected: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof FormatError) return error;
  const cause = causes[code] ?? { found: `error ${code}`, advice: 'Check the file and its disk.' };
  return new FormatError({ file, expected, ...cause });
}

/** Does something with a file; errors of the file system name the file and what to do. */
export async function withFileErrors<Value>(file: string, expected: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw explainFileError(error, file, expected);
  }
}
