import { identifierKey, type DetectionCategory, type DetectionImage, type DetectionSet } from '../../model/detectionSet';

/** Which image and category of the truth each of the detections' is. */
export interface Pairing {
  /** Row of the truth's images for each image of the detections; -1 where the truth has none. */
  readonly images: Int32Array;
  /** The same for categories. */
  readonly categories: Int32Array;
  /** How they were told, where not by ids: a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * Pairs images by id, or by the picture's name where no id fits; categories by name where both files list them, by id
 * otherwise.
 */
export function pairSets(truth: DetectionSet, detections: DetectionSet): Pairing {
  const remarks: string[] = [];
  let images = pair(truth.images, detections.images, ({ id }) => identifierKey(id));
  if (detections.images.length > 0 && images.every((row) => row < 0)) {
    const byName = pair(truth.images, detections.images, pictureName);
    if (byName.some((row) => row >= 0)) {
      images = byName;
      remarks.push('No image has the same id in both files; they were paired by the names of their pictures.');
    }
  }
  return { images, categories: pairCategories(truth.categories, detections.categories, remarks), remarks };
}

function pairCategories(truth: readonly DetectionCategory[], detections: readonly DetectionCategory[], remarks: string[]): Int32Array {
  const byId = pair(truth, detections, ({ id }) => identifierKey(id));
  const byName = pair(truth, detections, ({ name }) => name);
  let differing = 0;
  const rows = detections.map(({ declared }, row) => {
    // A list of results has no names: what it calls a category is the id, or the name itself.
    if (!declared) return byId[row] >= 0 ? byId[row] : byName[row];
    if (byName[row] < 0) return byId[row];
    if (byId[row] !== byName[row]) differing++;
    return byName[row];
  });
  if (differing > 0) remarks.push(`${differing} ${differing === 1 ? 'category has' : 'categories have'} other ids in the two files; they were paired by name.`);
  return Int32Array.from(rows);
}

function pair<Row>(truth: readonly Row[], detections: readonly Row[], key: (row: Row) => string): Int32Array {
  const rows = new Map<string, number>();
  truth.forEach((row, place) => {
    const name = key(row);
    if (!rows.has(name)) rows.set(name, place);
  });
  return Int32Array.from(detections, (row) => rows.get(key(row)) ?? -1);
}

/** "2007_000549" of "images/2007_000549.jpg"; an image without a picture goes by its id. */
function pictureName({ picture, id }: DetectionImage): string {
  const path = picture ?? identifierKey(id);
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const point = name.lastIndexOf('.');
  return point > 0 ? name.slice(0, point) : name;
}
