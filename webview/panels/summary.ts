import type { FileInfo } from '../../src/model/fileInfo';
import { count, counted, figure, sizeOf } from './figures';
import { kindTitles } from './kindTitles';

/** What a file holds in one line: "1,000,000 points · 0.42 × 0.31 × 0.55". */
export function summary(info: FileInfo): string {
  const parts: string[] = [];
  if (info.points !== undefined) parts.push(counted(info.points, 'point'));
  if (info.faces !== undefined) parts.push(counted(info.faces, 'face'));
  if (info.dimensions) parts.push(`${info.dimensions.join(' × ')} cells`);
  if (info.occupied !== undefined) parts.push(`${count(info.occupied)} occupied`);
  if (info.bounds) parts.push(sizeOf(info.bounds).map((value) => figure(Number(value.toPrecision(3)))).join(' × '));
  return parts.join(' · ');
}

/** The tooltip to it. */
export function summaryTooltip(info: FileInfo): string {
  const size = info.bounds ? `\nSize ${sizeOf(info.bounds).map(figure).join(' × ')}` : '';
  return `${info.file}\n${kindTitles[info.kind]}, ${info.format}${size}`;
}

/** Why the scene is empty; null when there is something to see. */
export function emptiness(info: FileInfo): string | null {
  if (info.occupied === 0) return 'No cell of this grid is occupied.';
  if (info.points === 0) {
    return info.kind === 'mesh' ? 'This file holds no points and no faces.' : 'This file holds no points.';
  }
  if (info.points !== undefined && !info.bounds) {
    return `This file holds ${counted(info.points, 'point')}, but none with finite coordinates.`;
  }
  return null;
}
