import * as vscode from 'vscode';

const most = 200;

function isEntries(value: unknown): value is [string, string][] {
  return Array.isArray(value) && value.every((entry) => Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string'));
}

/** An address for each of some files, remembered for the workspace: the most recent ones. */
export class KeptAddresses {
  private readonly kept: Map<string, string>;

  constructor(
    private readonly memento: vscode.Memento,
    private readonly key: string,
  ) {
    const stored: unknown = memento.get(key);
    this.kept = new Map(isEntries(stored) ? stored : []);
  }

  get(file: vscode.Uri): vscode.Uri | null {
    const address = this.kept.get(file.toString());
    return address === undefined ? null : vscode.Uri.parse(address, true);
  }

  /** Null forgets. */
  set(file: vscode.Uri, address: vscode.Uri | null): void {
    const name = file.toString();
    this.kept.delete(name);
    if (address) this.kept.set(name, address.toString());
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= most) break;
      this.kept.delete(oldest);
    }
    void this.memento.update(this.key, [...this.kept]);
  }
}
