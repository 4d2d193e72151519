import type { AttributeInfo, FileInfo } from '../model/fileInfo';
import type { Edges, Polygons } from '../model/mesh';
import { isGridModel, type Model } from '../model/model';
import type { NumericArray, NumericType } from '../model/numericType';
import { attributeRows, commonLength } from './attributeRows';
import { gridInfo } from './gridInfo';
import { detectionsInfo } from './detectionsInfo';
import { rangeOf } from './range';

/**
 * What is known of a file that was read: the JSON document of `inspect3d info`, and what the inspector says.
 * One pass over every attribute; nothing is copied.
 *
 * @param file path or name as the user gave it
 * @param format the format's id
 * @param bytes size of the file
 */
export function fileInfo(
  file: string,
  format: string,
  bytes: number,
  model: Model,
  warnings: readonly string[],
): FileInfo {
  if (isGridModel(model)) return { file, format, kind: model.kind, bytes, ...gridInfo(model), warnings };
  if (model.kind === 'detections') return { file, format, kind: model.kind, bytes, ...detectionsInfo(model), warnings };
  if (model.kind === 'featureSet') {
    const { count, dimensions, notFinite, values, comments } = model;
    return { file, format, kind: model.kind, bytes, rows: count, columns: dimensions, notFinite, attributes: attributeRows('row', values), comments, warnings };
  }
  const attributes: AttributeInfo[] = [];
  for (const attribute of [model.positions, model.normals, model.colours, model.textureCoordinates]) {
    if (attribute) attributes.push(...attributeRows('vertex', attribute));
  }
  for (const attribute of model.attributes) attributes.push(...attributeRows('vertex', attribute));
  if (model.kind === 'mesh') {
    attributes.push(...polygonRows(model.polygons));
    if (model.edges) attributes.push(...edgeRows(model.edges));
  }
  for (const element of model.elements) {
    for (const attribute of element.attributes) attributes.push(...attributeRows(element.name, attribute));
  }
  return {
    file,
    format,
    kind: model.kind,
    bytes,
    points: model.count,
    ...(model.kind === 'mesh'
      ? { faces: model.polygons.count, triangles: triangleCount(model.polygons) }
      : {}),
    ...(model.kind === 'mesh' && model.edges ? { edges: model.edges.count } : {}),
    bounds: model.bounds,
    notFinite: model.notFinite,
    attributes,
    comments: model.comments,
    warnings,
  };
}

/** Sum of (corners - 2) over faces that have at least three. */
export function triangleCount(polygons: Polygons): number {
  const { count, offsets } = polygons;
  let triangles = 0;
  for (let face = 0; face < count; face++) {
    const corners = offsets[face + 1] - offsets[face];
    if (corners > 2) triangles += corners - 2;
  }
  return triangles;
}

function polygonRows({ offsets, indices, property, attributes }: Polygons): AttributeInfo[] {
  const type = property?.type ?? 'uint32';
  return [
    {
      element: 'face',
      name: property?.name ?? 'vertex_indices',
      type,
      components: commonLength(offsets),
      ...rangeOf(asStored(indices, type)),
    },
    ...attributes.flatMap((attribute) => attributeRows('face', attribute)),
  ];
}

/** The two ends go by the names that the PLY convention gives them; the model does not keep others. */
function edgeRows({ indices, attributes }: Edges): AttributeInfo[] {
  return [
    ...['vertex1', 'vertex2'].map(
      (name, end): AttributeInfo => ({
        element: 'edge',
        name,
        type: 'int32',
        components: 1,
        ...rangeOf(asStored(indices, 'int32'), end, 2),
      }),
    ),
    ...attributes.flatMap((attribute) => attributeRows('edge', attribute)),
  ];
}

/** Negative vertex numbers of a signed property wrap in the model's unsigned array; here they read as the file has them. */
function asStored(indices: Uint32Array<ArrayBufferLike>, type: NumericType): NumericArray {
  const signed = type === 'int8' || type === 'int16' || type === 'int32' || type === 'int64';
  return signed ? new Int32Array(indices.buffer, indices.byteOffset, indices.length) : indices;
}
