/** Of the constant spherical harmonic, 1 / (2 sqrt(pi)). */
const constantHarmonic = 0.28209479177387814;

/**
 * Colours of Gaussian splats without their dependence on the view: 0.5 + C f_dc, clamped to 0...1, as bytes
 * (Kerbl et al., "3D Gaussian Splatting for Real-Time Radiance Field Rendering", 2023).
 * Writes rows `from` to `to` (exclusive) of `colours`, 3 values a row.
 */
export function writeSplatColours(
  coefficients: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>],
  colours: Uint8Array,
  from: number,
  to: number,
): void {
  coefficients.forEach((values, channel) => {
    for (let row = from; row < to; row++) {
      const share = 0.5 + constantHarmonic * values[row];
      // Comparisons in this order turn NaN into 0.
      colours[3 * row + channel] = share > 0 ? Math.round(255 * Math.min(1, share)) : 0;
    }
  });
}
