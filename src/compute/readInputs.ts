import { chooseFolderFormat } from '../formats/folders/chooseFolderFormat';
import { chooseFormat } from '../formats/chooseFormat';
import type { ReaderOptions } from '../formats/format';
import type { Model } from '../model/model';
import type { FileAccess, OpenedFolder } from './fileAccess';
import type { FileReference } from './processProtocol';
import type { ReaderChoice } from './readerChoice';

/** A file that was read. */
export interface ReadFile {
  readonly file: string;
  readonly format: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly model: Model;
  readonly warnings: readonly string[];
}

/** As much of a file as telling its format may take. */
const headBytes = 4096;

/** Throws FormatError, CancelledError. */
export async function readInput(
  file: FileReference,
  choice: ReaderChoice,
  files: FileAccess,
  signal: AbortSignal,
  progress: (share: number, activity: string) => void,
  allocate?: (bytes: number) => ArrayBufferLike,
): Promise<ReadFile> {
  const folder = await files.openFolder(file);
  if (folder) return readFolder(folder, choice, signal, progress);
  const warnings: string[] = [];
  const opened = await files.open(file, choice.options.limit);
  const { source } = opened;
  try {
    const format = chooseFormat(source.name, await source.read(0, headBytes, signal), choice.format);
    for (const name of unheeded(choice.options, format.heeds ?? [])) {
      warnings.push(`--${name} has no meaning for ${format.title} files and was not used for ${source.name}.`);
    }
    const model = await format.read(source, {
      options: choice.options,
      signal,
      ...(allocate ? { allocate } : {}),
      progress,
      warn: (message) => warnings.push(message),
    });
    return { file: source.name, format: format.id, bytes: source.size, model, warnings };
  } finally {
    await opened.close();
  }
}

/** Reads the files of a folder as one model. Throws FormatError, CancelledError. */
export async function readFolder(folder: OpenedFolder, choice: ReaderChoice, signal: AbortSignal, progress: (share: number, activity: string) => void): Promise<ReadFile> {
  const { source, outside } = folder;
  const warnings: string[] = [];
  const format = await chooseFolderFormat(source, choice.format, signal);
  if (outside > 0) warnings.push(`${source.name}: ${outside} links lead outside of the folder and were not followed.`);
  const model = await format.read(source, { options: choice.options, signal, progress, warn: (message) => warnings.push(message) });
  return { file: source.name, format: format.id, bytes: folder.bytesRead(), model, warnings };
}

/** Names of the options that were given and that the format does not use; every format heeds the limit. */
function unheeded(options: ReaderOptions, heeds: readonly string[]): string[] {
  return Object.keys(options).filter((name) => name !== 'limit' && !heeds.includes(name));
}
