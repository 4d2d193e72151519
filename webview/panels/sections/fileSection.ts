import type { Bounds } from '../../../src/model/bounds';
import type { FileInfo } from '../../../src/model/fileInfo';
import { element, iconButton } from '../element';
import { boundsFigure, count, figure, fullFigure, sizeOf } from '../figures';
import { infoText } from '../infoText';
import type { InspectorStore } from '../../stores/inspectorStore';
import type { InspectorContext } from '../inspectorContext';
import { kindTitles } from '../kindTitles';
import type { LoadingFile } from '../loadingPanel';
import { Section } from '../section';

const axes = ['x', 'y', 'z'] as const;

/** A name and its value; counts are right-aligned figures with all digits in their tooltip. */
function fact(name: string, value: string, title = value): HTMLElement {
  return element(
    'div',
    { class: 'fact' },
    element('dt', { text: name }),
    element('dd', { class: 'figure', text: value, title }),
  );
}

/** Name and, where it says more, path. */
function placeFacts(name: string, path: string): HTMLElement[] {
  return [fact('File', name), ...(path === '' || path === name ? [] : [pathFact(path)])];
}

/** A path is cut at its beginning: its end tells more. */
function pathFact(path: string): HTMLElement {
  return element(
    'div',
    { class: 'fact path' },
    element('dt', { text: 'Path' }),
    element('dd', { title: path }, element('bdi', { text: path, attributes: { dir: 'ltr' } })),
  );
}

function figureCell(text: string, title: string): HTMLElement {
  return element('td', { class: 'figure', text, title });
}

function boundsTable(bounds: Bounds): HTMLElement {
  const size = sizeOf(bounds);
  const body = element('tbody');
  for (const [axis, name] of axes.entries()) {
    const { [axis]: min } = bounds.min;
    const { [axis]: max } = bounds.max;
    body.append(
      element(
        'tr',
        {},
        element('th', { text: name, attributes: { scope: 'row' } }),
        figureCell(boundsFigure(min, bounds), fullFigure(min)),
        figureCell(boundsFigure(max, bounds), fullFigure(max)),
        figureCell(figure(size[axis]), fullFigure(size[axis])),
      ),
    );
  }
  const heading = (text: string): HTMLElement => element('th', { class: 'figure', text, attributes: { scope: 'col' } });
  return element(
    'table',
    { class: 'bounds' },
    element('caption', { class: 'visually-hidden', text: 'Bounds' }),
    element('thead', {}, element('tr', {}, element('th', { text: 'Bounds', attributes: { scope: 'col' } }), heading('Min'), heading('Max'), heading('Size'))),
    body,
  );
}

function contents(info: FileInfo, path: string): HTMLElement[] {
  const list = element('dl', { class: 'facts' });
  const counts: readonly (readonly [string, number | undefined])[] = [
    ['Bytes', info.bytes],
    ['Points', info.points],
    ['Faces', info.faces],
    ['Triangles', info.triangles],
    ['Edges', info.edges],
    ['Cells', info.cells],
    ['Occupied', info.occupied],
    ['Boxes', info.boxes],
    ['Images', info.images],
    ['Categories', info.categories],
    ['Not finite', info.notFinite],
  ];
  list.append(...placeFacts(info.file, path), fact('Format', info.format), fact('Kind', kindTitles[info.kind]));
  for (const [name, value] of counts) if (value !== undefined) list.append(fact(name, count(value), String(value)));
  if (info.role !== undefined) list.append(fact('Role', info.role, `Told from: ${info.roleReason ?? 'nothing'}`));
  if (info.dimensions) list.append(fact('Dimensions', info.dimensions.map(count).join(' × '), info.dimensions.join(' ')));
  if (info.spacing) list.append(fact('Spacing', info.spacing.map(figure).join(' × '), info.spacing.join(' ')));
  if (info.origin) list.append(fact('Origin', info.origin.map(figure).join(', '), info.origin.join(' ')));
  if (info.content) list.append(fact('Content', info.content, info.guess === undefined ? '' : `Told from type and values: ${info.guess}`));
  if (info.bounds === null) list.append(fact('Bounds', 'none', 'No point is finite'));
  const comments = info.comments ?? [];
  return [
    list,
    ...(info.bounds ? [boundsTable(info.bounds)] : []),
    ...(comments.length > 0
      ? [
          element('h4', { class: 'subheading', text: 'Comments' }),
          element('ul', { class: 'comments' }, ...comments.map((comment) => element('li', { text: comment }))),
        ]
      : []),
  ];
}

/** What the file is and holds: the words and figures of `inspect3d info`. */
export function createFileSection(context: InspectorContext): Section {
  const section = new Section('file', 'File', context.inspector);
  section.addAction(
    iconButton('copy', 'Copy file information', () => {
      const { result } = context.file.state;
      if (result) context.copy(infoText(result.info), 'File information');
    }),
  );
  const show = (): void => {
    const { result } = context.file.state;
    if (result) section.body.replaceChildren(...contents(result.info, context.file.state.path));
  };
  section.follow(context.file, show);
  return section;
}

/** The file section before anything of the content is known: name, path and size, and room for what will be said. */
export function createWaitingSection(inspector: InspectorStore, file: LoadingFile): Section {
  const section = new Section('file', 'File', inspector);
  const pending = (name: string): HTMLElement => {
    const row = fact(name, '', 'Not read yet');
    row.classList.add('pending');
    return row;
  };
  const list = element('dl', { class: 'facts' });
  list.append(...placeFacts(file.name, file.path ?? ''), pending('Format'), pending('Kind'), fact('Bytes', count(file.bytes)), pending('Points'));
  section.element.setAttribute('aria-busy', 'true');
  section.body.append(list);
  return section;
}
