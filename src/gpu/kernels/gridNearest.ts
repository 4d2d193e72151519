/**
 * Nearest reference point of each query by walking the cells of a grid in rings about the query's own, until no cell
 * outside can hold a nearer point.
 *
 * Constants: `references` packed (6 floats a point) in the order of the cells; `cells`, the first point of each cell
 * and, last, the number of points; `bordersX` and so on, the planes between cells (the outermost are never asked for,
 * because points beyond them lie in the outermost cells); `countX` and so on, cells on each axis.
 * Parameters: queries (9 floats: packed as the references, then the cell on each axis); the most rings; the most steps
 * (points and rows looked at).
 * Answers the index in the order of the cells plus 1, or -1 when the walk came to its bounds without a proof.
 *
 * Cells next to each other in x follow each other in memory, so a row of cells is one run of points. Rows farther away
 * than the best are passed over. A ring is left when the best is nearer than every face of the block walked so far; the
 * slack covers what float32 rounds off a coordinate.
 */
export const gridNearestKernel = `function(queries, rings, steps) {
  const at = this.thread.x * 9;
  const x = queries[at];
  const y = queries[at + 1];
  const z = queries[at + 2];
  const restX = queries[at + 3];
  const restY = queries[at + 4];
  const restZ = queries[at + 5];
  const cellX = queries[at + 6];
  const cellY = queries[at + 7];
  const cellZ = queries[at + 8];
  const countX = this.constants.countX;
  const countY = this.constants.countY;
  const countZ = this.constants.countZ;
  const slackX = 0.0000003 * Math.abs(x);
  const slackY = 0.0000003 * Math.abs(y);
  const slackZ = 0.0000003 * Math.abs(z);
  let best = 3.0e38;
  let found = 0;
  let state = 0;
  let used = 0;
  for (let ring = 0; ring < rings; ring++) {
    if (state < 0.5) {
      for (let layer = 0; layer < ring * 2 + 1; layer++) {
        const rowZ = cellZ + layer - ring;
        if (rowZ > -0.5 && rowZ < countZ - 0.5) {
          let awayZ = 0;
          if (rowZ > cellZ) {
            awayZ = this.constants.bordersZ[rowZ] - z - slackZ;
          }
          if (rowZ < cellZ) {
            awayZ = z - this.constants.bordersZ[rowZ + 1] - slackZ;
          }
          if (awayZ < 0) {
            awayZ = 0;
          }
          for (let line = 0; line < ring * 2 + 1; line++) {
            const rowY = cellY + line - ring;
            if (rowY > -0.5 && rowY < countY - 0.5 && state < 0.5) {
              let awayY = 0;
              if (rowY > cellY) {
                awayY = this.constants.bordersY[rowY] - y - slackY;
              }
              if (rowY < cellY) {
                awayY = y - this.constants.bordersY[rowY + 1] - slackY;
              }
              if (awayY < 0) {
                awayY = 0;
              }
              used = used + 1;
              if ((awayZ * awayZ + awayY * awayY) * 0.999999 < best) {
                let whole = 0;
                if (layer < 0.5 || layer > ring * 2 - 0.5 || line < 0.5 || line > ring * 2 - 0.5) {
                  whole = 1;
                }
                for (let side = 0; side < 2; side++) {
                  let first = cellX - ring;
                  let last = cellX + ring;
                  if (whole < 0.5) {
                    if (side < 0.5) {
                      last = first;
                    } else {
                      first = last;
                    }
                  } else {
                    if (side > 0.5) {
                      last = first - 1;
                    }
                  }
                  if (first < 0) {
                    first = 0;
                  }
                  if (last > countX - 0.5) {
                    last = countX - 1;
                  }
                  if (first < last + 0.5) {
                    const row = (rowZ * countY + rowY) * countX;
                    const from = this.constants.cells[row + first];
                    const length = this.constants.cells[row + last + 1] - from;
                    used = used + length;
                    if (used > steps) {
                      state = 2;
                    } else {
                      for (let i = 0; i < length; i++) {
                        const point = (from + i) * 6;
                        const dx = (x - this.constants.references[point]) + (restX - this.constants.references[point + 3]);
                        const dy = (y - this.constants.references[point + 1]) + (restY - this.constants.references[point + 4]);
                        const dz = (z - this.constants.references[point + 2]) + (restZ - this.constants.references[point + 5]);
                        const squared = dx * dx + dy * dy + dz * dz;
                        if (squared < best) {
                          best = squared;
                          found = from + i + 1;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
      if (state < 0.5) {
        let face = 3.0e38;
        if (cellX - ring > 0.5) {
          face = Math.min(face, x - this.constants.bordersX[cellX - ring] - slackX);
        }
        if (cellX + ring < countX - 1.5) {
          face = Math.min(face, this.constants.bordersX[cellX + ring + 1] - x - slackX);
        }
        if (cellY - ring > 0.5) {
          face = Math.min(face, y - this.constants.bordersY[cellY - ring] - slackY);
        }
        if (cellY + ring < countY - 1.5) {
          face = Math.min(face, this.constants.bordersY[cellY + ring + 1] - y - slackY);
        }
        if (cellZ - ring > 0.5) {
          face = Math.min(face, z - this.constants.bordersZ[cellZ - ring] - slackZ);
        }
        if (cellZ + ring < countZ - 1.5) {
          face = Math.min(face, this.constants.bordersZ[cellZ + ring + 1] - z - slackZ);
        }
        if (face > 1.0e30) {
          state = 1;
        } else {
          if (face > 0) {
            if (best < face * face * 0.999999) {
              state = 1;
            }
          }
        }
      }
    }
  }
  let answer = -1;
  if (state > 0.5 && state < 1.5 && found > 0.5) {
    answer = found;
  }
  return answer;
}`;
