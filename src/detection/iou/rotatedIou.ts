/** Corners of a quadrilateral cut by four lines: at most one more a line. */
const mostCorners = 8;
const clippedX = new Float64Array(mostCorners + 8);
const clippedY = new Float64Array(mostCorners + 8);
const nextX = new Float64Array(mostCorners + 8);
const nextY = new Float64Array(mostCorners + 8);

/**
 * Area that two turned rectangles have in common. The second is brought into the frame of the first, about its centre:
 * there the first is four straight cuts, so that touching, equal and nested rectangles need no tolerance, and a common
 * offset of any size takes no digit from the result. Cuts are those of Sutherland and Hodgman, "Reentrant polygon
 * clipping", 1974.
 *
 * @param dx, dy centre of the second less that of the first
 * @param wa, ha, wb, hb sizes
 * @param cosA, sinA, cosB, sinB directions of the rectangles' own x axes
 */
export function rotatedIntersection(dx: number, dy: number, wa: number, ha: number, cosA: number, sinA: number, wb: number, hb: number, cosB: number, sinB: number): number {
  if (!(wa > 0 && ha > 0 && wb > 0 && hb > 0)) return 0;
  const centreX = cosA * dx + sinA * dy;
  const centreY = cosA * dy - sinA * dx;
  // The turn from the first to the second.
  const cosine = cosA * cosB + sinA * sinB;
  const sine = cosA * sinB - sinA * cosB;
  const ux = (cosine * wb) / 2;
  const uy = (sine * wb) / 2;
  const vx = (-sine * hb) / 2;
  const vy = (cosine * hb) / 2;
  const halfA = wa / 2;
  const halfB = ha / 2;
  const reachX = Math.abs(ux) + Math.abs(vx);
  const reachY = Math.abs(uy) + Math.abs(vy);
  if (!(Math.abs(centreX) < halfA + reachX && Math.abs(centreY) < halfB + reachY)) return 0;
  if (Math.abs(centreX) + reachX <= halfA && Math.abs(centreY) + reachY <= halfB) return wb * hb;
  clippedX[0] = centreX - ux - vx;
  clippedY[0] = centreY - uy - vy;
  clippedX[1] = centreX + ux - vx;
  clippedY[1] = centreY + uy - vy;
  clippedX[2] = centreX + ux + vx;
  clippedY[2] = centreY + uy + vy;
  clippedX[3] = centreX - ux + vx;
  clippedY[3] = centreY - uy + vy;
  let count = clip(clippedX, clippedY, 4, halfA, 1, nextX, nextY);
  count = clip(nextX, nextY, count, halfA, -1, clippedX, clippedY);
  count = clip(clippedY, clippedX, count, halfB, 1, nextY, nextX);
  count = clip(nextY, nextX, count, halfB, -1, clippedY, clippedX);
  let doubled = 0;
  for (let corner = 0, before = count - 1; corner < count; before = corner++) {
    doubled += clippedX[before] * clippedY[corner] - clippedX[corner] * clippedY[before];
  }
  return Math.min(Math.abs(doubled) / 2, wa * ha, wb * hb);
}

/** Keeps the part of a polygon where `side` x <= limit; answers the number of corners kept. */
function clip(fromX: Float64Array, fromY: Float64Array, count: number, limit: number, side: 1 | -1, toX: Float64Array, toY: Float64Array): number {
  let kept = 0;
  for (let corner = 0, before = count - 1; corner < count; before = corner++) {
    const distance = side * fromX[corner] - limit;
    const distanceBefore = side * fromX[before] - limit;
    if (distance <= 0 !== distanceBefore <= 0) {
      const share = distanceBefore / (distanceBefore - distance);
      toX[kept] = side * limit;
      toY[kept++] = fromY[before] + share * (fromY[corner] - fromY[before]);
    }
    if (distance <= 0) {
      toX[kept] = fromX[corner];
      toY[kept++] = fromY[corner];
    }
  }
  return kept;
}

/** Intersection over union of two turned rectangles; see {@link rotatedIntersection}. */
export function rotatedIou(dx: number, dy: number, wa: number, ha: number, cosA: number, sinA: number, wb: number, hb: number, cosB: number, sinB: number): number {
  const intersection = rotatedIntersection(dx, dy, wa, ha, cosA, sinA, wb, hb, cosB, sinB);
  if (!(intersection > 0)) return 0;
  return Math.min(1, intersection / (wa * ha + wb * hb - intersection));
}
