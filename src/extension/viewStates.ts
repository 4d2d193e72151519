import type * as vscode from 'vscode';

const key = 'viewStates';
const keptStates = 200;

function isEntries(value: unknown): value is [string, string][] {
  return (
    Array.isArray(value) &&
    value.every((entry) => Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string'))
  );
}

/** The last view of each file, so that it reopens as it was: the most recent ones, kept for the workspace. */
export class ViewStates {
  private readonly states: Map<string, string>;

  constructor(private readonly memento: vscode.Memento) {
    const stored: unknown = memento.get(key);
    this.states = new Map(isEntries(stored) ? stored : []);
  }

  get(uri: vscode.Uri): string {
    return this.states.get(uri.toString()) ?? '';
  }

  set(uri: vscode.Uri, state: string): void {
    const name = uri.toString();
    // Deleting first moves the file to the young end.
    this.states.delete(name);
    this.states.set(name, state);
    for (const oldest of this.states.keys()) {
      if (this.states.size <= keptStates) break;
      this.states.delete(oldest);
    }
    void this.memento.update(key, [...this.states]);
  }
}
