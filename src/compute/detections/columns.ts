import { identifierKey, type DetectionSet } from '../../model/detectionSet';
import type { BoxColumns } from './detectionProtocol';

/** What another file's owner needs of this one. */
export function boxColumns(set: DetectionSet, name: string): BoxColumns {
  const doubles = (data: Float64Array | null): Float64Array<ArrayBuffer> | null => (data ? new Float64Array(data) : null);
  return {
    name,
    role: set.role,
    imageIds: set.images.map(({ id }) => identifierKey(id)),
    pictures: set.images.map(({ picture }) => picture),
    categoryIds: set.categories.map(({ id }) => identifierKey(id)),
    categoryNames: set.categories.map((category) => category.name),
    categoriesAreNamed: set.categories.some(({ declared }) => declared),
    image: new Uint32Array(set.image),
    category: new Uint32Array(set.category),
    shapes: new Uint8Array(set.shapes),
    flags: new Uint8Array(set.flags),
    rectangles: new Float64Array(set.rectangles),
    angles: doubles(set.angles),
    cuboids: doubles(set.cuboids),
    scores: doubles(set.scores),
  };
}

/** The buffers of columns, to be handed over rather than copied. */
export function columnBuffers(columns: BoxColumns): ArrayBuffer[] {
  const { image, category, shapes, flags, rectangles, angles, cuboids, scores } = columns;
  return [image, category, shapes, flags, rectangles, angles, cuboids, scores].flatMap((column) => (column ? [column.buffer] : []));
}

/** Another file's boxes in the terms of this one: rows of this file's images and categories. */
export interface OtherBoxes {
  readonly columns: BoxColumns;
  /** Row of this file's images a box; the number of images where this file has no such image. */
  readonly image: Uint32Array;
  readonly category: Uint32Array;
  /** Categories that this file does not have, behind its own. */
  readonly newCategories: readonly string[];
  /** Boxes of images that this file does not have. */
  readonly elsewhere: number;
}

/** The name of a file without folder and ending, by which programs call images too. */
function stem(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
}

/**
 * Finds this file's images and categories in another's terms: images by their identifier, or else by the name of their
 * picture without its ending; categories by name where both files name them, otherwise by identifier.
 */
export function inTermsOf(set: Pick<DetectionSet, 'images' | 'categories'>, columns: BoxColumns): OtherBoxes {
  const byId = new Map<string, number>();
  const byStem = new Map<string, number>();
  for (const [row, { id, picture }] of set.images.entries()) {
    byId.set(identifierKey(id), row);
    byStem.set(stem(picture ?? identifierKey(id)), row);
  }
  const nowhere = set.images.length;
  const imageRows = columns.imageIds.map((id, row) => byId.get(id) ?? byStem.get(stem(columns.pictures[row] ?? id)) ?? nowhere);
  const named = columns.categoriesAreNamed && set.categories.some(({ declared }) => declared);
  const own = new Map(set.categories.map((category, row) => [named ? category.name : identifierKey(category.id), row]));
  const newCategories: string[] = [];
  const categoryRows = columns.categoryIds.map((id, row) => {
    const known = own.get(named ? columns.categoryNames[row] : id);
    if (known !== undefined) return known;
    newCategories.push(columns.categoryNames[row]);
    return set.categories.length + newCategories.length - 1;
  });
  let elsewhere = 0;
  const image = columns.image.map((row) => {
    const found = imageRows[row];
    if (found === nowhere) elsewhere++;
    return found;
  });
  return { columns, image, category: columns.category.map((row) => categoryRows[row]), newCategories, elsewhere };
}
