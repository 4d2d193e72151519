import * as vscode from 'vscode';
import { comparisonSides } from '../../compute/comparisonProtocol';
import { Disposables } from '../disposables';
import { nameOf } from '../openedFile';
import { ComparisonPanel, type ComparisonWish } from './comparisonPanel';
import type { ComparisonServices } from './comparisonServices';
import { comparisonViewType } from './comparisonViewType';
import { KeptPairs } from './keptPairs';

/** The page's state as VS Code keeps it: only the number is the host's to read. */
function idOf(state: unknown): string | null {
  if (typeof state !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(state);
    return typeof parsed === 'object' && parsed !== null && 'id' in parsed && typeof parsed.id === 'string' ? parsed.id : null;
  } catch {
    return null;
  }
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Opens tabs that compare, and brings them back after a reload of the window. */
export class Comparisons extends Disposables {
  private readonly pairs: KeptPairs;

  constructor(
    memento: vscode.Memento,
    private readonly services: ComparisonServices,
  ) {
    super();
    this.pairs = new KeptPairs(memento);
    this.own(
      vscode.window.registerWebviewPanelSerializer(comparisonViewType, {
        deserializeWebviewPanel: (panel, state: unknown) => {
          const id = idOf(state);
          const wish = id === null ? null : this.pairs.get(id);
          if (id === null || !wish) panel.dispose();
          else this.show(id, wish, panel);
          return Promise.resolve();
        },
      }),
    );
  }

  open(wish: ComparisonWish): ComparisonPanel {
    const names = comparisonSides.map((side) => {
      const { [side]: wanted } = wish;
      return wanted.kind === 'file' ? nameOf(wanted.uri) : wanted.name;
    });
    const panel = vscode.window.createWebviewPanel(comparisonViewType, names.join(' ↔ '), vscode.ViewColumn.Active, {
      enableScripts: true,
      retainContextWhenHidden: true,
    });
    const id = newId();
    this.pairs.set(id, wish);
    return this.show(id, wish, panel);
  }

  private show(id: string, wish: ComparisonWish, panel: vscode.WebviewPanel): ComparisonPanel {
    return new ComparisonPanel(wish, panel, this.services, { id, keep: (changed) => this.pairs.set(id, changed) });
  }
}
