/** Pairs whose flags one answer holds: as many bits as a float32 counts exactly. */
export const pairsInWord = 24;

/**
 * Which of {@link pairsInWord} boxes of B may have an IoU with a box of A above a threshold, a bit each, the first the
 * lowest. Parameters: boxes packed (5 floats each: left, top, right, bottom, area), B's in whole words; words a row; the first
 * invocation; the threshold; what is added to sizes in common for rounding. Answers the bits plus 1.
 */
export const boxOverlapsKernel = `function(a, b, words, first, threshold, margin) {
  const at = first + this.thread.x;
  const row = Math.floor((at + 0.5) / words);
  const word = at - row * words;
  const from = row * 5;
  const left = a[from];
  const top = a[from + 1];
  const right = a[from + 2];
  const bottom = a[from + 3];
  const area = a[from + 4];
  let bits = 0;
  let weight = 1;
  for (let i = 0; i < ${pairsInWord}; i++) {
    const other = (word * ${pairsInWord} + i) * 5;
    const width = Math.min(right, b[other + 2]) - Math.max(left, b[other]) + margin;
    const height = Math.min(bottom, b[other + 3]) - Math.max(top, b[other + 1]) + margin;
    if (width > 0) {
      if (height > 0) {
        if (width * height * (1 + threshold) * 1.00001 > threshold * (area + b[other + 4])) {
          bits = bits + weight;
        }
      }
    }
    weight = weight * 2;
  }
  return bits + 1;
}`;
