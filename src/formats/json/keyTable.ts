import type { JsonScanner } from './jsonScanner';

/** Names beyond this many are not told apart; no honest file has so many. */
const mostUnknown = 256;

interface ExpectedKey {
  readonly bytes: Uint8Array;
  readonly id: number;
}

/**
 * The keys of objects of one kind. Records of a file nearly always have the same keys in the same order, so the key that
 * the record before had at this place is compared first, byte by byte; only another one is decoded and looked up.
 */
export class KeyTable {
  private readonly ids: ReadonlyMap<string, number>;
  private readonly sequence: ExpectedKey[] = [];
  private readonly unknownNames: string[] = [];
  private readonly unknownCounts: number[] = [];
  private readonly unknownIds = new Map<string, number>();
  private place = 0;

  /** @param names the keys that mean something; a key's id is its index */
  constructor(names: readonly string[]) {
    this.ids = new Map(names.map((name, id) => [name, id]));
  }

  /** Another object begins. */
  restart(): void {
    this.place = 0;
  }

  /** The id of the next key, with the colon passed over; negative for one that means nothing here. */
  next(scanner: JsonScanner): number {
    scanner.peek();
    const { bytes, position } = scanner;
    const expected = this.sequence[this.place];
    if (expected && position + expected.bytes.length < bytes.length) {
      const key = expected.bytes;
      let at = 0;
      while (at < key.length && bytes[position + at] === key[at]) at++;
      if (at === key.length) {
        scanner.position = position + at;
        scanner.take(':');
        this.place++;
        return expected.id;
      }
    }
    const name = scanner.string();
    const id = this.ids.get(name) ?? this.unknown(name);
    // Of keys with escapes the bytes differ from the name's; they are looked up each time.
    this.sequence[this.place++] = { bytes: bytes.slice(position, scanner.position), id };
    scanner.take(':');
    return id;
  }

  /** The name of a key that means nothing here; null for one of too many. */
  nameOf(id: number): string | null {
    return this.unknownNames.at(-id - 1) ?? null;
  }

  /** A record with an unknown key is complete. */
  count(id: number): void {
    if (id > -mostUnknown) this.unknownCounts[-id - 1]++;
  }

  /** How many records had each of the keys that mean nothing here. */
  unread(): Map<string, number> {
    return new Map(this.unknownNames.flatMap((name, place) => (this.unknownCounts[place] > 0 ? [[name, this.unknownCounts[place]]] : [])));
  }

  private unknown(name: string): number {
    const known = this.unknownIds.get(name);
    if (known !== undefined) return known;
    if (this.unknownNames.length >= mostUnknown - 1) return -mostUnknown;
    this.unknownNames.push(name);
    this.unknownCounts.push(0);
    const id = -this.unknownNames.length;
    this.unknownIds.set(name, id);
    return id;
  }
}
