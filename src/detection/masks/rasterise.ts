/** Boundaries are followed at this many steps a pixel. */
const scale = 5;
/** The most steps along one ring: a boundary of 20 million pixels. */
const mostSteps = 1e8;

/** Numbers that grow as they come; kept between polygons. */
class Crossings {
  values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }
}

const crossings = new Crossings();

/**
 * The run lengths that COCO's API gives a polygon: column by column, outside and inside in turn. As its authors describe
 * it, the boundary is drawn as a chain of steps at five times the picture's resolution; where it passes the middle of a
 * column, inside and outside change at the row that follows. A pixel is inside when an odd number of changes lies above.
 *
 * @param coordinates x and y in turn, from `first` to `end`
 * @throws RangeError when the boundary is too long to be followed
 */
export function rasterisePolygon(coordinates: ArrayLike<number>, first: number, end: number, height: number, width: number): Uint32Array {
  const corners = Math.floor((end - first) / 2);
  crossings.length = 0;
  let steps = 0;
  let beforeX = 0;
  let beforeY = 0;
  let hasBefore = false;
  for (let corner = 0; corner < corners; corner++) {
    const at = first + 2 * corner;
    const next = first + 2 * ((corner + 1) % corners);
    const startX = Math.trunc(scale * coordinates[at] + 0.5);
    const startY = Math.trunc(scale * coordinates[at + 1] + 0.5);
    const stopX = Math.trunc(scale * coordinates[next] + 0.5);
    const stopY = Math.trunc(scale * coordinates[next + 1] + 0.5);
    const spanX = Math.abs(stopX - startX);
    const spanY = Math.abs(stopY - startY);
    const length = Math.max(spanX, spanY);
    steps += length + 1;
    // Of a coordinate that is not finite, length is NaN.
    if (!(steps <= mostSteps)) throw new RangeError(`Expected a polygon whose boundary can be followed in ${mostSteps} steps, found a longer one.`);
    const alongX = spanX >= spanY;
    // Steps are rounded from the end with the smaller coordinate, so that an edge gives the same pixels from both sides.
    const isFlipped = alongX ? startX > stopX : startY > stopY;
    const originX = isFlipped ? stopX : startX;
    const originY = isFlipped ? stopY : startY;
    const farX = isFlipped ? startX : stopX;
    const farY = isFlipped ? startY : stopY;
    const slope = length === 0 ? 0 : alongX ? (farY - originY) / spanX : (farX - originX) / spanY;
    for (let step = 0; step <= length; step++) {
      const along = isFlipped ? length - step : step;
      const x = alongX ? originX + along : Math.trunc(originX + slope * along + 0.5);
      const y = alongX ? Math.trunc(originY + slope * along + 0.5) : originY + along;
      if (hasBefore && x !== beforeX) addCrossing(x, y, beforeX, beforeY, height, width);
      beforeX = x;
      beforeY = y;
      hasBefore = true;
    }
  }
  return runsOfCrossings(height * width);
}

function addCrossing(x: number, y: number, beforeX: number, beforeY: number, height: number, width: number): void {
  const column = ((x < beforeX ? x : x - 1) + 0.5) / scale - 0.5;
  if (Math.floor(column) !== column || column < 0 || column > width - 1) return;
  const row = (Math.min(y, beforeY) + 0.5) / scale - 0.5;
  crossings.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
}

/** Lengths between changes; runs without a pixel join their neighbours. */
function runsOfCrossings(pixels: number): Uint32Array {
  const sorted = crossings.values.subarray(0, crossings.length).sort();
  const runs: number[] = [];
  let from = 0;
  let place = 0;
  // Two changes at one pixel are none.
  while (place < sorted.length) {
    const at = sorted[place];
    if (sorted[place + 1] === at) {
      place += 2;
      continue;
    }
    runs.push(at - from);
    from = at;
    place++;
  }
  if (pixels > from || runs.length === 0) runs.push(pixels - from);
  return Uint32Array.from(runs);
}
