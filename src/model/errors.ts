/** Where in a file something is wrong: a byte offset for binary data, a line (from 1) for text, a path inside JSON or XML. */
export type FilePlace =
  | { readonly kind: 'byte'; readonly offset: number }
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'path'; readonly path: string }
  /** A stretch of text: line and column from 1, and its length in characters; `within` says what of the file it is part of. */
  | { readonly kind: 'text'; readonly line: number; readonly column: number; readonly length: number; readonly within?: string };

export interface FormatErrorDetails {
  readonly file: string;
  readonly place?: FilePlace;
  readonly expected: string;
  readonly found: string;
  /** What the reader of the message can do about it. */
  readonly advice: string;
}

export function describePlace(place: FilePlace): string {
  switch (place.kind) {
    case 'byte':
      return `byte ${place.offset}`;
    case 'line':
      return `line ${place.line}`;
    case 'path':
      return place.path;
    case 'text':
      return `line ${place.line}, column ${place.column}${place.within === undefined ? '' : ` (${place.within})`}`;
  }
}

/** A file that does not hold what its format says. The message is one line that names file, place, expected, found and what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  constructor(readonly details: FormatErrorDetails) {
    const place = details.place ? `, ${describePlace(details.place)}` : '';
    super(`${details.file}${place}: expected ${details.expected}, found ${details.found}. ${details.advice}`);
  }
}

/** An operation that cannot answer: unequal counts, an empty cloud, an option out of range. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}

/** Work that the user, or a closed tab, ended. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor(message = 'Cancelled.') {
    super(message);
  }
}

/** A request that the other side did not answer in time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}
