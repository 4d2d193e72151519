import * as vscode from 'vscode';
import type { FormatErrorDetails } from '../model/errors';
import { Disposables } from './disposables';

/** What is wrong in texts that editors show, as marks in the text and entries of the problems view. */
export class TextProblems extends Disposables {
  private readonly collection = this.own(vscode.languages.createDiagnosticCollection('inspect3d'));

  set(uri: vscode.Uri, { place, expected, found, advice }: FormatErrorDetails): void {
    if (place?.kind !== 'text') {
      this.clear(uri);
      return;
    }
    const start = new vscode.Position(Math.max(0, place.line - 1), Math.max(0, place.column - 1));
    const range = new vscode.Range(start, start.translate(0, Math.max(1, place.length)));
    const problem = new vscode.Diagnostic(range, `Expected ${expected}, found ${found}. ${advice}`, vscode.DiagnosticSeverity.Error);
    problem.source = 'Inspect 3D';
    this.collection.set(uri, [problem]);
  }

  clear(uri: vscode.Uri): void {
    this.collection.delete(uri);
  }
}
