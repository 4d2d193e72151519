import type { SurfaceSample } from '../geometry/sampling';
import type { AnyAttribute, Attribute } from '../model/attribute';
import type { Mesh } from '../model/mesh';
import { isBigIntegerArray } from '../model/numericType';
import type { PointCloud, PositionAttribute } from '../model/pointCloud';
import type { DrawnSurface } from './cloudPoints';
import { cloudOf, emptyLike, selectAttribute } from './selectRows';

/**
 * Points drawn from a mesh as a cloud, with the attributes of its vertices: colours, normals, texture coordinates and
 * floating-point attributes mixed by where a point lies in its triangle, all others (labels, numbers) those of the nearest
 * corner. Positions are rounded to the mesh's type.
 */
export function surfaceCloud(mesh: Mesh, drawn: DrawnSurface): PointCloud {
  const corners = nearestCorners(drawn);
  const mix = (attribute: Attribute): Attribute => mixed(attribute, drawn);
  const { normals, colours, textureCoordinates, derivedColours } = mesh;
  return cloudOf(mesh, positionsOf(mesh.positions, drawn.sample), {
    ...(normals ? { normals: mix(normals) } : {}),
    ...(colours ? { colours: mix(colours) } : {}),
    ...(textureCoordinates ? { textureCoordinates: mix(textureCoordinates) } : {}),
    ...(derivedColours ? { derivedColours: mix(derivedColours) } : {}),
    attributes: mesh.attributes.map(
      (attribute): AnyAttribute => (attribute.kind === 'values' && attribute.type.startsWith('float') ? mix(attribute) : selectAttribute(attribute, corners)),
    ),
  });
}

/** Some of the points of a sample, in the order given. */
export function selectSample({ triangles, positions, weights }: SurfaceSample, points: Uint32Array<ArrayBufferLike>): SurfaceSample {
  const selected: SurfaceSample = {
    triangles: new Uint32Array(points.length),
    positions: new Float64Array(3 * points.length),
    weights: new Float64Array(3 * points.length),
  };
  points.forEach((point, at) => {
    selected.triangles[at] = triangles[point];
    selected.positions.set(positions.subarray(3 * point, 3 * point + 3), 3 * at);
    selected.weights.set(weights.subarray(3 * point, 3 * point + 3), 3 * at);
  });
  return selected;
}

function positionsOf({ name, data, componentNames }: PositionAttribute, sample: SurfaceSample): PositionAttribute {
  const shared = { kind: 'values', name, components: 3, ...(componentNames ? { componentNames } : {}) } as const;
  // Between whole numbers lie others: what was stored as integers becomes float64, as which it is held.
  if (data instanceof Float32Array) return { ...shared, type: 'float32', data: new Float32Array(sample.positions) };
  return { ...shared, type: 'float64', data: sample.positions };
}

/** For each point the vertex row of the corner that it has most of. */
function nearestCorners({ triangles, sample }: DrawnSurface): Uint32Array<ArrayBuffer> {
  const { weights } = sample;
  return sample.triangles.map((triangle, point) => {
    const [a, b, c] = [weights[3 * point], weights[3 * point + 1], weights[3 * point + 2]];
    const corner = a >= b && a >= c ? 0 : b >= c ? 1 : 2;
    return triangles[3 * triangle + corner];
  });
}

function mixed(attribute: Attribute, { triangles, sample }: DrawnSurface): Attribute {
  const { data, components, type } = attribute;
  // Standard columns are never 64-bit integers, and no others of these come here.
  if (isBigIntegerArray(data)) throw new TypeError(`Attribute ${attribute.name}: 64-bit integers are not mixed.`);
  const values = emptyLike(data, components * sample.triangles.length);
  const isInteger = !type.startsWith('float');
  for (let point = 0, at = 0; point < sample.triangles.length; point++) {
    const triangle = 3 * sample.triangles[point];
    for (let component = 0; component < components; component++) {
      let value = 0;
      for (let corner = 0; corner < 3; corner++) {
        value += sample.weights[3 * point + corner] * data[components * triangles[triangle + corner] + component];
      }
      values[at++] = isInteger ? Math.round(value) : value;
    }
  }
  return { ...attribute, data: values };
}
