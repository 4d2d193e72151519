import { FormatError } from '../model/errors';
import { packedFolderFormat } from './folders/packedFolder';
import type { Format, WrittenFormat } from './format';
import { formats, writtenFormats } from './registry';

/** A known format, in words for an error: "ply". */
function known(): string {
  return formats.map((format) => format.id).join(', ');
}

/** The format whose extension a name ends with, the longest first. */
export function formatOfName(name: string): Format | undefined {
  return byExtension(formats, name);
}

/** The format that a file of this name is written in. */
export function writtenFormatOfName(name: string): WrittenFormat | undefined {
  return byExtension(writtenFormats.map((format) => ({ format, extensions: format.writtenExtensions ?? format.extensions })), name)?.format;
}

function byExtension<Named extends Pick<Format, 'extensions'>>(known: readonly Named[], name: string): Named | undefined {
  const lower = name.toLowerCase();
  const matches = known.flatMap((format) => {
    const length = Math.max(0, ...format.extensions.filter((extension) => lower.endsWith(extension)).map((e) => e.length));
    return length > 0 ? [{ format, length }] : [];
  });
  return matches.sort((a, b) => b.length - a.length)[0]?.format;
}

/**
 * The format that a file is in: the one named, else the one that recognises the content, else the one of the name's
 * extension (its reader then says what is wrong). Throws FormatError when none is.
 */
export function chooseFormat(name: string, head: Uint8Array, id?: string): Format {
  if (id !== undefined) {
    const named = formats.find((format) => format.id === id);
    if (named) return named;
    throw new FormatError({ file: name, expected: `a format among ${known()}`, found: `"${id}"`, advice: 'Name one of these.' });
  }
  // A folder that was sent has any name.
  if (packedFolderFormat.recognise(head, name)) return packedFolderFormat;
  const ofName = formatOfName(name);
  if (ofName?.recognise(head, name)) return ofName;
  const recognised = formats.find((format) => format.recognise(head, name)) ?? ofName;
  if (recognised) return recognised;
  throw new FormatError({
    file: name,
    expected: `content or an extension of a known format (${known()})`,
    found: 'neither',
    advice: 'Name the format if you know it.',
  });
}
