/** A rectangle as x, y, width, height. */
export type Rectangle = readonly [x: number, y: number, width: number, height: number];
/** How a box differs from an anchor: shift of the centre in sizes of the anchor, logarithms of the ratios of the sizes. */
export type BoxCode = readonly [dx: number, dy: number, dw: number, dh: number];

/** Girshick et al., "Rich feature hierarchies", 2014, appendix C: dx = (x - xa) / wa with centres x, dw = log(w / wa). */
export function encodeBox(box: Rectangle, anchor: Rectangle): BoxCode {
  const [x, y, width, height] = box;
  const [xa, ya, wa, ha] = anchor;
  return [(x + width / 2 - (xa + wa / 2)) / wa, (y + height / 2 - (ya + ha / 2)) / ha, Math.log(width / wa), Math.log(height / ha)];
}

/** The box that {@link encodeBox} makes a code of. */
export function decodeBox(code: BoxCode, anchor: Rectangle): Rectangle {
  const [xa, ya, wa, ha] = anchor;
  const width = wa * Math.exp(code[2]);
  const height = ha * Math.exp(code[3]);
  return [code[0] * wa + xa + wa / 2 - width / 2, code[1] * ha + ya + ha / 2 - height / 2, width, height];
}
