interface Remark {
  readonly kind: string;
  readonly place: string;
}

/**
 * What was odd about rows of a file: one warning a kind, with how many there were and where the first was. What is said
 * of a row counts when the row is complete, since a row may be read again.
 */
export class Remarks {
  private readonly kinds = new Map<string, { count: number; readonly place: string }>();
  private readonly pending: Remark[] = [];

  /**
   * @param kind what there was one of, and what many: "box has no area|boxes have no area"
   * @param place of this row, asked for where it may be the first
   */
  add(kind: string, place: () => string): void {
    this.pending.push({ kind, place: this.kinds.has(kind) ? '' : place() });
  }

  /** The row is read anew. */
  restart(): void {
    if (this.pending.length > 0) this.pending.length = 0;
  }

  /** The row is complete. */
  commit(): void {
    if (this.pending.length === 0) return;
    for (const { kind, place } of this.pending) {
      const known = this.kinds.get(kind);
      if (known) known.count++;
      else this.kinds.set(kind, { count: 1, place });
    }
    this.pending.length = 0;
  }

  /** Tells each kind. */
  tell(file: string, warn: (message: string) => void): void {
    this.commit();
    for (const [kind, { count, place }] of this.kinds) {
      const [one, many] = kind.split('|');
      const where = place === '' ? '' : ` (${count === 1 ? 'at' : 'the first at'} ${place})`;
      warn(`${file}: ${count} ${count === 1 ? one : (many ?? one)}${where}.`);
    }
  }
}
