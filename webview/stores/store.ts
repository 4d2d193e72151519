import type { Disposable } from '../../src/messaging/port';

type Listener<State> = (state: State, previous: State) => void;

/**
 * A small piece of the page's state that several parts show. Parts read `state`, ask for changes by `set`, and hear of
 * them once a change; setting what is already so tells nobody, so that two parts can mirror each other.
 */
export class Store<State extends object> {
  /** Each listener with the state that it heard of last. */
  private readonly heard = new Map<Listener<State>, State>();

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  set(change: Partial<State>): void {
    const next = { ...this.current, ...change };
    let differs = false;
    for (const key in next) if (!Object.is(next[key], this.current[key])) differs = true;
    if (!differs) return;
    this.current = next;
    for (const listener of [...this.heard.keys()]) {
      const previous = this.heard.get(listener);
      // Gone meanwhile, or told already because a listener before it has set anew.
      if (previous === undefined || previous === this.current) continue;
      this.heard.set(listener, this.current);
      listener(this.current, previous);
    }
  }

  /** `listener` gets the newest state, and the one that it heard of before. */
  subscribe(listener: Listener<State>): Disposable {
    this.heard.set(listener, this.current);
    return { dispose: () => this.heard.delete(listener) };
  }
}
