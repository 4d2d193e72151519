import type { Attribute } from '../../model/attribute';
import type { GrowingArray } from '../growingArray';

/** Statements that hold for the faces after them. */
const words = { o: 'object', g: 'group', usemtl: 'material', s: 'smoothing' } as const;
export type TagWord = keyof typeof words;

const mostNames = 100_000;
const mostComments = 200;

interface Tag {
  readonly rows: GrowingArray<Uint32Array>;
  /** Numbers of names, in the order of their first use; "" is 0 before the first statement. */
  readonly numbers: Map<string, number>;
  current: number;
  /** Some face has it. */
  used: boolean;
}

/** Object, group, material and smoothing group of every face, as numbers of the names in the order of their first use. */
export class FaceTags {
  private readonly tags = new Map<TagWord, Tag>();
  private faces = 0;

  allocate(indices: (what: string) => GrowingArray<Uint32Array>): void {
    for (const word of ['o', 'g', 'usemtl', 's'] as const) this.tags.set(word, { rows: indices('the faces'), numbers: new Map([['', 0]]), current: 0, used: false });
  }

  set(word: TagWord, name: string): void {
    const tag = this.tags.get(word);
    if (!tag) return;
    let number = tag.numbers.get(name);
    if (number === undefined && tag.numbers.size < mostNames) {
      number = tag.numbers.size;
      tag.numbers.set(name, number);
    }
    tag.current = number ?? 0;
  }

  faceDone(): void {
    for (const tag of this.tags.values()) {
      if (!tag.used && tag.current === 0) continue;
      if (!tag.used) while (tag.rows.length < this.faces) tag.rows.push(0);
      tag.used = true;
      tag.rows.push(tag.current);
    }
    this.faces++;
  }

  /** An attribute of the faces for every kind of which there are several. */
  attributes(): Attribute[] {
    return [...this.tags].flatMap(([word, tag]): Attribute[] => {
      if (!tag.used || !this.differs(tag)) return [];
      return [{ kind: 'values', name: words[word], type: 'uint32', components: 1, data: tag.rows.finish() }];
    });
  }

  /** The names behind the numbers. */
  comments(): string[] {
    return [...this.tags].flatMap(([word, { numbers }]) => [...numbers].slice(1, mostComments).map(([name, number]) => `${words[word]} ${number}: ${name}`));
  }

  private differs({ rows }: Tag): boolean {
    for (let face = 1; face < rows.length; face++) if (rows.values[face] !== rows.values[0]) return true;
    return false;
  }
}
