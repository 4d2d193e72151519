import { FormatError } from '../model/errors';
import type { DetectionSet } from '../model/detectionSet';
import { throwIfCancelled } from './byteSlices';
import type { FolderPart, FolderRole, FolderRoles } from './folders/folderRoles';
import type { ReadContext } from './format';
import { decodeText, largestAnnotation } from './readText';

/** A folder of files that belong together, wherever it lies. */
export interface FolderSource {
  /** As shown to people. */
  readonly name: string;
  /** Paths of all files inside, with "/" between: "label_2/000001.txt"; sorted. */
  readonly files: readonly string[];
  /** The first bytes of a file, all of it where it is no larger. Throws FormatError, CancelledError. */
  read(path: string, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** A layout of folders that is read as one model. */
export interface FolderFormat {
  readonly id: string;
  readonly title: string;
  /** True when the names of the files say that this is the layout. */
  recognise(folder: FolderSource): boolean;
  /** True when the beginning of one of its files does, asked where no name tells. */
  recogniseText(text: string, path: string): boolean;
  /** The parts that it heeds; `labels` are the boxes, and `detections` others to compare them with. */
  readonly roles: readonly FolderRole[];
  /** Which file or folder is what, told from names alone; one entry for each of `roles`. */
  guess(folder: FolderSource): FolderRoles;
  /** What of which files `read` reads, so that a folder can be sent to where it is read. */
  parts(folder: FolderSource, roles: FolderRoles): readonly FolderPart[];
  /** Roles that are left out are guessed. Throws FormatError, CancelledError. */
  read(folder: FolderSource, context: ReadContext, roles?: FolderRoles): Promise<DetectionSet>;
}

/** The name of a file without folders and extension: "000001". */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const point = name.lastIndexOf('.');
  return point > 0 ? name.slice(0, point) : name;
}

/** The folder of a file inside a folder; "" for the folder itself. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The first path with one of the endings, by stem. */
export function byStem(paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of paths) if (!found.has(stemOf(path))) found.set(stemOf(path), path);
  return found;
}

export function isPicture(path: string): boolean {
  return /\.(png|jpe?g|bmp|webp|gif|tiff?)$/i.test(path);
}

/**
 * Reads files one after the other as text, telling progress; `read` gets what there is to say of each in an error.
 *
 * @throws FormatError for a file larger than annotations are, CancelledError
 */
export async function eachText(folder: FolderSource, paths: readonly string[], context: ReadContext, read: (text: string, path: string, shown: string) => void | Promise<void>): Promise<void> {
  for (const [place, path] of paths.entries()) {
    throwIfCancelled(context.signal);
    const shown = `${folder.name}/${path}`;
    const bytes = await folder.read(path, largestAnnotation + 1, context.signal);
    if (bytes.length > largestAnnotation) throw new FormatError({ file: shown, expected: 'annotations of one image', found: 'more than 64 MB', advice: 'This seems to be a file of another kind; take it out of the folder.' });
    await read(decodeText(bytes), path, shown);
    context.progress?.((place + 1) / paths.length, `reading ${paths.length} files`);
  }
}
