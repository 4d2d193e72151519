const orders = new Map<number, Uint32Array<ArrayBuffer>>();
/** Orders kept at once: files are cut into pieces of one size, and one remainder each. */
const keptOrders = 4;

/** A 32-bit integer hash (Wang/PCG style output permutation: "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", O'Neill 2014). */
function hash(state: number): number {
  const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737);
  return ((word >>> 22) ^ word) >>> 0;
}

/**
 * The order in which the rows of a piece are drawn: slot -> row within the piece. A seeded random permutation (Fisher
 * and Yates), the same for every piece of the same length, so that any leading part is a uniform sample and no index
 * back to the file has to be kept.
 */
export function displayOrder(length: number): Uint32Array<ArrayBuffer> {
  const kept = orders.get(length);
  if (kept) return kept;
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  let state = (length ^ 0x2545f491) >>> 0;
  for (let i = length - 1; i > 0; i--) {
    state = (Math.imul(state, 747796405) + 2891336453) >>> 0;
    // Multiply-shift keeps the choice even for every length below 2^21 to within 2^-11 of a share; exactness is not needed for drawing.
    const other = Math.floor((hash(state) / 4294967296) * (i + 1));
    const value = order[i];
    order[i] = order[other];
    order[other] = value;
  }
  if (orders.size >= keptOrders) orders.delete(orders.keys().next().value ?? length);
  orders.set(length, order);
  return order;
}
