import type { ByteSource } from '../formats/byteSource';
import type { FolderSource } from '../formats/folder';
import type { FileReference } from './processProtocol';

/** An opened source and how to let go of it. */
export interface OpenedSource {
  readonly source: ByteSource;
  close(): Promise<void>;
}

/** An opened folder. */
export interface OpenedFolder {
  readonly source: FolderSource;
  /** Links that lead outside of it: not followed. */
  readonly outside: number;
  /** Bytes read of its files so far. */
  bytesRead(): number;
}

/** How a place reaches files: by paths where there is a disk, by asking its host in a page. */
export interface FileAccess {
  /** Throws FormatError when it cannot be opened. */
  open(file: FileReference, limit: number | undefined): Promise<OpenedSource>;
  /** Null when it is no folder. Throws FormatError when it may not be read. */
  openFolder(file: FileReference): Promise<OpenedFolder | null>;
  /** A small text file that an option names. */
  readText(path: string): Promise<string>;
  /** Throws OperationError when the output is one of the inputs. */
  refuseToOverwrite(output: string, inputs: readonly string[]): Promise<void>;
  /** Throws FormatError when it cannot be written; CancelledError from the chunks. */
  write(path: string, chunks: Iterable<Uint8Array<ArrayBuffer>>): Promise<void>;
}
