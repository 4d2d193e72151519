/**
 * The 4 corners of a rectangle turned about its centre, x y each, in the order (x, y), (x + width, y), (x + width, y +
 * height), (x, y + height) of the unturned one.
 *
 * @param angle radians from x toward y
 */
export function rotatedCorners(x: number, y: number, width: number, height: number, angle: number, corners: Float64Array, at = 0): void {
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const centreX = x + width / 2;
  const centreY = y + height / 2;
  for (let corner = 0; corner < 4; corner++) {
    const alongX = (corner === 1 || corner === 2 ? width : -width) / 2;
    const alongY = (corner >= 2 ? height : -height) / 2;
    corners[at + 2 * corner] = centreX + cosine * alongX - sine * alongY;
    corners[at + 2 * corner + 1] = centreY + sine * alongX + cosine * alongY;
  }
}
