import { bytesOfType } from '../../model/numericType';
import type { GroupRequest } from './columns';
import { smallestRowBytes, type PlyElement, type PlyHeader } from './header';
import { layOutVertex, type VertexLayout } from './vertexColumns';

/** The part an element plays in the model. */
export type ElementRole = 'vertices' | 'polygons' | 'strips' | 'edges' | 'table';

export interface ElementLayout {
  readonly element: PlyElement;
  readonly role: ElementRole;
  readonly requests: readonly GroupRequest[];
  /** Index of the list property that names vertices. */
  readonly indexList?: number;
  readonly vertex?: VertexLayout;
}

const indexListNames = ['vertex_indices', 'vertex_index', 'vertex_indexes', 'vertexindices', 'vertexindex'];

function findIndexList(element: PlyElement): number | undefined {
  const index = element.properties.findIndex(
    (property) => property.countType !== undefined && indexListNames.includes(property.name.toLowerCase()),
  );
  return index < 0 ? undefined : index;
}

function findEdgeEnds(element: PlyElement): GroupRequest | null {
  const ends = ['vertex1', 'vertex2'].map((name) =>
    element.properties.findIndex((property) => property.countType === undefined && property.name.toLowerCase() === name),
  );
  return ends.includes(-1) ? null : { role: 'positions', name: 'ends', properties: ends, storedType: 'float64' };
}

/** Says what each element of a header is. The first element of a name has its meaning; others of that name are tables. */
export function layOut(header: PlyHeader): ElementLayout[] {
  const taken = new Set<ElementRole>();
  const take = (role: ElementRole, element: PlyElement): boolean => {
    if (taken.has(role) || (element.count === 0 && role !== 'vertices')) return false;
    taken.add(role);
    return true;
  };
  const hasFaces = header.elements.some((element) => element.name.toLowerCase() === 'face' && element.count > 0);
  return header.elements.map((element): ElementLayout => {
    const name = element.name.toLowerCase();
    const indexList = findIndexList(element);
    const ends = findEdgeEnds(element);
    if (name === 'vertex' && take('vertices', element)) {
      const vertex = layOutVertex(element);
      return { element, role: 'vertices', requests: vertex.requests, vertex };
    }
    if (name === 'face' && indexList !== undefined && take('polygons', element)) return { element, role: 'polygons', requests: [], indexList };
    // A file with both has the same surface twice; the strips are then kept as a table.
    if (name === 'tristrips' && indexList !== undefined && !hasFaces && take('strips', element)) {
      return { element, role: 'strips', requests: [], indexList };
    }
    if (name === 'edge' && ends && take('edges', element)) return { element, role: 'edges', requests: [ends] };
    return { element, role: 'table', requests: [] };
  });
}

/** Bytes that a row takes in memory, list values left out. */
export function storedRowBytes(layout: ElementLayout): number {
  const grouped = new Set(layout.requests.flatMap((request) => request.properties));
  let bytes = 0;
  for (const request of layout.requests) {
    const [first] = request.properties.filter((index) => index !== null);
    const type = request.storedType ?? layout.element.properties[first].type;
    bytes += bytesOfType[type] * request.properties.length;
  }
  layout.element.properties.forEach((property, index) => {
    if (grouped.has(index)) return;
    bytes += property.countType === undefined ? bytesOfType[property.type] : 4;
  });
  if (layout.indexList !== undefined) bytes += 12;
  if (layout.vertex?.splatColours) bytes += 3;
  return bytes;
}

/** Rows of an element that `bytes` bytes of file can hold at most; an element without properties takes no bytes. */
export function rowsThatFit(element: PlyElement, bytes: number, isText: boolean): number {
  if (element.properties.length === 0) return element.count;
  // In text every value takes a digit and a separator, which the file's last value may lack.
  const rowBytes = isText ? 2 * element.properties.length : smallestRowBytes(element);
  return Math.min(element.count, Math.floor((isText ? bytes + 1 : bytes) / rowBytes));
}
