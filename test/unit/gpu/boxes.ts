/** Seeded rectangles (x, y, width, height) about an offset; some without area, touching, identical, or not finite. */
export function boxesLike(count: number, seed: number, offset = 0): Float64Array {
  let state = seed * 2654435761;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const boxes = new Float64Array(4 * count);
  for (let row = 0; row < count; row++) {
    boxes.set([offset + 1000 * random(), offset + 1000 * random(), 10 + 60 * random(), 10 + 60 * random()], 4 * row);
    // On a coarse raster many touch, and are identical to others or half of them.
    if (row % 4 === 0) boxes.set([0, 1].map(() => offset + 50 * Math.floor(20 * random())).concat(50, row % 8 === 0 ? 50 : 25), 4 * row);
    if (row % 50 === 7) boxes[4 * row + 2] = 0;
    if (row % 100 === 11) boxes[4 * row + (row % 4)] = row % 200 === 11 ? NaN : Infinity;
  }
  return boxes;
}
