import type { Disposable } from '../../src/messaging/port';
import type { FileInfo } from '../../src/model/fileInfo';
import type { SceneStatistics, SceneViewer } from '../scene/sceneApi';
import { count, counted, figure } from './figures';
import { rendererText } from './rendererText';
import { summary, summaryTooltip } from './summary';

/** Frames of one movement that the middle one is told of, at most the last so many. */
const mostFrames = 240;

function elementsOf(info: FileInfo, total: number): string {
  if (info.kind === 'voxelGrid') return counted(total, 'face');
  return info.kind === 'mesh' || info.kind === 'scalarGrid' ? counted(total, 'element') : counted(total, 'point');
}

/**
 * What the status bar says of an open file: what it holds, what draws it, and once the view was turned how much is drawn
 * and how long a frame takes. It is told anew when the picture is at rest, never while it moves.
 */
export class StatusLine implements Disposable {
  private info: FileInfo | null = null;
  private moving = false;
  /** No frame of the movement was drawn yet. */
  private begins = false;
  /** Milliseconds of the frames of the last movement. */
  private frames: number[] = [];
  /** Elements in the last of them. */
  private drawn = 0;
  private told = '';
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly viewer: SceneViewer,
    private readonly setStatus: (text: string, tooltip: string) => void,
  ) {
    this.subscriptions = [
      viewer.on('camera', ({ settled, following }) => {
        const moving = !settled && !following;
        if (moving === this.moving) return;
        this.moving = moving;
        this.begins = moving;
      }),
      viewer.on('statistics', (statistics) => this.frame(statistics)),
      viewer.on('rest', () => this.tell()),
    ];
  }

  /** A file was read. */
  open(info: FileInfo): void {
    this.info = info;
    this.frames = [];
    this.tell();
  }

  /** There is nothing to be seen, and why. */
  fail(text: string, tooltip: string): void {
    this.info = null;
    this.told = '';
    this.setStatus(text, tooltip);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private frame({ drawn, frameMilliseconds }: SceneStatistics): void {
    if (!this.moving || !(frameMilliseconds > 0)) return;
    if (this.begins) this.frames = [];
    this.begins = false;
    if (this.frames.length === mostFrames) this.frames.shift();
    this.frames.push(frameMilliseconds);
    this.drawn = drawn;
  }

  private tell(): void {
    const { info, frames, viewer } = this;
    if (!info) return;
    // The middle one: undefined where nothing was moved yet.
    const milliseconds = [...frames].sort((a, b) => a - b).at(frames.length >> 1);
    const { renderer, statistics } = viewer;
    const { total } = statistics;
    const drawn = info.kind === 'voxelGrid' && total > 0 ? [elementsOf(info, total)] : [];
    const time = milliseconds === undefined ? [] : [`${figure(Number(milliseconds.toPrecision(2)))} ms`];
    const text = [summary(info), ...drawn, ...time, rendererText(renderer)].join(' · ');
    const tooltip = [
      summaryTooltip(info),
      ...(total > 0 ? [`At rest ${elementsOf(info, total)} drawn${info.kind === 'voxelGrid' ? '; neighbouring faces of one colour are one' : ''}`] : []),
      ...(milliseconds === undefined ? [] : [`While the view moved ${count(this.drawn)} of them, ${figure(Number(milliseconds.toPrecision(3)))} ms a frame`]),
      `Drawn by ${renderer.name}`,
    ].join('\n');
    if (text + tooltip === this.told) return;
    this.told = text + tooltip;
    this.setStatus(text, tooltip);
  }
}
