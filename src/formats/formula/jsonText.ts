import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { FormatError, type FilePlace } from '../../model/errors';

/** A JSON document with the places of its parts in the text. */
export class JsonText {
  readonly root: Node;

  /** @throws FormatError when the text is no JSON */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { disallowComments: true });
    const [first] = errors;
    if (first || !root) {
      const words = first ? printParseErrorCode(first.error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase() : 'nothing';
      throw new FormatError({ file, place: this.place(first?.offset ?? 0, Math.max(1, first?.length ?? 1)), expected: 'JSON', found: words, advice: 'Correct the text at this place.' });
    }
    this.root = root;
  }

  /** Line, column and length of a part of the text; `within` is its path. */
  place(offset: number, length: number, within?: string): FilePlace {
    const before = this.text.slice(0, offset);
    const line = before.split('\n').length;
    return { kind: 'text', line, column: offset - (before.lastIndexOf('\n') + 1) + 1, length, ...(within === undefined ? {} : { within }) };
  }

  /** An error about a node. */
  wrong(node: Node, path: string, expected: string, advice: string): FormatError {
    const raw = this.text.slice(node.offset, node.offset + node.length);
    return new FormatError({ file: this.file, place: this.place(node.offset, node.length, path), expected, found: raw.length > 60 ? `${raw.slice(0, 60)}...` : raw, advice });
  }

  /**
   * Where in the text a character of a string's value stands: past the quotation mark, and escapes take several characters.
   */
  offsetInString(node: Node, character: number): number {
    let at = node.offset + 1;
    for (let i = 0; i < character && at < node.offset + node.length - 1; i++) {
      if (this.text[at] !== '\\') at++;
      else at += this.text[at + 1] === 'u' ? 6 : 2;
    }
    return at;
  }
}

/** The value of an object's property; undefined where it has none. */
export function propertyOf(node: Node, name: string): Node | undefined {
  return node.children?.find((property) => property.children?.[0].value === name)?.children?.[1];
}
