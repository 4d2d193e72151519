/** What a header may hold: the literals of Python. Dictionaries are maps, so that no key is special. */
export type PythonValue = string | number | boolean | null | PythonSequence | ReadonlyMap<string, PythonValue>;
export interface PythonSequence {
  readonly kind: 'tuple' | 'list';
  readonly items: readonly PythonValue[];
}

/** Nesting beyond this is no header. */
const deepest = 16;

/**
 * The value of a Python literal: strings, decimal integers, True, False, None, tuples, lists and dictionaries with
 * strings as keys. Nothing is evaluated. @throws SyntaxError that says where it went wrong
 */
export function parsePythonLiteral(text: string): PythonValue {
  const parser = new LiteralParser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

export function isSequence(value: PythonValue | undefined): value is PythonSequence {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

export function isDictionary(value: PythonValue): value is ReadonlyMap<string, PythonValue> {
  return value instanceof Map;
}

/** A value in a few words, for messages. */
export function describePython(value: PythonValue | undefined): string {
  if (value === undefined) return 'none';
  if (isSequence(value)) return `a ${value.kind}`;
  return typeof value === 'object' && value !== null ? 'a dictionary' : JSON.stringify(value);
}

class LiteralParser {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): PythonValue {
    if (depth > deepest) throw this.wrong('fewer brackets in each other');
    this.skipBlanks();
    const letter = this.text[this.at];
    if (letter === '{') return this.dictionary(depth);
    if (letter === '(') return this.sequence('tuple', ')', depth);
    if (letter === '[') return this.sequence('list', ']', depth);
    if (letter === "'" || letter === '"') return this.string(letter);
    const [word = ''] = /^[A-Za-z]+|^[+-]?\d+L?/.exec(this.text.slice(this.at, this.at + 40)) ?? [];
    this.at += word.length;
    if (word === 'True') return true;
    if (word === 'False') return false;
    if (word === 'None') return null;
    // Python 2 wrote long integers with an L.
    if (/^[+-]?\d+L?$/.test(word)) return Number.parseInt(word, 10);
    throw this.wrong('a value');
  }

  end(): void {
    this.skipBlanks();
    if (this.at < this.text.length) throw this.wrong('nothing more');
  }

  private dictionary(depth: number): PythonValue {
    const entries = new Map<string, PythonValue>();
    this.at++;
    while (!this.closes('}')) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string') throw this.wrong('a string as key');
      this.skipBlanks();
      if (this.text[this.at++] !== ':') throw this.wrong('a colon');
      entries.set(key, this.value(depth + 1));
      this.separate('}');
    }
    return entries;
  }

  private sequence(kind: 'tuple' | 'list', close: string, depth: number): PythonValue {
    const items: PythonValue[] = [];
    this.at++;
    let separated = false;
    while (!this.closes(close)) {
      items.push(this.value(depth + 1));
      separated = this.separate(close);
    }
    // Brackets about one value without a comma are no tuple.
    return kind === 'tuple' && items.length === 1 && !separated ? items[0] : { kind, items };
  }

  private string(quote: string): string {
    let text = '';
    for (this.at++; this.at < this.text.length; this.at++) {
      const letter = this.text[this.at];
      if (letter === quote) {
        this.at++;
        return text;
      }
      if (letter === '\\') this.at++;
      text += this.text[this.at] ?? '';
    }
    throw this.wrong('the end of a string');
  }

  private closes(close: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== close) return false;
    this.at++;
    return true;
  }

  private separate(close: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] === ',') {
      this.at++;
      return true;
    }
    if (this.text[this.at] !== close) throw this.wrong(`a comma or ${close}`);
    return false;
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private wrong(expected: string): SyntaxError {
    const found = this.text.slice(this.at, this.at + 20);
    return new SyntaxError(`expected ${expected}, found ${found === '' ? 'its end' : JSON.stringify(found)}`);
  }
}
