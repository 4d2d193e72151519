import type { OpenResult } from '../../src/compute/modelProtocol';
import { Store } from './store';

/**
 * What the page has of its file: nothing yet, a file that was read (`reading` while a newer version comes), or none
 * because it could not be read.
 */
export interface FileState {
  readonly phase: 'loading' | 'open' | 'failed';
  readonly name: string;
  /** For people: relative to the workspace where it lies inside one; empty when unknown. */
  readonly path: string;
  /** A folder of detections instead of a file. */
  readonly isFolder: boolean;
  /** Of the version that is shown. */
  readonly result: OpenResult | null;
  /** True while bytes are being read, the first time or again. */
  readonly reading: boolean;
}

export type FileStore = Store<FileState>;

export function createFileStore(): FileStore {
  return new Store<FileState>({ phase: 'loading', name: '', path: '', isFolder: false, result: null, reading: false });
}
