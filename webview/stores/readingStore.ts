import type { ReaderOptions } from '../../src/formats/format';
import { Store } from './store';

/** What of the reader's options can be chosen in the editor. */
export type ReadingOptions = Pick<ReaderOptions, 'content' | 'axes' | 'array'>;

/** How the file is read: as its format says and its values look, or as the user has it. */
export interface ReadingState {
  readonly options: ReadingOptions;
  /** Which options the opened file's format heeds. */
  readonly heeds: readonly string[];
}

export type ReadingStore = Store<ReadingState>;

export function createReadingStore(): ReadingStore {
  return new Store<ReadingState>({ options: {}, heeds: [] });
}

/** Changes one option; undefined leaves it to the reader again. */
export function setReading(reading: ReadingStore, change: { readonly [Name in keyof ReadingOptions]: ReadingOptions[Name] | undefined }): void {
  const { content, axes, array } = { ...reading.state.options, ...change };
  reading.set({ options: { ...(content === undefined ? {} : { content }), ...(axes === undefined ? {} : { axes }), ...(array === undefined ? {} : { array }) } });
}
