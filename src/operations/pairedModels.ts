import type { Coordinates } from '../geometry/pointIndexLayout';
import type { AnyAttribute, Attribute } from '../model/attribute';
import type { Mesh } from '../model/mesh';
import type { PointCloud, PositionAttribute, Vertices } from '../model/pointCloud';
import { cloudOf, selectVertices } from './selectRows';

/** Points that are paired, and the rows they have in what was measured. */
export interface PairedPoints {
  readonly rows: Uint32Array<ArrayBufferLike>;
  readonly positions: Coordinates;
}

/** Points of two clouds, each with one of the other. */
export interface Pairing {
  readonly first: PairedPoints;
  readonly second: PairedPoints;
  /** For each of `first` its partner's place in `second`. */
  readonly partners: Uint32Array<ArrayBufferLike>;
  readonly distances: Float64Array<ArrayBuffer>;
  /** Places in `first`, those of the longest pairs first. */
  readonly order: Uint32Array<ArrayBuffer>;
}

const oneColumn = (name: string, type: Attribute['type'], data: Attribute['data']): Attribute => ({ kind: 'values', name, type, components: 1, data });

/** The paired points of A with all that A has, and for each the row of its partner and the distance to it. */
export function pairedCloud(model: Vertices, positions: Coordinates, { first, second, partners, distances }: Pairing): PointCloud {
  const added: AnyAttribute[] = [
    oneColumn('partner', 'uint32', Uint32Array.from(partners, (partner) => second.rows[partner])),
    oneColumn('distance', 'float64', distances),
  ];
  const names = new Set(added.map(({ name }) => name));
  if (positions === model.positions.data) {
    const cloud = selectVertices(model, first.rows);
    return { ...cloud, attributes: [...cloud.attributes.filter(({ name }) => !names.has(name)), ...added] };
  }
  // Points drawn from a surface are no vertices: they come without attributes.
  return cloudOf(model, positionOf(first.positions), { attributes: added });
}

/**
 * Both clouds' points, those of A first, with a line from each of A to its partner, the longest line first: so that any
 * leading part of the lines is that of the longest.
 */
export function pairLines(model: Vertices, { first, second, partners, distances, order }: Pairing): Mesh {
  const count = first.rows.length;
  const isNarrow = first.positions instanceof Float32Array && second.positions instanceof Float32Array;
  const positions = isNarrow ? new Float32Array(6 * count) : new Float64Array(6 * count);
  positions.set(first.positions);
  positions.set(second.positions, 3 * count);
  const rows = new Uint32Array(2 * count);
  rows.set(first.rows);
  rows.set(second.rows, count);
  const ofEnds = new Float64Array(2 * count);
  ofEnds.set(distances);
  partners.forEach((partner, place) => {
    ofEnds[count + partner] = distances[place];
  });
  const indices = new Uint32Array(2 * count);
  order.forEach((place, line) => {
    indices[2 * line] = place;
    indices[2 * line + 1] = count + partners[place];
  });
  const cloud = cloudOf({ ...model, comments: [] }, positionOf(positions), {
    attributes: [oneColumn('distance', 'float64', ofEnds), oneColumn('cloud', 'uint8', new Uint8Array(2 * count).fill(1, count)), oneColumn('row', 'uint32', rows)],
  });
  const inOrder = <Numbers extends Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(into: Numbers, value: (place: number) => number): Numbers => {
    order.forEach((place, line) => {
      into[line] = value(place);
    });
    return into;
  };
  return {
    ...cloud,
    kind: 'mesh',
    polygons: { count: 0, offsets: new Uint32Array(1), indices: new Uint32Array(0), attributes: [] },
    edges: {
      count,
      indices,
      attributes: [
        oneColumn('row_a', 'uint32', inOrder(new Uint32Array(count), (place) => first.rows[place])),
        oneColumn('row_b', 'uint32', inOrder(new Uint32Array(count), (place) => second.rows[partners[place]])),
        oneColumn('distance', 'float64', inOrder(new Float64Array(count), (place) => distances[place])),
      ],
    },
  };
}

function positionOf(data: Coordinates): PositionAttribute {
  return { kind: 'values', name: 'position', type: data instanceof Float32Array ? 'float32' : 'float64', components: 3, componentNames: ['x', 'y', 'z'], data };
}
