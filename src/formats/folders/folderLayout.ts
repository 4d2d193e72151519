import { stemOf, type FolderFormat, type FolderSource } from '../folder';
import { formats } from '../registry';
import { chooseFolderFormat, folderFormats } from './chooseFolderFormat';
import { picturesOf, truthAndDetections, type FolderRole, type FolderRoles } from './folderRoles';

/** A way in which detections may lie in a folder, with what each of its parts is. */
export interface FolderLayout {
  /** A {@link FolderFormat}'s id, or that of {@link oneFile}. */
  readonly layout: string;
  readonly roles: FolderRoles;
}

/** One file for all images, with its pictures beside it: such a file is opened itself. */
export const oneFile: { readonly id: string; readonly title: string; readonly roles: readonly FolderRole[] } = {
  id: 'file',
  title: 'One File for All Images',
  roles: ['labels', 'detections', 'pictures'],
};

/** Every layout that can be chosen, with the parts that it heeds. */
export const layouts: readonly { readonly id: string; readonly title: string; readonly roles: readonly FolderRole[] }[] = [...folderFormats, oneFile];

const headBytes = 4096;
/** Files that are looked into; data sets have a dozen at most. */
const mostLookedAt = 64;
/** Formats whose files hold the boxes of many images. */
const formatsOfManyImages = new Set(['detections', 'coco', 'nuscenes', 'openimages']);

/** A file with the boxes of many images. */
interface ManyImages {
  readonly path: string;
  /** A list of boxes alone, as results are. */
  readonly isList: boolean;
}

/** The files of a folder that hold the boxes of many images each, told from their beginnings. Throws FormatError, CancelledError. */
export async function filesOfManyImages(folder: FolderSource, signal?: AbortSignal): Promise<ManyImages[]> {
  const found: ManyImages[] = [];
  const candidates = folder.files.filter((path) => /\.(json|csv)$/i.test(path));
  // Those further in are more often something else.
  candidates.sort((a, b) => a.split('/').length - b.split('/').length);
  for (const path of candidates.slice(0, mostLookedAt)) {
    const head = await folder.read(path, headBytes, signal);
    if (!isOfManyImages(path, head)) continue;
    found.push({ path, isList: new TextDecoder().decode(head.subarray(0, 64)).trimStart().startsWith('[') });
  }
  return found;
}

/** By the content alone: of most JSON the name tells nothing. */
function isOfManyImages(path: string, head: Uint8Array): boolean {
  return formats.some((format) => formatsOfManyImages.has(format.id) && format.recognise(head, path));
}

/**
 * The layout of a folder and what each of its parts is.
 *
 * @throws FormatError when it has none that is known, CancelledError
 */
export async function guessLayout(folder: FolderSource, signal?: AbortSignal): Promise<FolderLayout> {
  const byNames = folderFormats.find((format) => format.recognise(folder));
  if (byNames) return layoutOf(byNames, folder);
  const files = await filesOfManyImages(folder, signal);
  if (files.length > 0) return { layout: oneFile.id, roles: rolesOfFiles(folder, files) };
  return layoutOf(await chooseFolderFormat(folder, undefined, signal), folder);
}

/** The parts as a layout that the user chose would have them. */
export async function guessRoles(layout: string, folder: FolderSource, signal?: AbortSignal): Promise<FolderRoles> {
  const format = folderFormats.find(({ id }) => id === layout);
  return format ? format.guess(folder) : rolesOfFiles(folder, await filesOfManyImages(folder, signal));
}

const isOfInstances = ({ path }: ManyImages): boolean => /instances/i.test(path);

const layoutOf = (format: FolderFormat, folder: FolderSource): FolderLayout => ({ layout: format.id, roles: format.guess(folder) });

function rolesOfFiles(folder: FolderSource, files: readonly ManyImages[]): FolderRoles {
  const lists = files.filter(({ isList }) => isList);
  // COCO has captions and keypoints of the same images, too.
  const others = files.filter(({ isList }) => !isList).sort((a, b) => Number(isOfInstances(b)) - Number(isOfInstances(a)));
  const named = truthAndDetections(files.map(({ path }) => path));
  const pictures = picturesOf(folder);
  if (lists.length > 0 && others.length > 0) return { labels: others[0].path, detections: lists[0].path, pictures };
  if (named) return { labels: named.truth, detections: named.detections, pictures };
  const [first] = [...others, ...lists];
  return { labels: first?.path ?? null, detections: null, pictures: pictures === null || !first ? pictures : picturesBeside(pictures, folder, first) };
}

/** Of pictures in several folders, those of the folder that the file is named after: val2017 for instances_val2017.json. */
function picturesBeside(common: string, folder: FolderSource, { path: file }: ManyImages): string {
  const inside = common === '' ? '' : `${common}/`;
  const folders = new Set(folder.files.filter((path) => path.startsWith(inside)).map((path) => path.slice(0, inside.length) + path.slice(inside.length).split('/')[0]));
  return [...folders].find((path) => stemOf(file).endsWith(path.slice(path.lastIndexOf('/') + 1))) ?? common;
}
