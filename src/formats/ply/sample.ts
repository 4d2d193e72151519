import type { PointCloud } from '../../model/pointCloud';
import { isBigIntegerArray } from '../../model/numericType';
import { BoundsBuilder } from '../boundsBuilder';
import { throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { endOfWord, parseUnusualNumber, scanNumber, wordAt } from '../scanNumber';
import { buildModel } from './buildModel';
import { planElement, type ElementPlan, type GroupRequest } from './columns';
import { decodeFixedRows } from './decodeColumns';
import { hasLists, readHeader, smallestRowBytes, type PlyElement, type PlyHeader } from './header';
import { writeSplatColours } from './splatColours';
import { settleColours, storeColumn } from './storeText';
import { layOutVertex, type VertexLayout } from './vertexColumns';

/** Pieces that a sample consists of: enough that the whole shape shows, few enough that requests do not dominate. */
const pieces = 96;
const piecesAtOnce = 6;

/** The vertices of a file that can be reached without reading what lies before them. */
interface VertexRegion {
  readonly header: PlyHeader;
  readonly element: PlyElement;
  readonly layout: VertexLayout;
  readonly start: number;
}

/**
 * About `count` vertices from pieces spread evenly over the file, with positions and colours only; null when the file
 * has not at least twice as many or its vertices cannot be found without reading all before them.
 */
export async function samplePly(source: ByteSource, context: ReadContext, count: number): Promise<PointCloud | null> {
  const { header, rest } = await readHeader(source, context.signal);
  const region = findVertices(header);
  if (!region || count < 1 || region.element.count < 2 * count || region.layout.missingCoordinates.length === 3) return null;
  return header.encoding === 'ascii'
    ? sampleText(source, context, region, rest, count)
    : sampleRecords(source, context, region, count);
}

function findVertices(header: PlyHeader): VertexRegion | null {
  let start = header.dataStart;
  for (const element of header.elements) {
    if (element.name.toLowerCase() === 'vertex') {
      return hasLists(element) ? null : { header, element, layout: layOutVertex(element), start };
    }
    if (element.count > 0 && element.properties.length > 0 && (hasLists(element) || header.encoding === 'ascii')) return null;
    start += element.count * smallestRowBytes(element);
  }
  return null;
}

function planSample(source: ByteSource, context: ReadContext, region: VertexRegion, rows: number): ElementPlan {
  const { layout, element } = region;
  const wanted = layout.requests.filter(({ role }) => role === 'positions' || role === 'colours');
  const splats = hasColours(layout) ? [] : (layout.splatColours ?? []);
  const requests: GroupRequest[] = splats.map((index) => ({ role: 'other', name: element.properties[index].name, properties: [index] }));
  return planElement(element, {
    file: source.name,
    budget: new MemoryBudget(source.name, context.options.limit),
    rows,
    requests: [...wanted, ...requests],
    keepsOthers: false,
    maximumListValues: 0,
  });
}

function hasColours(layout: VertexLayout): boolean {
  return layout.requests.some(({ role }) => role === 'colours');
}

async function sampleRecords(source: ByteSource, context: ReadContext, region: VertexRegion, count: number): Promise<PointCloud | null> {
  const { element, start, header } = region;
  const stride = smallestRowBytes(element);
  const available = Math.min(element.count, Math.floor((source.size - start) / stride));
  if (available < 2 * count) return null;
  const piecesWanted = Math.min(pieces, count);
  const rowsEach = Math.ceil(count / piecesWanted);
  const plan = planSample(source, context, region, rowsEach * piecesWanted);
  const littleEndian = header.encoding === 'binary_little_endian';
  await forEachPiece(context, piecesWanted, async (piece) => {
    const row = piecesWanted === 1 ? 0 : Math.floor((piece * (available - rowsEach)) / (piecesWanted - 1));
    const bytes = await source.read(start + row * stride, rowsEach * stride, context.signal);
    const rows = Math.min(rowsEach, Math.floor(bytes.byteLength / stride));
    decodeFixedRows(plan, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, stride, littleEndian, piece * rowsEach, rows, () => undefined);
  });
  return finishSample(region, plan, plan.rows);
}

async function sampleText(
  source: ByteSource,
  context: ReadContext,
  region: VertexRegion,
  head: Uint8Array<ArrayBuffer>,
  count: number,
): Promise<PointCloud | null> {
  const { element, start, header } = region;
  const width = element.properties.length;
  const lineBytes = averageLine(head);
  if (lineBytes === 0) return null;
  const isLast = header.elements.every((other) => other === element || other.count === 0 || other.properties.length === 0);
  // Where faces follow, the end of the vertices is only known from the length of their first lines: stay clear of it.
  const end = isLast ? source.size : Math.min(source.size, start + 0.9 * lineBytes * element.count);
  const piecesWanted = Math.min(pieces, count);
  const rowsEach = Math.ceil(count / piecesWanted);
  const bytesEach = Math.ceil(rowsEach * lineBytes);
  if (end - start < 2 * piecesWanted * bytesEach) return null;
  const plan = planSample(source, context, region, rowsEach * piecesWanted);
  let filled = 0;
  await forEachPiece(context, piecesWanted, async (piece) => {
    const from = start + Math.floor((piece * (end - start - bytesEach)) / Math.max(1, piecesWanted - 1));
    const bytes = await source.read(from, bytesEach, context.signal);
    const block = new Float64Array(rowsEach * width);
    const rows = scanLines(bytes, from === start, width, block);
    plan.columns.forEach((column, index) => {
      if (column.kind === 'scalar' && column.group) storeColumn(block, index, width, rows, column.group, column.component, filled, { count: 0 });
    });
    filled += rows;
  });
  const colours = plan.groups.find((group) => group.role === 'colours');
  if (colours) settleColours(colours, { count: 0 });
  return filled > 0 ? finishSample(region, plan, filled) : null;
}

/** Average bytes of the whole lines in a piece of text; 0 when there is none. */
function averageLine(bytes: Uint8Array): number {
  let lines = 0;
  let last = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 10) continue;
    lines++;
    last = i + 1;
  }
  return lines === 0 ? 0 : last / lines;
}

