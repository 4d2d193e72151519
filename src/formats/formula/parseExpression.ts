import { FormulaError } from './formulaError';

export const expressionLimits = {
  /** Characters. */
  length: 20_000,
  /** Of brackets in brackets. */
  nesting: 100,
  /** From the root to a leaf; sums of many terms are deep too. */
  depth: 1000,
  /** Numbers, names, operators and calls. */
  nodes: 5000,
} as const;

interface Placed {
  /** Index in the text, and one past the last character. */
  readonly from: number;
  readonly to: number;
  /** Of the tree under it. */
  readonly depth: number;
}

/** What an expression says, as a tree. */
export type Expression = Placed &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'negate'; readonly argument: Expression }
    | { readonly kind: 'operator'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'call'; readonly name: string; readonly nameEnd: number; readonly parts: readonly Expression[] }
  );

export type Operator = '+' | '-' | '*' | '/' | '^' | '=';

type Token = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'symbol'; readonly symbol: string }
  | { readonly kind: 'end' }
);

const tokenPattern = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/^(),=])|$)/y;

/**
 * Parses an expression by recursive descent. From loose to tight: `=` (left minus right, once), `+ -`, `* /`, sign, `^`
 * (from right to left). Nothing is evaluated.
 *
 * @throws FormulaError with the place, also past a limit
 */
export function parseExpression(text: string): Expression {
  if (text.length > expressionLimits.length) throw new FormulaError(`at most ${expressionLimits.length} characters`, String(text.length), 0, text.length);
  return new Parser(text).parse();
}

class Parser {
  private token: Token;
  private position = 0;
  private nesting = 0;
  private nodes = 0;

  constructor(private readonly text: string) {
    this.token = this.next();
  }

  parse(): Expression {
    const left = this.sum();
    const expression = this.takeSymbol('=') ? this.operation('=', left, this.sum()) : left;
    if (this.token.kind !== 'end') throw this.unexpected('an operator or the end');
    return expression;
  }

  private sum(): Expression {
    let left = this.product();
    for (;;) {
      if (this.takeSymbol('+')) left = this.operation('+', left, this.product());
      else if (this.takeSymbol('-')) left = this.operation('-', left, this.product());
      else return left;
    }
  }

  private product(): Expression {
    let left = this.signed();
    for (;;) {
      if (this.takeSymbol('*')) left = this.operation('*', left, this.signed());
      else if (this.takeSymbol('/')) left = this.operation('/', left, this.signed());
      else return left;
    }
  }

  private signed(): Expression {
    const { from } = this.token;
    if (this.takeSymbol('+')) return this.nested(() => this.signed());
    if (!this.takeSymbol('-')) return this.power();
    const argument = this.nested(() => this.signed());
    return this.count({ kind: 'negate', argument, from, to: argument.to, depth: argument.depth + 1 });
  }

  private power(): Expression {
    const base = this.operand();
    return this.takeSymbol('^') ? this.operation('^', base, this.nested(() => this.signed())) : base;
  }

  private operand(): Expression {
    const { token } = this;
    const { from, to } = token;
    if (token.kind === 'number') {
      this.token = this.next();
      return this.count({ kind: 'number', value: token.value, from, to, depth: 1 });
    }
    if (token.kind === 'name') {
      this.token = this.next();
      if (!this.isSymbol('(')) return this.count({ kind: 'name', name: token.name, from, to, depth: 1 });
      return this.call(token.name, from, to);
    }
    if (!this.takeSymbol('(')) throw this.unexpected('a number, a name or "("');
    const inner = this.nested(() => this.sum());
    this.demand(')');
    return inner;
  }

  private call(name: string, from: number, nameEnd: number): Expression {
    this.demand('(');
    const parts: Expression[] = [];
    if (!this.isSymbol(')')) {
      do parts.push(this.nested(() => this.sum()));
      while (this.takeSymbol(','));
    }
    const { to } = this.token;
    this.demand(')');
    return this.count({ kind: 'call', name, nameEnd, parts, from, to, depth: 1 + Math.max(0, ...parts.map(({ depth }) => depth)) });
  }

  private operation(operator: Operator, left: Expression, right: Expression): Expression {
    return this.count({ kind: 'operator', operator, left, right, from: left.from, to: right.to, depth: 1 + Math.max(left.depth, right.depth) });
  }

  private count(expression: Expression): Expression {
    this.nodes++;
    if (this.nodes > expressionLimits.nodes) throw new FormulaError(`at most ${expressionLimits.nodes} numbers, names and operators`, 'more', expression.from, expression.to - expression.from);
    if (expression.depth > expressionLimits.depth) throw new FormulaError(`at most ${expressionLimits.depth} operators that use one another`, 'more', expression.from, expression.to - expression.from);
    return expression;
  }

  private nested(parse: () => Expression): Expression {
    this.nesting++;
    if (this.nesting > expressionLimits.nesting) throw new FormulaError(`at most ${expressionLimits.nesting} brackets in one another`, 'more', this.token.from, 1);
    const expression = parse();
    this.nesting--;
    return expression;
  }

  private isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.symbol === symbol;
  }

  private takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.token = this.next();
    return true;
  }

  private demand(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(`"${symbol}"`);
  }

  private unexpected(expected: string): FormulaError {
    const { token } = this;
    if (token.kind === 'end') return new FormulaError(expected, 'the end', Math.max(0, this.text.trimEnd().length - 1), 1);
    return new FormulaError(expected, JSON.stringify(this.text.slice(token.from, token.to)), token.from, token.to - token.from);
  }

  private next(): Token {
    tokenPattern.lastIndex = this.position;
    const match = tokenPattern.exec(this.text);
    if (!match) {
      const at = this.position + (/^\s*/.exec(this.text.slice(this.position))?.[0].length ?? 0);
      const [character] = this.text.slice(at);
      throw new FormulaError('a number, a name or one of + - * / ^ ( ) , =', JSON.stringify(character), at, character.length);
    }
    this.position = tokenPattern.lastIndex;
    const [, number, name, symbol] = match;
    const to = this.position;
    if (number !== undefined) return { kind: 'number', value: Number(number), from: to - number.length, to };
    if (name !== undefined) return { kind: 'name', name, from: to - name.length, to };
    return symbol !== undefined ? { kind: 'symbol', symbol, from: to - symbol.length, to } : { kind: 'end', from: to, to };
  }
}
