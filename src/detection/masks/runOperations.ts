type Runs = Uint32Array<ArrayBufferLike>;

/** Pixels inside. */
export function runArea(runs: Runs, first: number, end: number): number {
  let area = 0;
  for (let at = first + 1; at < end; at += 2) area += runs[at];
  return area;
}

/** Pixels inside both masks of one size. */
export function runIntersection(a: Runs, firstA: number, endA: number, b: Runs, firstB: number, endB: number): number {
  let shared = 0;
  let atA = firstA;
  let atB = firstB;
  let leftA = atA < endA ? a[atA] : 0;
  let leftB = atB < endB ? b[atB] : 0;
  while (atA < endA && atB < endB) {
    const step = leftA < leftB ? leftA : leftB;
    if (((atA - firstA) & 1) === 1 && ((atB - firstB) & 1) === 1) shared += step;
    leftA -= step;
    leftB -= step;
    if (leftA === 0 && ++atA < endA) leftA = a[atA];
    if (leftB === 0 && ++atB < endB) leftB = b[atB];
  }
  return shared;
}

/** The mask of pixels that are inside either of two of one size. */
export function runUnion(a: Runs, b: Runs): Uint32Array {
  const runs: number[] = [];
  let isInside = false;
  let length = 0;
  let atA = 0;
  let atB = 0;
  let leftA = a.length > 0 ? a[0] : 0;
  let leftB = b.length > 0 ? b[0] : 0;
  while (atA < a.length || atB < b.length) {
    const step = atA >= a.length ? leftB : atB >= b.length ? leftA : Math.min(leftA, leftB);
    const inside = (atA < a.length && (atA & 1) === 1) || (atB < b.length && (atB & 1) === 1);
    if (step > 0 && inside !== isInside) {
      runs.push(length);
      length = 0;
      isInside = inside;
    }
    length += step;
    if (atA < a.length) {
      leftA -= step;
      if (leftA <= 0 && ++atA < a.length) leftA = a[atA];
    }
    if (atB < b.length) {
      leftB -= step;
      if (leftB <= 0 && ++atB < b.length) leftB = b[atB];
    }
  }
  runs.push(length);
  return Uint32Array.from(runs);
}
