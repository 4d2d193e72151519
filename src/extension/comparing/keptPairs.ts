import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ComparisonWish, SideWish } from './comparisonPanel';

const key = 'comparisons';
const mostKept = 100;

const side = v.variant('kind', [
  v.object({ kind: v.literal('file'), uri: v.string() }),
  v.object({ kind: v.literal('absent'), name: v.string(), reason: v.string() }),
]);
const pairs = v.array(v.tuple([v.string(), v.object({ compared: side, reference: side })]));

/**
 * Which two files each comparison is of, by a number that its page keeps: after a reload of the window the page says the
 * number, and the files come from here, so that no page can name a file.
 */
export class KeptPairs {
  private readonly pairs: Map<string, v.InferOutput<typeof pairs>[number][1]>;

  constructor(private readonly memento: vscode.Memento) {
    const kept = v.safeParse(pairs, memento.get<unknown>(key));
    this.pairs = new Map(kept.success ? kept.output : []);
  }

  get(id: string): ComparisonWish | null {
    const kept = this.pairs.get(id);
    const wishOf = (saved: v.InferOutput<typeof side>): SideWish => (saved.kind === 'file' ? { kind: 'file', uri: vscode.Uri.parse(saved.uri, true) } : saved);
    return kept ? { compared: wishOf(kept.compared), reference: wishOf(kept.reference) } : null;
  }

  set(id: string, { compared, reference }: ComparisonWish): void {
    const plain = (wish: SideWish) => (wish.kind === 'file' ? { kind: 'file' as const, uri: wish.uri.toString() } : { ...wish });
    this.pairs.delete(id);
    this.pairs.set(id, { compared: plain(compared), reference: plain(reference) });
    for (const oldest of this.pairs.keys()) {
      if (this.pairs.size <= mostKept) break;
      this.pairs.delete(oldest);
    }
    void this.memento.update(key, [...this.pairs]);
  }
}
