import type { Disposable } from '../messaging/port';

/** Owns what it registers and lets go of all of it at once, last first. */
export class Disposables implements Disposable {
  private readonly owned: Disposable[] = [];
  private ended = false;

  get disposed(): boolean {
    return this.ended;
  }

  own<T extends Disposable>(disposable: T): T {
    if (this.ended) disposable.dispose();
    else this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    if (this.ended) return;
    this.ended = true;
    for (let disposable = this.owned.pop(); disposable; disposable = this.owned.pop()) disposable.dispose();
  }
}
