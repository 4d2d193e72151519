import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { FormatError } from '../model/errors';

/**
 * The path of a file that another file names. Only relative names are followed, and only to what lies, links resolved,
 * inside the folder of the file that names it.
 *
 * @param file path of the file that holds the name
 * @param shown what to call that file in an error
 * @throws FormatError when the name leads elsewhere, or to nothing
 */
export async function relatedPath(file: string, shown: string, name: string): Promise<string> {
  const refused = (found: string): FormatError =>
    new FormatError({
      file: shown,
      expected: "the name of a file inside this file's folder",
      found: `${JSON.stringify(name.slice(0, 120))}, ${found}`,
      advice: 'It is not followed. Put the file beside this one, and name it without a path.',
    });
  const plain = name.replaceAll('\\', '/');
  if (plain === '' || plain.includes('\0')) throw refused('which is no name');
  if (/^[a-z][a-z0-9+.-]*:/i.test(plain) || plain.startsWith('/')) throw refused('which is not relative');
  const folder = await realpath(path.dirname(file));
  const target = path.resolve(folder, plain);
  if (!isInside(folder, target)) throw refused('which is outside');
  let resolved: string;
  try {
    resolved = await realpath(target);
  } catch {
    throw new FormatError({ file: shown, expected: `its data in ${JSON.stringify(name.slice(0, 120))}`, found: 'no such file', advice: 'Put the file beside this one.' });
  }
  if (!isInside(folder, resolved)) throw refused('a link that leads outside');
  return resolved;
}

function isInside(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
