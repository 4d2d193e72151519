import type { FeatureSet } from '../model/featureSet';
import type { PointCloud, PositionAttribute } from '../model/pointCloud';
import { alongAxes, featureAxes, type NumberRows } from './featureAxes';

/** The numbers of a feature set; what is stored as integers becomes float64. */
export function numbersOf({ values: { data }, count, dimensions }: FeatureSet): NumberRows {
  const isReal = data instanceof Float32Array || data instanceof Float64Array;
  return { count, columns: dimensions, data: isReal ? data : Float64Array.from(data, Number) };
}

/** Positions along principal components, as a cloud has them. */
export function componentPositions(data: Float64Array<ArrayBuffer>): PositionAttribute {
  return { kind: 'values', name: 'principal component', type: 'float64', components: 3, componentNames: ['first', 'second', 'third'], data };
}

/**
 * The rows of a feature set along its three directions of largest variance (principal components), as a cloud in the
 * set's order; rows that are not finite are NaN.
 */
export function projectFeatures(set: FeatureSet): PointCloud {
  const { count, comments, notFinite } = set;
  const rows = numbersOf(set);
  const positions = alongAxes(rows, featureAxes([rows]));
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at++) {
    const value = positions[at];
    if (value < min[at % 3]) min[at % 3] = value;
    if (value > max[at % 3]) max[at % 3] = value;
  }
  return {
    kind: 'pointCloud',
    count,
    positions: componentPositions(positions),
    attributes: [],
    elements: [],
    comments,
    bounds: min[0] <= max[0] ? { min, max } : null,
    notFinite,
  };
}
