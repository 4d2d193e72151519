import type { Disposable } from '../../src/messaging/port';

type Listener<Value> = (value: Value) => void;

/** Typed events by name. */
export class Emitter<Events extends object> {
  private readonly listeners: { [Name in keyof Events]?: Set<Listener<Events[Name]>> } = {};

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): Disposable {
    const known = this.listeners[name];
    const listeners: Set<Listener<Events[Name]>> = known ?? new Set();
    if (!known) this.listeners[name] = listeners;
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  }

  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of [...(this.listeners[name] ?? [])]) listener(value);
  }
}
