import * as vscode from 'vscode';
import type { DetectionTarget } from '../../compute/detections/detectionHostProtocol';
import { Disposables } from '../disposables';
import { KeptAddresses } from './keptAddresses';

/** A wish to see one box: of a file, or of the file that it is compared with. */
export interface BoxWish {
  readonly file: vscode.Uri;
  /** The file to compare with. */
  readonly other: vscode.Uri | null;
  readonly target: DetectionTarget | null;
}

/** What detection editors share: which files they are compared with, where their pictures are, and where to land. */
export class DetectionLinks extends Disposables {
  readonly others: KeptAddresses;
  readonly pictureFolders: KeptAddresses;
  /** By folder, the address under which it was last opened. */
  readonly folders: KeptAddresses;
  private readonly waiting = new Map<string, BoxWish>();
  private readonly wished = this.own(new vscode.EventEmitter<BoxWish>());
  private readonly lifting = this.own(new vscode.EventEmitter<void>());
  /** The command that lifts the selected box of the active editor. */
  readonly onDidLift = this.lifting.event;
  /** Told while an editor of the file is open. */
  readonly onDidWish = this.wished.event;

  constructor(memento: vscode.Memento) {
    super();
    this.others = new KeptAddresses(memento, 'detectionOthers');
    this.pictureFolders = new KeptAddresses(memento, 'pictureFolders');
    this.folders = new KeptAddresses(memento, 'detectionFolders');
  }

  /** An editor that is open goes there; one that opens next begins there. */
  wish(wish: BoxWish, isOpen: boolean): void {
    if (wish.other) this.others.set(wish.file, wish.other);
    if (isOpen) this.wished.fire(wish);
    else this.waiting.set(wish.file.toString(), wish);
  }

  lift(): void {
    this.lifting.fire();
  }

  /** Where an editor that opens begins; asked once. */
  take(file: vscode.Uri): BoxWish | null {
    const wish = this.waiting.get(file.toString()) ?? null;
    this.waiting.delete(file.toString());
    return wish;
  }
}
