import { FormatError } from '../../model/errors';
import type { FolderFormat, FolderSource } from '../folder';
import { decodeText } from '../readText';
import { kittiFolder } from './kittiFolder';
import { labelMeFolder } from './labelMeFolder';
import { padillaFolder } from './padillaFolder';
import { vocFolder } from './vocFolder';
import { yoloFolder } from './yoloFolder';

/** Every layout of folders that can be opened, in the order in which they are asked. */
export const folderFormats: readonly FolderFormat[] = [vocFolder, kittiFolder, yoloFolder, labelMeFolder, padillaFolder];

const headBytes = 4096;
/** Files that are looked into where names tell nothing; the first may be empty, or remarks. */
const mostLookedAt = 64;

/**
 * The layout that a folder has: the one named, else the one that the names of its files show, else the one that the
 * content of its first annotations shows. Throws FormatError when it is none.
 */
export async function chooseFolderFormat(folder: FolderSource, id: string | undefined, signal?: AbortSignal): Promise<FolderFormat> {
  const known = folderFormats.map((format) => format.id).join(', ');
  if (id !== undefined) {
    const named = folderFormats.find((format) => format.id === id);
    if (named) return named;
    throw new FormatError({ file: folder.name, expected: `a layout of folders among ${known}`, found: `"${id}"`, advice: 'Name one of these, or a file in the folder.' });
  }
  const byNames = folderFormats.find((format) => format.recognise(folder));
  if (byNames) return byNames;
  const texts = folder.files.filter((path) => /\.(txt|json|xml)$/i.test(path));
  for (const path of texts.slice(0, mostLookedAt)) {
    const text = decodeText(await folder.read(path, headBytes, signal));
    const byContent = folderFormats.find((format) => format.recogniseText(text, path));
    if (byContent) return byContent;
  }
  throw new FormatError({
    file: folder.name,
    expected: 'a folder of detections: Annotations of Pascal VOC, label_2 of KITTI, labels of YOLO, or a file an image of LabelMe or Padilla',
    found: folder.files.length === 0 ? 'no files' : `${folder.files.length} ${folder.files.length === 1 ? 'file' : 'files'} of another kind`,
    advice: 'Name the layout with --format, or a file in the folder.',
  });
}
