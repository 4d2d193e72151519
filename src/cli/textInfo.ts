import type { FileInfo } from '../model/fileInfo';
import { kindTitles } from '../model/kindTitles';
import { coordinateText, numberText } from './numberText';
import { plainText } from './plainText';
import { alignedLines } from './textTable';

export function kindTitle(kind: FileInfo['kind']): string {
  return kindTitles[kind].toLowerCase();
}

/** The document of `info` for people. */
export function infoText(info: FileInfo): string {
  const counts: readonly (readonly [string, number | undefined])[] = [
    ['points', info.points],
    ['rows', info.rows],
    ['columns', info.columns],
    ['faces', info.faces],
    ['triangles', info.triangles],
    ['edges', info.edges],
    ['cells', info.cells],
    ['occupied', info.occupied],
    ['not finite', info.notFinite],
    ['images', info.images],
    ['categories', info.categories],
    ['boxes', info.boxes],
  ];
  const vectors: readonly (readonly [string, readonly number[] | undefined])[] = [
    ['dimensions', info.dimensions],
    ['spacing', info.spacing],
    ['origin', info.origin],
  ];
  const facts = [
    ['format', info.format],
    ['kind', kindTitle(info.kind)],
    ['size', `${numberText(info.bytes)} bytes`],
    ...counts.flatMap(([name, value]) => (value === undefined ? [] : [[name, numberText(value)]])),
    ...(info.content === undefined ? [] : [['content', info.guess ?? info.content]]),
    ...vectors.flatMap(([name, values]) => (values ? [[name, values.map(numberText).join('  ')]] : [])),
  ];
  return [
    plainText(info.file),
    ...alignedLines(facts, ['left', 'left']),
    ...boundsLines(info),
    ...attributeLines(info),
    ...commentLines(info.comments ?? []),
    '',
  ].join('\n');
}

function boundsLines({ bounds }: FileInfo): string[] {
  if (bounds === undefined) return [];
  if (bounds === null) return ['', 'Bounds: none, no point is finite'];
  const extents = bounds.max.map((value, axis) => value - bounds.min[axis]);
  const largest = Math.max(...extents);
  const rows = ['x', 'y', 'z'].map((axis, index) => [
    axis,
    coordinateText(bounds.min[index], largest),
    coordinateText(bounds.max[index], largest),
    coordinateText(extents[index], largest),
  ]);
  return [
    '',
    "Bounds (the file's units)",
    ...alignedLines([['', 'min', 'max', 'extent'], ...rows], ['left', 'right', 'right', 'right']),
  ];
}

function attributeLines({ attributes }: FileInfo): string[] {
  if (!attributes || attributes.length === 0) return [];
  const rows = attributes.map(({ element, name, type, components, min, max }) => [
    plainText(element),
    plainText(name),
    components === null ? `list of ${type}` : `${type}${components === 1 ? '' : ` x ${components}`}`,
    ...(min !== null && max !== null && max > min && !Number.isInteger(min + max)
      ? [coordinateText(min, max - min), coordinateText(max, max - min)]
      : [numberText(min), numberText(max)]),
  ]);
  return [
    '',
    'Attributes',
    ...alignedLines([['element', 'name', 'type', 'min', 'max'], ...rows], ['left', 'left', 'left', 'right', 'right']),
  ];
}

function commentLines(comments: readonly string[]): string[] {
  if (comments.length === 0) return [];
  return ['', 'Comments', ...comments.map((comment) => `  ${plainText(comment)}`)];
}