/** Reads whole lines of exactly `width` numbers into `block`; others are passed over. Returns how many. */
function scanLines(bytes: Uint8Array, startsWithLine: boolean, width: number, block: Float64Array): number {
  let rows = 0;
  let position = startsWithLine ? 0 : bytes.indexOf(10) + 1;
  for (;;) {
    const end = bytes.indexOf(10, position);
    if (end < 0 || (rows + 1) * width > block.length) return rows;
    if (scanLine(bytes, position, end, width, block, rows * width)) rows++;
    position = end + 1;
  }
}

function scanLine(bytes: Uint8Array, start: number, end: number, width: number, block: Float64Array, at: number): boolean {
  let values = 0;
  for (let position = start; ; ) {
    while (position < end && bytes[position] <= 32) position++;
    if (position === end) return values === width;
    if (values === width) return false;
    let next = scanNumber(bytes, position, block, at + values);
    if (next < 0) {
      const value = parseUnusualNumber(wordAt(bytes, position));
      if (value === null) return false;
      block[at + values] = value;
      next = endOfWord(bytes, position);
    }
    position = next;
    values++;
  }
}

async function forEachPiece(context: ReadContext, count: number, work: (piece: number) => Promise<void>): Promise<void> {
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      throwIfCancelled(context.signal);
      await work(next++);
      done++;
      context.progress?.(done / count, 'reading a sample');
    }
  };
  await Promise.all(Array.from({ length: piecesAtOnce }, lane));
}

function finishSample(region: VertexRegion, plan: ElementPlan, rows: number): PointCloud | null {
  const bounds = new BoundsBuilder();
  const positions = plan.groups.find((group) => group.role === 'positions')?.data;
  if (positions instanceof Float32Array || positions instanceof Float64Array) bounds.extend(positions, 0, rows);
  const model = buildModel({
    header: { ...region.header, comments: [] },
    elements: [{ role: 'vertices', plan, rows }],
    bounds,
    derivedColours: splatColours(region.layout, plan, rows),
    warn: () => undefined,
  });
  return model.kind === 'pointCloud' ? { ...model, attributes: [] } : null;
}

function splatColours(layout: VertexLayout, plan: ElementPlan, rows: number): Uint8Array | null {
  if (!layout.splatColours || hasColours(layout)) return null;
  const [red, green, blue] = layout.splatColours.map((index) => {
    const column = plan.columns[index];
    return column.kind === 'scalar' ? column.group?.data : undefined;
  });
  if (!red || !green || !blue || isBigIntegerArray(red) || isBigIntegerArray(green) || isBigIntegerArray(blue)) return null;
  const colours = new Uint8Array(3 * rows);
  writeSplatColours([red, green, blue], colours, 0, rows);
  return colours;
}
