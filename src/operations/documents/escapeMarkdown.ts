import { plainText } from '../plainText';

/**
 * Text as Markdown (CommonMark and GitHub's tables) that shows it letter for letter: no emphasis, links, markup, lists,
 * mathematics or mentions come of it, and a cell of a table stays one cell. Control characters become blanks.
 */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[\u2028\u2029]/g, ' ')
    .replace(/[\\`*_[\]<>|~&$@]/g, '\\$&')
    // Addresses become links by themselves.
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    // What begins a list, a heading or a rule where it begins a line.
    .replace(/^(\s*)([-+#=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}
