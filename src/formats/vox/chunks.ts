import type { Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';

export interface VoxModel {
  readonly size: Vector3;
  /** x, y, z and palette index, a byte each, of every voxel. */
  readonly voxels: Uint8Array<ArrayBuffer>;
}

export type SceneNode =
  | { readonly kind: 'transform'; readonly child: number; readonly hidden: boolean; readonly rotation: number; readonly translation: Vector3 }
  | { readonly kind: 'group'; readonly children: readonly number[] }
  | { readonly kind: 'shape'; readonly models: readonly number[] };

export interface VoxFile {
  readonly models: readonly VoxModel[];
  /** RGBA of palette entries 1 to 255, 4 bytes each; null where the file has none. */
  readonly palette: Uint8Array<ArrayBuffer> | null;
  readonly nodes: ReadonlyMap<number, SceneNode>;
}

/** No rotation: the first row's entry is in column 0, the second's in column 1, all positive. */
const identityRotation = 4;
/** The most cells along an axis of a model: MagicaVoxel has 256. */
const longestAxis = 2048;

/** Parses the chunks of a .vox file. @throws FormatError with the byte */
export function readChunks(bytes: Uint8Array<ArrayBuffer>, file: string, warn: (message: string) => void): VoxFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const models: VoxModel[] = [];
  const nodes = new Map<number, SceneNode>();
  let palette: Uint8Array<ArrayBuffer> | null = null;
  let size: Vector3 | null = null;
  let position = 8;
  while (position + 12 <= bytes.length) {
    const id = String.fromCharCode(...bytes.subarray(position, position + 4));
    const length = view.getInt32(position + 4, true);
    const childLength = view.getInt32(position + 8, true);
    if (length < 0 || childLength < 0) throw fault(file, position + 4, 'a size of at least 0', `${Math.min(length, childLength)}`);
    const start = position + 12;
    const content = new ChunkReader(bytes.subarray(start, start + length), file, start);
    switch (id) {
      case 'SIZE':
        size = readSize(content, file, start);
        break;
      case 'XYZI':
        if (!size) throw fault(file, position, 'a SIZE chunk before the voxels', 'none');
        models.push({ size, voxels: readVoxels(content, file, start, warn) });
        size = null;
        break;
      case 'RGBA':
        if (content.bytes.length >= 1020) palette = content.bytes.slice(0, 1020);
        else warn('The palette is cut off; the default one is used.');
        break;
      case 'nTRN':
      case 'nGRP':
      case 'nSHP':
        addNode(nodes, id, content);
        break;
    }
    // MAIN has no content; its children follow one after the other, like those of any chunk.
    position = start + length;
    if (id !== 'MAIN') position += childLength;
  }
  if (position > bytes.length) warn('The file ends early, within a chunk.');
  if (models.length === 0) throw fault(file, bytes.length, 'a model (SIZE and XYZI chunks)', 'none');
  return { models, palette, nodes };
}

function readSize(content: ChunkReader, file: string, start: number): Vector3 {
  const size: Vector3 = [content.integer(), content.integer(), content.integer()];
  if (size.every((cells) => cells >= 1 && cells <= longestAxis)) return size;
  throw fault(file, start, `a size of 1 to ${longestAxis} a side`, size.join(' '));
}

function readVoxels(content: ChunkReader, file: string, start: number, warn: (message: string) => void): Uint8Array<ArrayBuffer> {
  const count = content.integer();
  if (count < 0) throw fault(file, start, 'a number of voxels of at least 0', `${count}`);
  const held = Math.floor((content.bytes.length - 4) / 4);
  if (held < count) warn(`The file ends early: ${held} of ${count} voxels are there.`);
  return content.bytes.subarray(4, 4 + 4 * Math.min(held, count));
}

function addNode(nodes: Map<number, SceneNode>, id: 'nTRN' | 'nGRP' | 'nSHP', content: ChunkReader): void {
  const node = content.integer();
  const attributes = content.dictionary();
  if (id === 'nTRN') {
    const child = content.integer();
    content.integer();
    content.integer();
    const frames = content.integer();
    const frame = frames > 0 ? content.dictionary() : new Map<string, string>();
    const [x = 0, y = 0, z = 0] = (frame.get('_t') ?? '').split(/\s+/).map((word) => Math.trunc(Number(word)) || 0);
    const rotation = frame.get('_r');
    nodes.set(node, {
      kind: 'transform',
      child,
      hidden: attributes.get('_hidden') === '1',
      rotation: rotation === undefined ? identityRotation : Math.trunc(Number(rotation)) || 0,
      translation: [x, y, z],
    });
    return;
  }
  const count = content.integer();
  if (id === 'nGRP') {
    nodes.set(node, { kind: 'group', children: content.integers(count) });
    return;
  }
  const models: number[] = [];
  for (let i = 0; i < count && content.hasMore; i++) {
    models.push(content.integer());
    content.dictionary();
  }
  nodes.set(node, { kind: 'shape', models });
}

/** Numbers, words and dictionaries one after the other. What lies past the end of a chunk is an error. */
class ChunkReader {
  private position = 0;
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array<ArrayBuffer>,
    private readonly file: string,
    private readonly start: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get hasMore(): boolean {
    return this.position < this.bytes.length;
  }

  integer(): number {
    if (this.position + 4 > this.bytes.length) throw fault(this.file, this.start + this.position, 'a number of 4 bytes', 'the end of the chunk');
    const value = this.view.getInt32(this.position, true);
    this.position += 4;
    return value;
  }

  integers(count: number): number[] {
    const values: number[] = [];
    for (let i = 0; i < count; i++) values.push(this.integer());
    return values;
  }

  dictionary(): Map<string, string> {
    const pairs = this.integer();
    const entries = new Map<string, string>();
    for (let i = 0; i < pairs; i++) entries.set(this.text(), this.text());
    return entries;
  }

  private text(): string {
    const length = this.integer();
    if (length < 0 || this.position + length > this.bytes.length) {
      throw fault(this.file, this.start + this.position, 'a text within its chunk', `${length} bytes`);
    }
    const text = new TextDecoder().decode(this.bytes.subarray(this.position, this.position + length));
    this.position += length;
    return text;
  }
}

export function fault(file: string, offset: number, expected: string, found: string): FormatError {
  return new FormatError({ file, place: { kind: 'byte', offset }, expected, found, advice: 'The file is damaged; get it again.' });
}
