import type * as vscode from 'vscode';
import { Editor, type EditorServices } from './editor';

interface FileDocument extends vscode.CustomDocument {
  readonly uri: vscode.Uri;
}

/** Read-only editors of one view type. VS Code may show several of them on one document. */
export class EditorProvider implements vscode.CustomReadonlyEditorProvider<FileDocument> {
  constructor(
    private readonly services: EditorServices,
    private readonly opened: (editor: Editor) => void,
    private readonly page: 'editor' | 'detections',
  ) {}

  openCustomDocument(uri: vscode.Uri): FileDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: FileDocument, panel: vscode.WebviewPanel): void {
    this.opened(new Editor(document.uri, panel, this.services, this.page));
  }
}
