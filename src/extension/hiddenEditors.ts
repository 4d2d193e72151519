/** An editor that can let go of what it holds while nobody sees it. */
export interface HideableEditor {
  /** Bytes that its page holds. */
  readonly memory: number;
  readonly visible: boolean;
  /** True while it reads or computes; such a page is never freed. */
  readonly busy: boolean;
  /** Ends the page; it reads its file again when it is shown. */
  free(): void;
}

/** Keeps hidden editors' pages alive up to a budget of memory; past it the one hidden longest is freed first. */
export class HiddenEditors {
  /** In the order in which they were last seen. */
  private readonly editors = new Set<HideableEditor>();

  constructor(private readonly budget: () => number) {}

  add(editor: HideableEditor): void {
    this.editors.add(editor);
  }

  delete(editor: HideableEditor): void {
    this.editors.delete(editor);
  }

  /** To be told when an editor was shown or hidden, or its memory changed. */
  changed(editor: HideableEditor): void {
    if (editor.visible && this.editors.delete(editor)) this.editors.add(editor);
    this.check();
  }

  /** Frees what is past the budget; to be told when that changed. */
  check(): void {
    const hidden = [...this.editors].filter((candidate) => !candidate.visible);
    let held = hidden.reduce((sum, candidate) => sum + candidate.memory, 0);
    for (const candidate of hidden) {
      if (held <= this.budget()) return;
      if (candidate.busy || candidate.memory === 0) continue;
      held -= candidate.memory;
      candidate.free();
    }
  }
}
