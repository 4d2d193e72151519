import type { RunProgress } from '../compute/processProtocol';
import { plainText } from './plainText';
import type { Output } from './surroundings';

/** Milliseconds after which work is worth a bar. */
const delay = 300;
const width = 24;
const clearLine = '\r\u001b[K';

/** A bar on standard error, when that is a terminal; nothing otherwise, and nothing for what is over at once. */
export class ProgressBar {
  private readonly started = performance.now();
  private shown = false;

  constructor(private readonly errors: Output) {}

  show({ share, activity }: RunProgress): void {
    if (!this.errors.isTerminal || performance.now() - this.started < delay) return;
    this.shown = true;
    const part = Math.min(1, Math.max(0, share));
    const filled = Math.round(part * width);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${String(Math.floor(part * 100)).padStart(3)} %`;
    const line = `${bar}  ${plainText(activity)}`.slice(0, Math.max(0, this.errors.columns - 1));
    // A bar that cannot be drawn keeps nobody from an answer.
    this.errors.write(clearLine + line).catch(() => undefined);
  }

  clear(): void {
    if (this.shown) this.errors.write(clearLine).catch(() => undefined);
    this.shown = false;
  }
}
