import { byStem, folderOf, isPicture, stemOf, type FolderSource } from '../folder';

/** What a part of a folder may be for a layout. */
export const folderRoleNames = ['labels', 'detections', 'pictures', 'clouds', 'calibrations', 'names', 'list'] as const;
export type FolderRole = (typeof folderRoleNames)[number];

/** The path of each part inside the folder, "" for the folder itself, null for none; what is left out is guessed. */
export type FolderRoles = Readonly<Partial<Record<FolderRole, string | null>>>;

/** A file that a layout reads, and how much of it. */
export interface FolderPart {
  readonly path: string;
  readonly bytes: number;
}

export function isInside(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Those inside a folder, or in folders of it; none without a folder. */
export function filesInside(files: readonly string[], folder: string | null | undefined): readonly string[] {
  return typeof folder === 'string' ? files.filter((path) => isInside(path, folder)) : [];
}

/** How many files of a kind lie right in each folder, by its path. */
export function foldersOf(files: readonly string[], isWanted: (path: string) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of files) if (isWanted(path)) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  return counts;
}

/** The innermost folder that holds all of some folders; null of none. */
export function commonFolder(folders: Iterable<string>): string | null {
  let common: string[] | null = null;
  for (const folder of folders) {
    const steps = folder === '' ? [] : folder.split('/');
    if (common === null) common = steps;
    else {
      const end = common.findIndex((step, place) => steps[place] !== step);
      if (end >= 0) common = common.slice(0, end);
    }
  }
  return common?.join('/') ?? null;
}

/** Where pictures are: the one folder that has all of them; null where there are none. */
export function picturesOf({ files }: FolderSource): string | null {
  return commonFolder(foldersOf(files, isPicture).keys());
}

/** Finds the picture of a label file: the path of the same name with "images" where labels have "labels", else the first of that stem. */
export function pictureFinder(files: readonly string[], folder: string | null | undefined): (label: string) => string | null {
  const pictures = filesInside(files, folder).filter(isPicture);
  const stems = byStem(pictures);
  const paths = new Map<string, string>();
  for (const path of pictures) if (!paths.has(withoutEnding(path))) paths.set(withoutEnding(path), path);
  return (label) => paths.get(withoutEnding(label).replace(/(^|.*\/)labels\//i, '$1images/')) ?? stems.get(stemOf(label)) ?? null;
}

function withoutEnding(path: string): string {
  const folder = folderOf(path);
  return folder === '' ? stemOf(path) : `${folder}/${stemOf(path)}`;
}

const truthName = /ground|truth|gts?$|^gt|label|annot/i;
const detectionName = /det|pred|result|output|proposal/i;

/** Of folders beside each other, the one that holds truth and the one that holds detections by their names; null unless both are there. */
export function truthAndDetections(folders: readonly string[]): { readonly truth: string; readonly detections: string } | null {
  const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1);
  const detections = folders.find((folder) => detectionName.test(nameOf(folder)) && !truthName.test(nameOf(folder)));
  const truth = folders.find((folder) => folder !== detections && truthName.test(nameOf(folder)));
  return truth === undefined || detections === undefined ? null : { truth, detections };
}
