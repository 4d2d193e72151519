/**
 * The line along which a slice of samples passes a value, by marching squares on the square between each four samples;
 * ends lie where the linear interpolant of an edge has the value. A sample equal to the value counts as above it. The two
 * ambiguous cases are decided by the mean of the four samples (the value of the bilinear interpolant at the middle).
 * Squares with a sample that is not finite have no line.
 *
 * @returns 4 numbers a piece of line: u, v of either end, in cells; the centre of cell (0, 0) is at 0, 0
 */
export function contourLines(values: Float32Array | Float64Array, width: number, height: number, value: number): Float32Array<ArrayBuffer> {
  let lines = new Float32Array(4 * 256);
  let used = 0;
  for (let v = 0; v + 1 < height; v++) {
    for (let u = 0; u + 1 < width; u++) {
      const at = u + width * v;
      const a = values[at] - value;
      const b = values[at + 1] - value;
      const c = values[at + 1 + width] - value;
      const d = values[at + width] - value;
      const sides = (a >= 0 ? 1 : 0) | (b >= 0 ? 2 : 0) | (c >= 0 ? 4 : 0) | (d >= 0 ? 8 : 0);
      if (sides === 0 || sides === 15 || a - a + b - b + c - c + d - d !== 0) continue;
      // Edges in the order ab, bc, cd, da; each pair is a piece of line.
      const pairs = (sides === 5 || sides === 10) ? (sides === 5) === a + b + c + d >= 0 ? joinedEdges.ac : joinedEdges.bd : edgesOf[sides];
      if (used + 8 > lines.length) {
        const larger = new Float32Array(2 * lines.length);
        larger.set(lines);
        lines = larger;
      }
      for (const edge of pairs) {
        switch (edge) {
          case 0:
            lines[used++] = u + a / (a - b);
            lines[used++] = v;
            break;
          case 1:
            lines[used++] = u + 1;
            lines[used++] = v + b / (b - c);
            break;
          case 2:
            lines[used++] = u + d / (d - c);
            lines[used++] = v + 1;
            break;
          default:
            lines[used++] = u;
            lines[used++] = v + a / (a - d);
        }
      }
    }
  }
  return lines.slice(0, used);
}

/** Which edges the line of a case joins, by which of the corners a, b, c, d (bits 1, 2, 4, 8) are above. */
const edgesOf: readonly (readonly number[])[] = [
  [], [3, 0], [0, 1], [3, 1], [1, 2], [], [0, 2], [3, 2], [2, 3], [2, 0], [], [2, 1], [1, 3], [1, 0], [0, 3], [],
];

/** The ambiguous cases: b and d are cut off from the middle, or a and c are. */
const joinedEdges = { ac: [0, 1, 2, 3], bd: [3, 0, 1, 2] } as const;
