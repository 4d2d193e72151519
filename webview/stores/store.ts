import type { Disposable } from '../../src/messaging/port';

/**
 * A small piece of the page's state that several parts show. Parts read `state`, ask for changes by `set`, and hear of
 * them once a change; setting what is already so tells nobody, so that two parts can mirror each other.
 */
export class Store<State extends object> {
  private readonly listeners = new Set<(state: State, previous: State) => void>();

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  set(change: Partial<State>): void {
    const previous = this.current;
    const next = { ...previous, ...change };
    let differs = false;
    for (const key in next) if (!Object.is(next[key], previous[key])) differs = true;
    if (!differs) return;
    this.current = next;
    for (const listener of [...this.listeners]) {
      // A listener may itself set; those after it then hear the newest state, once.
      if (this.current !== next) return;
      listener(next, previous);
    }
  }

  subscribe(listener: (state: State, previous: State) => void): Disposable {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }
}
