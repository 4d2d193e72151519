import assert from 'node:assert/strict';
import { withFileSystemErrors } from '../../../src/extension/fileSystemErrors';
import { FormatError } from '../../../src/model/errors';

/** An error with a code, as VS Code's file systems and Node throw them. */
function coded(code: string): Error {
  return Object.assign(new Error(`the system's own words (${code})`), { code });
}

describe('errors of file systems, in words', () => {
  for (const [code, found] of [
    ['FileNotFound', 'none'],
    ['FileIsADirectory', 'a folder'],
    ['NoPermissions', 'one that may not be accessed'],
    ['Unavailable', 'a file system that does not answer'],
    ['ENOENT', 'none'],
    ['EACCES', 'one that may not be accessed'],
  ] as const) {
    it(`says of ${code}: found ${found}`, async () => {
      await assert.rejects(
        withFileSystemErrors('a.ply', () => Promise.reject(coded(code))),
        (error: unknown) => error instanceof FormatError && error.details.file === 'a.ply' && error.details.found === found && error.details.advice !== '',
      );
    });
  }

  it('passes on what is none of theirs', async () => {
    const other = new Error('something else');
    await assert.rejects(withFileSystemErrors('a.ply', () => Promise.reject(other)), other);
    assert.equal(await withFileSystemErrors('a.ply', () => Promise.resolve(5)), 5);
  });
});
