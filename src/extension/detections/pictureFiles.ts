import * as vscode from 'vscode';
import type { PictureAnswer } from '../../compute/detections/detectionHostProtocol';
import { formatOfName } from '../../formats/chooseFormat';
import type { Platform } from '../platform';

/** What a browser can decode. */
const pictureName = /\.(png|jpe?g|webp|bmp|gif|avif)$/i;
/** Folders in which data sets keep their pictures, beside the file that lists them. */
const usualFolders = ['', 'images/', 'JPEGImages/', 'image_2/', 'img/', 'val2017/', 'train2017/'];
const mostBytes = 256 * 1024 * 1024;

/**
 * Finds the picture of an image by the names that a file has for it: in the file's own folder or in one of the usual folders
 * there, or in the folder that the user chose. Names that lead elsewhere are not followed.
 */
export async function findPicture(home: vscode.Uri, chosen: vscode.Uri | null, names: readonly string[], platform: Platform): Promise<PictureAnswer> {
  let refused = '';
  for (const folder of [...(chosen ? [chosen] : []), home]) {
    for (const candidate of candidates(names)) {
      try {
        const uri = await relatedUri(folder, candidate, platform);
        if (!uri) continue;
        const { size } = await vscode.workspace.fs.stat(uri);
        if (size > mostBytes) return { kind: 'missing', reason: `The picture ${candidate} is larger than 256 MB.` };
        return { kind: 'found', name: candidate, bytes: new Uint8Array(await vscode.workspace.fs.readFile(uri)) };
      } catch (error) {
        if (error instanceof Error && error.name === 'FormatError' && refused === '') refused = `The picture ${JSON.stringify(candidate.slice(0, 120))} is not followed: it leads out of the folder.`;
      }
    }
  }
  return { kind: 'missing', reason: refused === '' ? 'No picture was found beside the file.' : refused };
}

/** The cloud that a name leads to, beside the file or in the folder that the user chose; null where there is none. Names that lead elsewhere are not followed. */
export async function findCloud(home: vscode.Uri, chosen: vscode.Uri | null, name: string, platform: Platform): Promise<vscode.Uri | null> {
  // Only what a reader of this extension knows is opened.
  if (!formatOfName(name)?.kinds.some((kind) => kind === 'pointCloud' || kind === 'mesh')) return null;
  for (const folder of [...(chosen ? [chosen] : []), home]) {
    try {
      const uri = await relatedUri(folder, name.replaceAll('\\', '/'), platform);
      if (uri) return uri;
    } catch {
      // It leads out of this folder.
    }
  }
  return null;
}

function candidates(names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const plain = name.replaceAll('\\', '/');
    if (!pictureName.test(plain)) continue;
    const last = plain.slice(plain.lastIndexOf('/') + 1);
    for (const folder of usualFolders) {
      found.add(folder + plain);
      found.add(folder + last);
    }
  }
  return [...found];
}

/** A file that a name leads to inside a folder; null where there is none. Throws FormatError for a name that leads out. */
async function relatedUri(folder: vscode.Uri, name: string, platform: Platform): Promise<vscode.Uri | null> {
  if (folder.scheme === 'file' && platform.hasProcesses) {
    const path = await platform.relatedFile(folder.fsPath, name);
    return path === null ? null : vscode.Uri.file(path);
  }
  // Virtual file systems have no links to resolve.
  if (/^[a-z][a-z0-9+.-]*:|^\/|(^|\/)\.\.(\/|$)|\0/i.test(name)) return null;
  const uri = vscode.Uri.joinPath(folder, name);
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.File ? uri : null;
  } catch {
    return null;
  }
}
