import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { FormatErrorDetails } from '../../src/model/errors';
import { describePlace } from '../../src/model/errors';
import { element, icon } from './element';

export interface ErrorCardActions {
  /** Of a folder: shows what its parts are taken for. */
  openAsText(): void;
  retry(): void;
}

/** What went wrong: a file that does not hold what its format says, anything else that has a message, or the user's own wish. */
export type Failure =
  | { readonly kind: 'format'; readonly details: FormatErrorDetails }
  /** `final`: trying again would not help. */
  | { readonly kind: 'message'; readonly message: string; readonly final?: boolean }
  | { readonly kind: 'cancelled' };

/** A failure in one line, for announcements and the notice that a new version cannot be read. */
export function describeFailure(failure: Failure): string {
  if (failure.kind === 'message') return failure.message;
  if (failure.kind === 'cancelled') return 'Reading was cancelled.';
  const { place, expected, found } = failure.details;
  return `${place === undefined ? '' : `${describePlace(place)}: `}expected ${expected}, found ${found}.`;
}

/** "expected 3 numbers" reads better with a capital where it begins a line. */
function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function facts(details: FormatErrorDetails): HTMLElement {
  const list = element('dl', { class: 'error-facts' });
  const add = (term: string, text: string): void => {
    list.append(element('dt', { text: term }), element('dd', { text }));
  };
  if (details.place !== undefined) add('Where', capital(describePlace(details.place)));
  add('Expected', details.expected);
  add('Found', details.found);
  return list;
}

/** The card that stands in place of the scene when a file cannot be shown: what, where, expected, found, what to do. A folder has parts to choose instead of a text. */
export function createErrorCard(name: string, failure: Failure, actions: ErrorCardActions, isFolder = false): HTMLElement {
  const openAsText = element('vscode-button', { text: isFolder ? 'Parts of the Folder…' : 'Open as Text' });
  openAsText.addEventListener('click', () => actions.openAsText());
  const retry = element('vscode-button', { text: 'Try Again' });
  retry.secondary = true;
  retry.addEventListener('click', () => actions.retry());
  const file = failure.kind === 'format' ? failure.details.file : name;
  return element(
    'div',
    { class: 'error-card', attributes: { role: 'alert' } },
    element(
      'div',
      { class: 'error-heading', attributes: { 'data-kind': failure.kind } },
      icon(failure.kind === 'cancelled' ? 'circle-slash' : 'error'),
      element('h2', { text: failure.kind === 'cancelled' ? 'Reading was cancelled' : `This ${isFolder ? 'folder' : 'file'} cannot be shown` }),
    ),
    element('p', { class: 'error-file', text: file, title: file }),
    ...(failure.kind === 'format'
      ? [facts(failure.details), element('p', { class: 'error-advice', text: failure.details.advice })]
      : []),
    ...(failure.kind === 'message' ? [element('p', { class: 'error-advice', text: failure.message })] : []),
    element('div', { class: 'button-row' }, openAsText, ...(failure.kind === 'message' && failure.final === true ? [] : [retry])),
  );
}
