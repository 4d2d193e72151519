import type { FormatError } from '../../model/errors';
import { fault, nextTag, type XmlTag } from './xml';

/** Six whole numbers: first and last index along x, y and z. */
export type Extent = readonly [number, number, number, number, number, number];

export interface DataArrayElement {
  readonly attributes: ReadonlyMap<string, string>;
  /** Where the element's own text lies. */
  readonly from: number;
  readonly to: number;
}

export interface Piece {
  readonly extent: Extent;
  readonly points: readonly DataArrayElement[];
  readonly cells: readonly DataArrayElement[];
  /** The name of the array that a section calls its scalars. */
  readonly activePoints: string | undefined;
  readonly activeCells: string | undefined;
}

export interface VtiDocument {
  readonly file: ReadonlyMap<string, string>;
  readonly image: ReadonlyMap<string, string>;
  readonly extent: Extent;
  readonly pieces: readonly Piece[];
  /** Where the appended data begins, behind its "_"; null when there is none. */
  readonly appended: { readonly from: number; readonly isRaw: boolean } | null;
}

interface GrowingPiece extends Piece {
  readonly points: DataArrayElement[];
  readonly cells: DataArrayElement[];
  activePoints: string | undefined;
  activeCells: string | undefined;
}

/** The structure of a VTK XML image. @throws FormatError for XML that is not well formed, or another kind of VTK file */
export function readDocument(bytes: Uint8Array<ArrayBuffer>, file: string): VtiDocument {
  const open: string[] = [];
  let root: ReadonlyMap<string, string> | null = null;
  let image: ReadonlyMap<string, string> | null = null;
  let appended: VtiDocument['appended'] = null;
  const pieces: GrowingPiece[] = [];
  for (let tag = nextTag(bytes, 0, file); tag; tag = nextTag(bytes, tag.to, file)) {
    if (tag.kind === 'end') {
      if (open.pop() !== tag.name) throw unbalanced(tag, file);
      if (open.length === 0) break;
      continue;
    }
    if (!root) root = rootOf(tag, file);
    const piece = pieces.at(-1);
    switch (tag.name) {
      case 'ImageData':
        image = tag.attributes;
        break;
      case 'Piece':
        pieces.push({ extent: extentOf(tag.attributes.get('Extent'), file, tag.from), points: [], cells: [], activePoints: undefined, activeCells: undefined });
        break;
      case 'PointData':
        if (piece) piece.activePoints = tag.attributes.get('Scalars');
        break;
      case 'CellData':
        if (piece) piece.activeCells = tag.attributes.get('Scalars');
        break;
      case 'DataArray': {
        const { from, to, end } = arrayText(bytes, tag, file);
        const section = open.at(-1);
        const arrays = section === 'PointData' ? piece?.points : section === 'CellData' ? piece?.cells : undefined;
        arrays?.push({ attributes: tag.attributes, from, to });
        tag = end;
        continue;
      }
      case 'AppendedData':
        appended = appendedAt(bytes, tag, file);
        break;
    }
    // Raw data may hold bytes of any value: the document's end is not looked for among them.
    if (appended?.isRaw) {
      open.length = 0;
      break;
    }
    if (tag.kind === 'start') open.push(tag.name);
  }
  if (open.length > 0) throw fault(file, bytes.length, `"</${open[open.length - 1]}>"`, 'the end of the file', 'The file may be cut off.');
  if (!root || !image) throw fault(file, 0, '"VTKFile" with an "ImageData"', 'none', 'The file is of another kind.');
  return { file: root, image, extent: extentOf(image.get('WholeExtent'), file, 0), pieces, appended };
}

function rootOf(tag: XmlTag, file: string): ReadonlyMap<string, string> {
  const type = tag.attributes.get('type');
  if (tag.name === 'VTKFile' && type === 'ImageData') return tag.attributes;
  const found = `"${tag.name}"${type === undefined ? '' : ` of type ${type}`}`;
  throw fault(file, tag.from, '"VTKFile" of type ImageData', found, 'Only images (.vti) are read.');
}

function unbalanced(tag: XmlTag, file: string): FormatError {
  return fault(file, tag.from, 'the end of the element that was opened last', `"</${tag.name}>"`, 'The XML is not well formed.');
}

/** Where a DataArray's values lie, after the elements inside it, and its end. */
function arrayText(bytes: Uint8Array<ArrayBuffer>, start: XmlTag, file: string): { readonly from: number; readonly to: number; readonly end: XmlTag } {
  if (start.kind === 'empty') return { from: start.to, to: start.to, end: start };
  const inner: string[] = [];
  let from = start.to;
  for (let tag = nextTag(bytes, start.to, file); tag; tag = nextTag(bytes, tag.to, file)) {
    if (tag.kind === 'end' && inner.length === 0) {
      if (tag.name !== 'DataArray') throw unbalanced(tag, file);
      return { from, to: tag.from, end: tag };
    }
    if (tag.kind === 'start') inner.push(tag.name);
    else if (tag.kind === 'end' && inner.pop() !== tag.name) throw unbalanced(tag, file);
    if (inner.length === 0) from = tag.to;
  }
  throw fault(file, bytes.length, '"</DataArray>"', 'the end of the file', 'The file may be cut off.');
}

function appendedAt(bytes: Uint8Array<ArrayBuffer>, tag: XmlTag, file: string): { readonly from: number; readonly isRaw: boolean } {
  const encoding = tag.attributes.get('encoding') ?? 'raw';
  if (encoding !== 'raw' && encoding !== 'base64') throw fault(file, tag.from, 'appended data in raw or base64', JSON.stringify(encoding), 'Write the file again in one of these.');
  let at = tag.to;
  while (at < bytes.length && bytes[at] <= 32) at++;
  if (bytes[at] !== 95) throw fault(file, at, '"_" before the appended data', 'none', 'The file may be damaged.');
  return { from: at + 1, isRaw: encoding === 'raw' };
}

function extentOf(text: string | undefined, file: string, offset: number): Extent {
  const [a, b, c, d, e, f, ...rest] = (text ?? '').trim().split(/\s+/).map(Number);
  const extent: Extent = [a, b, c, d, e, f];
  if (rest.length === 0 && extent.every(Number.isSafeInteger) && a <= b && c <= d && e <= f) return extent;
  throw fault(file, offset, 'an extent of six whole numbers, first and last along x, y and z', JSON.stringify(text ?? 'none'), 'The file may be damaged.');
}
