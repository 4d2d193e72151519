/**
 * The object of a tile that costs a bidder least, distance and price together, but for up to three that are known
 * already. Parameters: bidders (6 floats: x, y, z and the numbers of the known ones, -1 for none); objects (5 floats:
 * x, y, z, price and number); how many objects there are. Answers the place within the tile plus 1.
 *
 * Numbers come as floats beside the coordinates, so that none is compared with a loop's whole number.
 */
export const cheapestObjectKernel = `function(bidders, objects, count) {
  const at = this.thread.x * 6;
  const x = bidders[at];
  const y = bidders[at + 1];
  const z = bidders[at + 2];
  const knownA = bidders[at + 3];
  const knownB = bidders[at + 4];
  const knownC = bidders[at + 5];
  let best = 3.0e38;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const from = i * 5;
    const dx = x - objects[from];
    const dy = y - objects[from + 1];
    const dz = z - objects[from + 2];
    const cost = Math.sqrt(dx * dx + dy * dy + dz * dz) + objects[from + 3];
    const number = objects[from + 4];
    if (cost < best) {
      if (Math.abs(number - knownA) > 0.5) {
        if (Math.abs(number - knownB) > 0.5) {
          if (Math.abs(number - knownC) > 0.5) {
            best = cost;
            found = i + 1;
          }
        }
      }
    }
  }
  if (found < 0.5) {
    found = -1;
  }
  return found;
}`;
