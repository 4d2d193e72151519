/** Something wrong in an expression, with its place: `length` characters from `offset`. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
  constructor(
    readonly expected: string,
    readonly found: string,
    readonly offset: number,
    readonly length: number,
  ) {
    super(`character ${offset + 1}: expected ${expected}, found ${found}`);
  }
}
