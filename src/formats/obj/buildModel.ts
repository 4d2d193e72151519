import type { AnyAttribute, Attribute, ElementTable } from '../../model/attribute';
import type { Edges, Polygons } from '../../model/mesh';
import type { VertexModel } from '../../model/model';
import type { Vertices } from '../../model/pointCloud';
import { BoundsBuilder } from '../boundsBuilder';
import type { GrowingArray } from '../growingArray';
import { missing, type Statements } from './statements';

/**
 * A mesh, or a cloud where no face and no line is. Normals and texture coordinates that each vertex has but one of are
 * attributes of vertices; otherwise they stay what the file has: tables, and for each face the rows of its corners.
 */
export function buildObj(statements: Statements, warn: (message: string) => void): VertexModel {
  const { positions, corners, segments, points, tags } = statements;
  const count = statements.vertexCount;
  const bounds = new BoundsBuilder();
  const data = positions.finish();
  bounds.extend(data, 0, count);
  const polygonOffsets = offsetsOf(statements.faceEnds);
  const faces = polygonOffsets.length - 1;
  const vertices = corners.vertices.finish();
  const normals = columnOf(corners.normals, vertices, count, statements.normals.finish(), 3);
  const textures = columnOf(corners.textures, vertices, count, statements.textures.finish(), 2);
  const tables: ElementTable[] = [
    ...tableOf('vn', 'normal', normals, 3),
    ...tableOf('vt', 'texture coordinate', textures, 2),
    ...(points.length > 0 ? [{ name: 'point', count: points.length, attributes: [{ kind: 'values', name: 'vertex_index', type: 'uint32', components: 1, data: points.finish() } as const] }] : []),
  ];
  const colours = coloursOf(statements, count, warn);
  const weights = weightsOf(statements, count);
  const shared: Vertices = {
    count,
    positions: { kind: 'values', name: 'position', type: 'float64', components: 3, componentNames: ['x', 'y', 'z'], data },
    ...(normals?.kind === 'vertices' ? { normals: { kind: 'values', name: 'normal', type: 'float64', components: 3, componentNames: ['nx', 'ny', 'nz'], data: normals.data } } : {}),
    ...(colours ? { colours } : {}),
    ...(textures?.kind === 'vertices' ? { textureCoordinates: { kind: 'values', name: 'texture coordinate', type: 'float64', components: 2, componentNames: ['s', 't'], data: textures.data } } : {}),
    attributes: weights,
    elements: tables,
    comments: [...statements.comments, ...tags.comments()],
    bounds: bounds.bounds,
    notFinite: bounds.notFinite,
  };
  tell(statements, shared, vertices, polygonOffsets, warn);
  if (faces === 0 && segments.length === 0) return { kind: 'pointCloud', ...shared };
  const lists = [
    ...(normals?.kind === 'corners' ? [listOf('normal_index', polygonOffsets, normals.rows)] : []),
    ...(textures?.kind === 'corners' ? [listOf('texture_index', polygonOffsets, textures.rows)] : []),
  ];
  const polygons: Polygons = { count: faces, offsets: polygonOffsets, indices: vertices, attributes: [...tags.attributes(), ...lists] };
  const edges: Edges | null = segments.length > 0 ? { count: segments.length / 2, indices: segments.finish(), attributes: [] } : null;
  return { kind: 'mesh', ...shared, polygons, ...(edges ? { edges } : {}) };
}

/** Values of corners: one a vertex, or a row a corner into a table of their own; `vertices` where each vertex has but one. */
type CornerColumn =
  | { readonly kind: 'vertices'; readonly data: Float64Array }
  | { readonly kind: 'corners'; readonly rows: Uint32Array; readonly table: Float64Array }
  | { readonly kind: 'unused'; readonly table: Float64Array };

