import type { DetectionState } from './detectionStore';

const size = { width: 300, height: 40 } as const;

/** How the scores of all boxes are spread; those below the threshold step back. */
export function paintScores(canvas: HTMLCanvasElement, { overview, score }: DetectionState): void {
  const context = canvas.getContext('2d');
  const counts = overview?.scoreCounts ?? [];
  const scores = overview?.scores;
  if (!context || !scores || counts.length === 0) return;
  canvas.width = size.width;
  canvas.height = size.height;
  const tallest = counts.reduce((most, each) => Math.max(most, each), 1);
  // Under the slider, whose ends are 0 and 1 for probabilities.
  const [from, to] = scores.min >= 0 && scores.max <= 1 ? [0, 1] : [scores.min, scores.max];
  const across = (value: number): number => (to > from ? ((value - from) / (to - from)) * size.width : 0);
  const step = (scores.max - scores.min) / counts.length;
  context.fillStyle = getComputedStyle(canvas).color;
  for (const [bin, amount] of counts.entries()) {
    if (amount === 0) continue;
    const left = across(scores.min + bin * step);
    const height = Math.max(1, (amount / tallest) * size.height);
    context.globalAlpha = scores.min + (bin + 0.5) * step >= score ? 0.8 : 0.25;
    context.fillRect(left, size.height - height, Math.max(1, across(scores.min + (bin + 1) * step) - left - 0.5), height);
  }
}
