/** Which boxes are of which image: rows sorted by image, the file's order kept within each. */
export interface ImageIndex {
  /** `rows[offsets[i]] ... rows[offsets[i + 1] - 1]` are of image i. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** Sorts boxes by their image, by counting: one pass for the counts, one to place. */
export function indexByImage(image: Uint32Array, images: number): ImageIndex {
  const offsets = new Uint32Array(images + 1);
  for (const of of image) offsets[of + 1]++;
  for (let i = 0; i < images; i++) offsets[i + 1] += offsets[i];
  const next = offsets.slice(0, images);
  const rows = new Uint32Array(image.length);
  for (let row = 0; row < image.length; row++) rows[next[image[row]]++] = row;
  return { offsets, rows };
}
