/**
 * Nearest reference point of each query by looking at all of a tile. Parameters: queries and references, packed (6
 * floats a point: x, y, z and the remainders of each), and how many references there are. Answers the index within the
 * tile plus 1.
 *
 * Differences are taken of the leading and of the remaining parts apart, so that points close to each other and far
 * from the centre keep their digits.
 */
export const bruteForceNearestKernel = `function(queries, references, count) {
  const at = this.thread.x * 6;
  const x = queries[at];
  const y = queries[at + 1];
  const z = queries[at + 2];
  const restX = queries[at + 3];
  const restY = queries[at + 4];
  const restZ = queries[at + 5];
  let best = 3.0e38;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const from = i * 6;
    const dx = (x - references[from]) + (restX - references[from + 3]);
    const dy = (y - references[from + 1]) + (restY - references[from + 4]);
    const dz = (z - references[from + 2]) + (restZ - references[from + 5]);
    const squared = dx * dx + dy * dy + dz * dz;
    if (squared < best) {
      best = squared;
      found = i;
    }
  }
  return found + 1;
}`;
