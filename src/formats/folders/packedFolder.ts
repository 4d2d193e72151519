import * as v from 'valibot';
import { FormatError, type FormatErrorDetails } from '../../model/errors';
import type { ByteSource } from '../byteSource';
import type { FolderSource } from '../folder';
import type { Format } from '../format';
import { chooseFolderFormat } from './chooseFolderFormat';
import type { FolderRoles } from './folderRoles';

/**
 * A folder as one run of bytes, for sending it to where it is read: a magic line, the length of the header (uint32,
 * little endian), the header as JSON, then the beginnings of those files that are read, one after the other.
 */
const magic = new TextEncoder().encode('Inspect 3D folder 1\n');
const mostHeader = 512 * 1024 * 1024;

const path = v.string();
const headerSchema = v.strictObject({
  /** As shown to people. */
  name: v.string(),
  layout: v.string(),
  roles: v.record(v.string(), v.nullable(path)),
  /** All files of the folder, sorted. */
  files: v.array(path),
  /** Those whose bytes follow: the place in `files`, and how many bytes. */
  parts: v.array(v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0)), v.pipe(v.number(), v.integer(), v.minValue(0))])),
  /** What was odd while it was packed. */
  warnings: v.array(v.string()),
});

/** Why there is nothing to be read. */
const failureSchema = v.strictObject({
  failure: v.strictObject({ file: v.string(), expected: v.string(), found: v.string(), advice: v.string() }),
});

export interface PackedHeader {
  readonly name: string;
  readonly layout: string;
  readonly roles: FolderRoles;
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/** Packs what was read of a folder: `contents` by path. */
export function packFolder(header: PackedHeader, contents: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const places = new Map(header.files.map((file, place) => [file, place]));
  const parts = [...contents].flatMap(([file, bytes]) => {
    const place = places.get(file);
    return place === undefined ? [] : [{ place, bytes }];
  });
  const written = { ...header, parts: parts.map(({ place, bytes }) => [place, bytes.length]) };
  return join(written, parts.map(({ bytes }) => bytes));
}

/** A folder that could not be packed, as a file whose reader says why. */
export function packFailure({ file, expected, found, advice }: FormatErrorDetails): Uint8Array<ArrayBuffer> {
  return join({ failure: { file, expected, found, advice } }, []);
}

function join(header: object, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const packed = new Uint8Array(magic.length + 4 + text.length + parts.reduce((sum, { length }) => sum + length, 0));
  packed.set(magic);
  new DataView(packed.buffer).setUint32(magic.length, text.length, true);
  packed.set(text, magic.length + 4);
  let at = magic.length + 4 + text.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

function describeParts(roles: FolderRoles): string {
  return Object.entries(roles).flatMap(([role, file]) => (typeof file === 'string' ? [`${role} in ${file === '' ? 'the folder itself' : file}`] : [])).join(', ');
}

function damaged(file: string, found: string): FormatError {
  return new FormatError({ file, expected: 'a folder as Inspect 3D sends it', found, advice: 'Open the folder itself.' });
}

/** Reads what {@link packFolder} made, with the folder's own reader. */
export const packedFolderFormat: Format = {
  id: 'folder',
  title: 'Folder',
  extensions: [],
  kinds: ['detections'],
  priority: 'option',
  recognise: (head) => magic.every((byte, place) => head[place] === byte),
  async read(source, context) {
    const { header, start } = await readHeader(source, context.options.limit, context.signal);
    for (const warning of header.warnings) context.warn(warning);
    const folder = unpacked(source, header, start);
    const format = await chooseFolderFormat(folder, header.layout);
    const set = await format.read(folder, context, header.roles);
    return { ...set, comments: [`${format.title}: ${describeParts(header.roles)}`, ...set.comments] };
  },
};

type Header = v.InferOutput<typeof headerSchema>;

async function readHeader(source: ByteSource, limit: number | undefined, signal: AbortSignal | undefined): Promise<{ header: Header; start: number }> {
  const fixed = await source.read(0, magic.length + 4, signal);
  if (fixed.length < magic.length + 4) throw damaged(source.name, `${fixed.length} bytes`);
  const length = new DataView(fixed.buffer).getUint32(magic.length, true);
  if (length > Math.min(source.size, limit ?? Infinity, mostHeader)) throw damaged(source.name, `a header of ${length} bytes in a file of ${source.size}`);
  const text = new TextDecoder().decode(await source.read(magic.length + 4, length, signal));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(source.name, 'a header that is no JSON');
  }
  const failed = v.safeParse(failureSchema, json);
  if (failed.success) throw new FormatError(failed.output.failure);
  const checked = v.safeParse(headerSchema, json);
  if (!checked.success) throw damaged(source.name, 'a header of another shape');
  return { header: checked.output, start: magic.length + 4 + length };
}

function unpacked(source: ByteSource, { name, files, parts }: Header, start: number): FolderSource {
  const places = new Map<string, { readonly at: number; readonly bytes: number }>();
  let at = start;
  for (const [place, bytes] of parts) {
    const file = files.at(place);
    if (file === undefined) throw damaged(source.name, `a part of file ${place} of ${files.length}`);
    if (at + bytes > source.size) throw damaged(source.name, `${source.size} bytes where ${file} ends at ${at + bytes}`);
    places.set(file, { at, bytes });
    at += bytes;
  }
  return {
    name,
    files,
    read: async (file, length, signal) => {
      const place = places.get(file);
      // Roles that name no file, as a list that is gone.
      if (!place) throw new FormatError({ file: `${name}/${file}`, expected: 'a file that can be read', found: 'none', advice: 'Choose the parts of the folder again.' });
      return source.read(place.at, Math.min(length, place.bytes), signal);
    },
  };
}
