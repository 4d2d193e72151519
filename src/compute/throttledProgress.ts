import type { RunProgress } from './processProtocol';

/** Milliseconds between two messages of progress: as often as a bar is drawn. */
const progressInterval = 50;

/** Passes progress on, but not more often than it can be seen; the end always. */
export function throttledProgress(tell: (progress: RunProgress) => void): (share: number, activity: string) => void {
  let told = -Infinity;
  return (share, activity) => {
    const now = performance.now();
    if (now - told < progressInterval && share < 1) return;
    told = now;
    tell({ share, activity });
  };
}
