import type { Identifier } from '../../model/detectionSet';

/** A whole number as JavaScript and everybody else writes it: "7", "-1", not "007" or "7.0". */
const plainNumber = /^(0|-?[1-9]\d{0,14})$/;

/**
 * Rows that go by an identifier, which boxes may name before the file says what it is. 7 and "7" are one: programs write
 * the same number in both ways. How often that was needed is counted.
 */
export class Rows<Row extends { readonly declared: boolean }> {
  private readonly byNumber = new Map<number, number>();
  private readonly byText = new Map<string, number>();
  private readonly rows: Row[] = [];
  private readonly isText: boolean[] = [];
  private lastId: Identifier | undefined;
  private lastRow = 0;
  private declaredLate = false;
  private declaredCount = 0;
  /** Times that a number was named by its text, or the other way round. */
  private mixed = 0;

  get length(): number {
    return this.rows.length;
  }

  get declared(): number {
    return this.declaredCount;
  }

  at(row: number): Row {
    return this.rows[row];
  }

  /** More became known of a row. */
  replace(row: number, value: Row): void {
    this.rows[row] = value;
  }

  /** The row of an identifier; one that `make` makes when it is new. */
  rowOf(id: Identifier, make: (id: Identifier) => Row): number {
    // Boxes of one image come one after the other.
    if (id === this.lastId) return this.lastRow;
    const row = this.find(id) ?? this.add(id, make(id));
    this.lastId = id;
    this.lastRow = row;
    return row;
  }

  /** @param again called when the identifier was declared already; the first declaration holds */
  declare(id: Identifier, row: Row, again: () => void): number {
    const found = this.find(id);
    if (found === undefined) {
      if (this.declaredCount < this.rows.length) this.declaredLate = true;
      this.declaredCount++;
      return this.add(id, row);
    }
    if (this.rows[found].declared) {
      again();
    } else {
      this.declaredLate = true;
      this.declaredCount++;
      // Moved behind those declared before it when all is read: the order of declaration is kept by numbering.
      this.rows[found] = row;
      this.declarations.push(found);
      return found;
    }
    return found;
  }

  private readonly declarations: number[] = [];

  /** The rows, declared ones first and in the order of their declaration; `order` maps former rows to these, where it changed. */
  finish(): { readonly rows: readonly Row[]; readonly order: Uint32Array | null; readonly mixed: number } {
    const { rows, mixed } = this;
    if (!this.declaredLate) return { rows, order: null, mixed };
    const order = new Uint32Array(rows.length);
    const sorted: Row[] = [];
    const isPlaced = new Uint8Array(rows.length);
    const place = (row: number): void => {
      if (isPlaced[row]) return;
      isPlaced[row] = 1;
      order[row] = sorted.length;
      sorted.push(rows[row]);
    };
    this.declarations.forEach(place);
    rows.forEach((_, row) => place(row));
    return { rows: sorted, order, mixed };
  }

  private add(id: Identifier, row: Row): number {
    const at = this.rows.length;
    if (typeof id === 'number') this.byNumber.set(id, at);
    else if (plainNumber.test(id)) this.byNumber.set(Number(id), at);
    else this.byText.set(id, at);
    this.rows.push(row);
    this.isText.push(typeof id === 'string');
    if (row.declared) this.declarations.push(at);
    return at;
  }

  private find(id: Identifier): number | undefined {
    if (typeof id === 'string' && !plainNumber.test(id)) return this.byText.get(id);
    const row = this.byNumber.get(typeof id === 'number' ? id : Number(id));
    if (row !== undefined && this.isText[row] !== (typeof id === 'string')) this.mixed++;
    return row;
  }
}
