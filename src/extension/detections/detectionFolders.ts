import * as vscode from 'vscode';
import { folderFormats } from '../../formats/folders/chooseFolderFormat';
import { guessLayout } from '../../formats/folders/folderLayout';
import type { FolderPart, FolderRoles } from '../../formats/folders/folderRoles';
import { packFailure, packFolder } from '../../formats/folders/packedFolder';
import { CancelledError, FormatError } from '../../model/errors';
import { Disposables } from '../disposables';
import { touchedFolders } from '../fileWatch';
import type { Platform } from '../platform';
import { folderDocument, folderScheme, type FolderDocument } from './folderDocument';
import { WorkspaceFolder } from './workspaceFolder';

/** The most bytes of annotations that a folder may hold. */
const mostBytes = 512 * 1024 * 1024;
/** Files that are read at once. */
const atOnce = 16;
/** Milliseconds for which a folder that was packed is not packed again: several ask one after the other. */
const keptMilliseconds = 2000;
/** Milliseconds for which what was packed before its editor opened waits for it. */
const preparedMilliseconds = 60_000;

interface Packed {
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
  readonly until: number;
}

export interface PackListener {
  readonly signal: AbortSignal;
  /** 0...1, once the files are known. */
  readonly progress: (share: number) => void;
}

/**
 * Folders of detections as read-only files: each is packed when somebody looks at it, from whatever file system it is
 * of, so that editors, operations and comparisons take it like any other file.
 */
export class DetectionFolders extends Disposables implements vscode.FileSystemProvider {
  private readonly packed = new Map<string, Packed>();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly changed = this.own(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly platform: Platform) {
    super();
    this.own(vscode.workspace.registerFileSystemProvider(folderScheme, this, { isCaseSensitive: true, isReadonly: true }));
    this.own({ dispose: () => this.timers.forEach(clearTimeout) });
    this.own(touchedFolders.event((folder) => this.expire(folder)));
  }

  /** Packs a folder ahead of its opening. Throws CancelledError. */
  async prepare(uri: vscode.Uri, listener: PackListener): Promise<void> {
    const bytes = this.pack(documentAt(uri), listener);
    this.keep(uri, bytes, preparedMilliseconds);
    try {
      await bytes;
    } catch (error) {
      this.packed.delete(uri.toString());
      throw error;
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const bytes = await this.bytes(uri, false);
    // The time is that of looking: what is inside has many.
    return { type: vscode.FileType.File, ctime: 0, mtime: Date.now(), size: bytes.byteLength };
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.bytes(uri, true);
  }

  /** @param stale what was looked at before is wanted, even when it has changed since: its size was told */
  private bytes(uri: vscode.Uri, stale: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.packed.get(uri.toString());
    if (known && (stale || known.until > Date.now())) return known.bytes;
    const bytes = this.pack(documentAt(uri), { signal: new AbortController().signal, progress: () => undefined });
    this.keep(uri, bytes, keptMilliseconds);
    bytes.catch(() => this.packed.delete(uri.toString()));
    return bytes;
  }

  /** What was packed of a folder is read to its end, but not looked at anew. */
  private expire(folder: vscode.Uri): void {
    for (const [name, entry] of this.packed) {
      if (folderDocument(vscode.Uri.parse(name))?.folder.toString() === folder.toString()) this.packed.set(name, { ...entry, until: 0 });
    }
  }

  private keep(uri: vscode.Uri, bytes: Packed['bytes'], milliseconds: number): void {
    const name = uri.toString();
    const entry = { bytes, until: Date.now() + milliseconds };
    this.packed.set(name, entry);
    // Nobody reads it in pieces for longer than this.
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (this.packed.get(name)?.bytes === bytes) this.packed.delete(name);
    }, preparedMilliseconds);
    this.timers.add(timer);
  }

  /** The bytes of a folder, or of a file that says why it cannot be read. Throws CancelledError. */
  private async pack(document: FolderDocument, listener: PackListener): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const folder = await WorkspaceFolder.open(document.folder, this.platform, listener.signal, () => undefined);
      const { layout, roles } = document.layout === '' ? await guessLayout(folder, listener.signal) : document;
      return await packAs(folder, layout, roles, listener);
    } catch (error) {
      // What the command line would do about it is nothing to a reader of the card.
      if (error instanceof FormatError) return packFailure(document.layout === '' ? { ...error.details, advice: 'Choose the parts of the folder, or open one further inside.' } : error.details);
      throw error;
    }
  }

  watch(): vscode.Disposable {
    // Editors watch the folder itself.
    return { dispose: () => undefined };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions('Folders of detections are read-only.');
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions('Folders of detections are read-only.');
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions('Folders of detections are read-only.');
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions('Folders of detections are read-only.');
  }
}

function documentAt(uri: vscode.Uri): FolderDocument {
  const document = folderDocument(uri);
  if (!document) throw vscode.FileSystemError.FileNotFound(uri);
  return document;
}

async function packAs(folder: WorkspaceFolder, layout: string, given: FolderRoles, { signal, progress }: PackListener): Promise<Uint8Array<ArrayBuffer>> {
  const format = folderFormats.find(({ id }) => id === layout);
  if (!format) throw new FormatError({ file: folder.name, expected: 'a layout of folders', found: JSON.stringify(layout), advice: 'Choose the parts of the folder.' });
  const roles = { ...format.guess(folder), ...given };
  const parts = format.parts(folder, roles);
  if (parts.length === 0) {
    throw new FormatError({ file: folder.name, expected: `files of boxes as a ${format.title} has them`, found: `none in ${JSON.stringify(roles.labels ?? '')}`, advice: 'Choose the parts of the folder.' });
  }
  const warnings = folder.notFollowed > 0 ? [`${folder.name}: ${folder.notFollowed} links were not followed: they lead outside of the folder, or to folders.`] : [];
  const contents = await readParts(folder, parts, signal, progress);
  return packFolder({ name: folder.name, layout, roles, files: folder.files, warnings }, contents);
}

async function readParts(folder: WorkspaceFolder, parts: readonly FolderPart[], signal: AbortSignal, progress: (share: number) => void): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  let total = 0;
  for (let first = 0; first < parts.length; first += atOnce) {
    if (signal.aborted) throw new CancelledError();
    const some = parts.slice(first, first + atOnce);
    const read = await Promise.all(some.map(({ path, bytes }) => folder.read(path, bytes, signal)));
    for (const [place, { path }] of some.entries()) {
      contents.set(path, read[place]);
      total += read[place].length;
    }
    if (total > mostBytes) throw new FormatError({ file: folder.name, expected: 'at most 512 MB of annotations', found: 'more', advice: 'Choose a part of the folder.' });
    progress((first + some.length) / parts.length);
  }
  return contents;
}
