/** A line of settled views with a place in it: undo goes back, redo forward, a new view drops what was undone. */
export class ViewHistory<View> {
  private readonly views: View[] = [];
  private place = -1;

  constructor(
    private readonly same: (a: View, b: View) => boolean,
    private readonly capacity = 100,
  ) {}

  record(view: View): void {
    const current = this.views[this.place];
    if (current !== undefined && this.same(current, view)) return;
    this.views.splice(this.place + 1);
    this.views.push(view);
    if (this.views.length > this.capacity) this.views.shift();
    this.place = this.views.length - 1;
  }

  get canUndo(): boolean {
    return this.place > 0;
  }

  get canRedo(): boolean {
    return this.place < this.views.length - 1;
  }

  undo(): View | null {
    return this.canUndo ? this.views[--this.place] : null;
  }

  redo(): View | null {
    return this.canRedo ? this.views[++this.place] : null;
  }
}