function columnOf(corners: GrowingArray<Uint32Array>, vertices: Uint32Array, count: number, table: Float64Array, components: number): CornerColumn | null {
  const total = table.length / components;
  if (total === 0) return null;
  if (corners.length === 0) {
    // Points with normals, and no face to say which is whose.
    return total === count && vertices.length === 0 ? { kind: 'vertices', data: table } : { kind: 'unused', table };
  }
  while (corners.length < vertices.length) corners.push(missing);
  const rows = corners.finish();
  const rowOf = new Uint32Array(count).fill(missing);
  for (let corner = 0; corner < rows.length; corner++) {
    const vertex = vertices[corner];
    const row = rows[corner];
    if (vertex >= count || row >= total) {
      if (row === missing) return { kind: 'corners', rows, table };
      continue;
    }
    if (rowOf[vertex] === missing) rowOf[vertex] = row;
    else if (rowOf[vertex] !== row) return { kind: 'corners', rows, table };
  }
  const data = new Float64Array(components * count).fill(NaN);
  for (let vertex = 0; vertex < count; vertex++) {
    // A vertex of no face has no normal; by its number it may have one after all.
    const row = rowOf[vertex] === missing && total === count ? vertex : rowOf[vertex];
    if (row !== missing) for (let i = 0; i < components; i++) data[components * vertex + i] = table[components * row + i];
  }
  return { kind: 'vertices', data };
}

function tableOf(element: string, name: string, column: CornerColumn | null, components: number): ElementTable[] {
  if (!column || column.kind === 'vertices') return [];
  return [{ name: element, count: column.table.length / components, attributes: [{ kind: 'values', name, type: 'float64', components, data: column.table }] }];
}

function listOf(name: string, offsets: Uint32Array, rows: Uint32Array): AnyAttribute {
  return { kind: 'lists', name, type: 'int32', countType: 'uint8', offsets, data: Int32Array.from(rows) };
}

function offsetsOf(ends: GrowingArray<Uint32Array>): Uint32Array {
  const offsets = new Uint32Array(ends.length + 1);
  offsets.set(ends.values.subarray(0, ends.length), 1);
  return offsets;
}

/** Colours from 0 to 1; where one is above 1, all are bytes. Vertices without are white. */
function coloursOf({ colours, hasOpacity }: Statements, count: number, warn: (message: string) => void): Attribute | null {
  if (colours.length === 0) return null;
  while (colours.length < 4 * count) colours.push(NaN);
  const { values } = colours;
  const isBytes = values.subarray(0, 4 * count).some((value, i) => i % 4 < 3 && value > 1);
  const components = hasOpacity ? 4 : 3;
  const full = isBytes ? 255 : 1;
  const data = isBytes ? new Uint8ClampedArray(components * count) : new Float32Array(components * count);
  let without = 0;
  for (let vertex = 0; vertex < count; vertex++) {
    const isMissing = Number.isNaN(values[4 * vertex]);
    if (isMissing) without++;
    for (let i = 0; i < components; i++) data[components * vertex + i] = isMissing ? full : i === 3 && !isBytes ? values[4 * vertex + 3] : i === 3 ? 255 * Math.min(1, values[4 * vertex + 3]) : values[4 * vertex + i];
  }
  if (without > 0) warn(`${without} of ${count} vertices have no colour beside others that have; they are white.`);
  const named = { kind: 'values', name: 'colour', components, componentNames: ['red', 'green', 'blue', 'alpha'].slice(0, components) } as const;
  return data instanceof Float32Array ? { ...named, type: 'float32', data } : { ...named, type: 'uint8', data: new Uint8Array(data.buffer) };
}

function weightsOf({ weights }: Statements, count: number): Attribute[] {
  if (weights.length === 0) return [];
  while (weights.length < count) weights.push(1);
  return [{ kind: 'values', name: 'w', type: 'float64', components: 1, data: weights.finish() }];
}

function tell({ foreign }: Statements, { count, notFinite }: Vertices, corners: Uint32Array, offsets: Uint32Array, warn: (message: string) => void): void {
  if (notFinite > 0) warn(`${notFinite} of ${count} points have a coordinate that is not finite; they are not drawn or measured.`);
  let wrong = 0;
  for (let face = 0; face + 1 < offsets.length; face++) {
    let at = offsets[face];
    while (at < offsets[face + 1] && corners[at] < count) at++;
    if (at < offsets[face + 1]) wrong++;
  }
  if (wrong > 0) warn(`${wrong} of ${offsets.length - 1} faces name vertices that the file does not have; they are not drawn or measured.`);
  if (foreign.size > 0) {
    const words = [...foreign].slice(0, 5).map(([word, times]) => `${JSON.stringify(word.slice(0, 30))} (${times})`);
    warn(`Statements that are not read: ${words.join(', ')}${foreign.size > 5 ? ' and others' : ''}.`);
  }
}
