import { polygonOutlines, triangulate } from '../geometry/triangulation';
import type { Vector3 } from '../model/bounds';
import { OperationError } from '../model/errors';
import type { Mesh } from '../model/mesh';
import type { VertexModel } from '../model/model';
import { exactText } from './exactText';
import type { ModelDisplay } from './modelDisplay';
import type { DisplayPiece, PickParams, PickResult, ScalarChoice, ScalarPiece, ScalarsResult } from './modelProtocol';
import { pointsInside } from './detections/pointsInside';
import { orderOf, pieceToDraw, type Piece } from './pieceCutter';
import { scalarColumns, scalarHistogram, scalarPiece, scalarRange } from './scalars';

const trianglesPerPiece = 1_000_000;

/** How a cloud or a mesh is drawn: its vertices in the pieces that they were cut into, and the faces over them. */
export class VertexDisplay implements ModelDisplay {
  constructor(
    readonly drawn: VertexModel,
    private readonly cut: readonly Piece[],
    private readonly centre: Vector3,
  ) {}

  get hasColours(): boolean {
    return (this.drawn.colours ?? this.drawn.derivedColours) !== undefined;
  }

  get scalars(): readonly ScalarChoice[] {
    return scalarColumns(this.drawn).map((column) => ({ id: column.id, title: column.title, ...scalarRange(column, this.drawn.count) }));
  }

  pieces(listener: (piece: DisplayPiece) => void): void {
    const { drawn, cut, centre } = this;
    cut.forEach((piece, number) => listener(pieceToDraw(drawn, piece, number, centre, number === cut.length - 1)));
    if (drawn.kind === 'mesh') tellTriangles(drawn, listener);
  }

  /** Outlines of the polygons and the file's edges. */
  lines(listener: (piece: DisplayPiece) => void): void {
    const { drawn } = this;
    if (drawn.kind === 'mesh') listener({ kind: 'lines', role: 'outline', indices: polygonOutlines(drawn.polygons, drawn.count) });
  }

  /** A cloud's points are its pieces, and so are a mesh's vertices. */
  points(): void {
    return;
  }

  scalarValues(id: string, listener: (piece: ScalarPiece) => void): ScalarsResult {
    const { drawn, cut } = this;
    const column = scalarColumns(drawn).find((candidate) => candidate.id === id);
    if (!column) throw new OperationError(`The file has no attribute "${id}".`);
    const result = scalarHistogram(column, drawn.count);
    cut.forEach((piece, number) => listener(scalarPiece(column, number, piece.first, piece.count, orderOf(piece), result.min ?? 0)));
    return result;
  }

  /** Counts the points in boxes, and tells for each point drawn the place of the box that it is in, -1 for none. */
  inside(cuboids: Float64Array, toBoxes: readonly number[] | null, listener: (piece: ScalarPiece) => void): Uint32Array<ArrayBuffer> {
    const { counts, boxOf } = pointsInside(this.drawn.positions.data, cuboids, toBoxes);
    this.cut.forEach((piece, number) => {
      const order = orderOf(piece);
      const values = new Float32Array(piece.count);
      for (let slot = 0; slot < piece.count; slot++) values[slot] = boxOf[piece.first + (order ? order[slot] : slot)];
      listener({ piece: number, base: 0, values });
    });
    return counts;
  }

  pick({ piece: number, slot }: PickParams): PickResult {
    const { drawn, cut } = this;
    const piece = cut[number];
    if (!piece || !(slot >= 0 && slot < piece.count)) throw new OperationError(`No point was drawn at ${number}, ${slot}.`);
    const order = orderOf(piece);
    const index = piece.first + (order ? order[slot] : slot);
    const positions = drawn.positions.data;
    return {
      index,
      position: [positions[3 * index], positions[3 * index + 1], positions[3 * index + 2]],
      values: [
        ...scalarColumns(drawn).map(({ title, attribute, component }) => {
          const type = attribute.componentTypes?.[component] ?? attribute.type;
          return { name: title, type, text: exactText(attribute.data[attribute.components * index + component], type) };
        }),
        ...drawn.attributes.flatMap((attribute) => {
          if (attribute.kind !== 'lists') return [];
          const values = Array.from(
            { length: attribute.offsets[index + 1] - attribute.offsets[index] },
            (_, i) => exactText(attribute.data[attribute.offsets[index] + i], attribute.type),
          );
          return [{ name: attribute.name, type: `list of ${attribute.type}`, text: values.join(' ') }];
        }),
      ],
    };
  }
}

/** Tells the triangles of a mesh's polygons; what was left out, a sentence each. */
export function tellTriangles(mesh: Mesh, listener: (piece: DisplayPiece) => void): string[] {
  const { indices, faces, skipped } = triangulate(mesh.positions.data, mesh.polygons);
  const triangles = faces.length;
  for (let first = 0, piece = 0; first < triangles || piece === 0; first += trianglesPerPiece, piece++) {
    const end = Math.min(triangles, first + trianglesPerPiece);
    listener({
      kind: 'triangles',
      piece,
      indices: indices.slice(3 * first, 3 * end),
      faces: faces.slice(first, end),
      last: end >= triangles,
    });
  }
  // Of lines without faces, the first ones can be shown alone, with their ends.
  const role = mesh.polygons.count === 0 ? 'pairs' : 'edges';
  if (mesh.edges && mesh.edges.count > 0) listener({ kind: 'lines', role, indices: mesh.edges.indices.slice() });
  return skipped > 0 ? [`${skipped} faces are not drawn: a corner is out of range or not finite, or they have fewer than 3.`] : [];
}
