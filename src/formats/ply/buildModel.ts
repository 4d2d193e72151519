import type { Attribute, ElementTable } from '../../model/attribute';
import type { Edges, Polygons } from '../../model/mesh';
import type { VertexModel } from '../../model/model';
import type { PositionAttribute, Vertices } from '../../model/pointCloud';
import type { BoundsBuilder } from '../boundsBuilder';
import { attributeOfGroup, otherAttributes, type ColumnRole, type ElementPlan, type ListColumn } from './columns';
import type { PlyHeader } from './header';
import type { ElementRole } from './layOut';
import { vertexNumber } from './readBinary';

/** One element as it was read. */
export interface ReadElement {
  readonly role: ElementRole;
  readonly plan: ElementPlan;
  /** Whole rows. */
  readonly rows: number;
}

export interface ModelParts {
  readonly header: PlyHeader;
  readonly elements: readonly ReadElement[];
  readonly bounds: BoundsBuilder;
  readonly derivedColours: Uint8Array | null;
  readonly warn: (message: string) => void;
}

/** The name under which colours of Gaussian splats are shown. */
export const splatColourName = 'spherical harmonics, degree 0';

function positionsOf(element: ReadElement | undefined): PositionAttribute {
  const group = element?.plan.groups.find((candidate) => candidate.role === 'positions');
  if (element && group) {
    const attribute = attributeOfGroup(group, element.rows);
    const { data } = attribute;
    if (data instanceof Float32Array || data instanceof Float64Array) return { ...attribute, components: 3, data };
  }
  return { kind: 'values', name: 'position', type: 'float32', components: 3, componentNames: ['x', 'y', 'z'], data: new Float32Array(0) };
}

function attributeOfRole(element: ReadElement | undefined, role: ColumnRole): Attribute | undefined {
  const group = element?.plan.groups.find((candidate) => candidate.role === role);
  return element && group ? attributeOfGroup(group, element.rows) : undefined;
}

/** Wraps derived colours, 3 bytes a vertex. */
export function splatAttribute(colours: Uint8Array): Attribute {
  return { kind: 'values', name: splatColourName, type: 'uint8', components: 3, componentNames: ['red', 'green', 'blue'], data: colours };
}

/** Puts a file's elements together to a mesh, when it has faces or edges, or a point cloud. */
export function buildModel(parts: ModelParts): VertexModel {
  const { elements, bounds, header } = parts;
  const find = (role: ElementRole): ReadElement | undefined => elements.find((element) => element.role === role);
  const vertex = find('vertices');
  const rows = vertex?.rows ?? 0;
  const normals = attributeOfRole(vertex, 'normals');
  const colours = attributeOfRole(vertex, 'colours');
  const textureCoordinates = attributeOfRole(vertex, 'textureCoordinates');
  const vertices: Vertices = {
    count: rows,
    positions: positionsOf(vertex),
    ...(normals ? { normals } : {}),
    ...(colours ? { colours } : {}),
    ...(textureCoordinates ? { textureCoordinates } : {}),
    attributes: vertex ? otherAttributes(vertex.plan, rows) : [],
    elements: elements.filter((element) => element.role === 'table').map(tableOf),
    comments: header.comments,
    bounds: bounds.bounds,
    notFinite: bounds.notFinite,
    ...(parts.derivedColours ? { derivedColours: splatAttribute(parts.derivedColours.slice(0, 3 * rows)) } : {}),
  };
  const faces = find('polygons') ?? find('strips');
  const edges = find('edges');
  if (!faces && !edges) return { kind: 'pointCloud', ...vertices };
  const polygons = polygonsOf(faces, parts.warn);
  const readEdges = edges ? edgesOf(edges) : undefined;
  warnOfMissingVertices(polygons, readEdges, rows, parts.warn);
  return { kind: 'mesh', ...vertices, polygons, ...(readEdges ? { edges: readEdges } : {}) };
}

function tableOf(element: ReadElement): ElementTable {
  return { name: element.plan.element.name, count: element.rows, attributes: otherAttributes(element.plan, element.rows) };
}

function polygonsOf(element: ReadElement | undefined, warn: (message: string) => void): Polygons {
  const column = element?.plan.columns.find((candidate): candidate is ListColumn => candidate.kind === 'list' && candidate.isIndex);
  if (!element || !column) return { count: 0, offsets: new Uint32Array(1), indices: new Uint32Array(0), attributes: [] };
  const { offsets, data } = column.builder.finish(element.rows);
  const indices = data instanceof Uint32Array ? data : new Uint32Array(0);
  if (element.role === 'strips') return trianglesOfStrips(offsets, indices, warn);
  const { name, type, countType = 'uint8' } = column.property;
  return { count: element.rows, offsets, indices, property: { name, type, countType }, attributes: otherAttributes(element.plan, element.rows) };
}

const stripEnd = 0xffff_ffff;

/** Triangles of strips that -1 separates, each second one turned so that all face the same way; those that only connect have two equal corners and are left out. */
function trianglesOfStrips(offsets: Uint32Array, strips: Uint32Array, warn: (message: string) => void): Polygons {
  const corners = new Uint32Array(3 * strips.length);
  let count = 0;
  for (let list = 0; list + 1 < offsets.length; list++) {
    let start = offsets[list];
    for (let i = start; i < offsets[list + 1]; i++) {
      if (strips[i] === stripEnd) {
        start = i + 1;
        continue;
      }
      if (i - start < 2) continue;
      const turned = (i - start) % 2;
      const first = strips[i - 2 + turned];
      const second = strips[i - 1 - turned];
      const third = strips[i];
      if (first === second || second === third || third === first) continue;
      corners.set([first, second, third], 3 * count);
      count++;
    }
  }
  warn(`The file's triangle strips were taken apart into ${count} triangles; writing it again writes triangles.`);
  return {
    count,
    offsets: Uint32Array.from({ length: count + 1 }, (_value, index) => 3 * index),
    indices: corners.slice(0, 3 * count),
    property: { name: 'vertex_indices', type: 'int32', countType: 'uint8' },
    attributes: [],
  };
}

function edgesOf(element: ReadElement): Edges {
  const ends = element.plan.groups.find((group) => group.role === 'positions');
  const indices = new Uint32Array(2 * element.rows);
  if (ends?.data instanceof Float64Array) {
    for (let i = 0; i < indices.length; i++) indices[i] = vertexNumber(ends.data[i]);
  }
  return { count: element.rows, indices, attributes: otherAttributes(element.plan, element.rows) };
}

function warnOfMissingVertices(polygons: Polygons, edges: Edges | undefined, vertexCount: number, warn: (message: string) => void): void {
  const { offsets, indices } = polygons;
  let badFaces = 0;
  let face = 0;
  for (let i = 0; i < indices.length; i++) {
    if (indices[i] < vertexCount) continue;
    while (offsets[face + 1] <= i) face++;
    badFaces++;
    // On to the next face.
    i = offsets[face + 1] - 1;
  }
  if (badFaces > 0) warn(`${badFaces} of ${polygons.count} faces name vertices that the file does not have; they are not drawn or measured.`);
  if (!edges) return;
  let badEdges = 0;
  for (let i = 0; i < edges.indices.length; i += 2) {
    if (edges.indices[i] >= vertexCount || edges.indices[i + 1] >= vertexCount) badEdges++;
  }
  if (badEdges > 0) warn(`${badEdges} of ${edges.count} edges name vertices that the file does not have; they are not drawn.`);
}
