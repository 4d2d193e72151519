import type { FileInfo } from '../../src/model/fileInfo';
import { sizeOf } from './figures';
import { kindTitles } from './kindTitles';

const axes = ['x', 'y', 'z'] as const;

/** What the inspector says of a file, as text to paste: a line a fact, parted by a tab, all digits of every number. */
export function infoText(info: FileInfo): string {
  const lines: string[] = [];
  const add = (name: string, ...values: readonly (string | number | null | undefined)[]): void => {
    if (values.every((value) => value === undefined)) return;
    lines.push([name, ...values.map((value) => (value === null || value === undefined ? '' : String(value)))].join('\t'));
  };
  add('File', info.file);
  add('Format', info.format);
  add('Kind', kindTitles[info.kind]);
  add('Bytes', info.bytes);
  add('Points', info.points);
  add('Faces', info.faces);
  add('Triangles', info.triangles);
  add('Edges', info.edges);
  add('Cells', info.cells);
  add('Occupied', info.occupied);
  add('Content', info.guess ?? info.content);
  if (info.dimensions) add('Dimensions', ...info.dimensions);
  if (info.spacing) add('Spacing', ...info.spacing);
  if (info.origin) add('Origin', ...info.origin);
  add('Not finite', info.notFinite);
  if (info.bounds) {
    const size = sizeOf(info.bounds);
    lines.push('Bounds\tmin\tmax\tsize');
    for (const [axis, name] of axes.entries()) add(name, info.bounds.min[axis], info.bounds.max[axis], size[axis]);
  }
  if (info.attributes && info.attributes.length > 0) {
    lines.push('Attribute\telement\ttype\tcomponents\tmin\tmax');
    for (const { name, element, type, components, min, max } of info.attributes) add(name, element, type, components, min, max);
  }
  for (const comment of info.comments ?? []) add('Comment', comment);
  for (const warning of info.warnings) add('Warning', warning);
  return `${lines.join('\n')}\n`;
}
