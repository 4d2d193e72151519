import type { ByteSource } from '../formats/byteSource';
import type { ArrivingVertices, Format, ReadContext } from '../formats/format';
import { chooseFormat } from '../formats/chooseFormat';
import { HeadSource } from '../formats/headSource';
import { polygonOutlines, triangulate } from '../geometry/triangulation';
import { CancelledError, OperationError } from '../model/errors';
import type { FileInfo } from '../model/fileInfo';
import type { Mesh } from '../model/mesh';
import { isGridModel, type GridModel, type Model, type VertexModel } from '../model/model';
import type { PointCloud, Vertices } from '../model/pointCloud';
import type { Vector3 } from '../model/bounds';
import { fileInfo } from '../operations/info';
import { displayCentre, displayPoints } from './displayCopy';
import { displayOrder } from './displayOrder';
import { describeGrid } from './describeGrid';
import { DetectionQueries } from './detections/detectionQueries';
import { drawnModel } from './drawnModel';
import { exactText } from './exactText';
import type {
  DisplayPiece,
  OpenParams,
  OpenResult,
  PickParams,
  PickResult,
  ScalarPiece,
  ScalarsResult,
} from './modelProtocol';
import { pointsPerPiece } from './modelProtocol';
import { scalarColumns, scalarHistogram, scalarPiece, scalarRange } from './scalars';

/** Files below this many bytes arrive before a sample of them would have been drawn. */
const sampledFromBytes = 24 * 1024 * 1024;
/** Points of the first picture of a large file: as long on its way as the first piece of a smaller one. */
const samplePoints = 100_000;
/** Of a file without a sample the first piece is small, so that something shows early. */
const firstPiecePoints = 100_000;
/** Enough of a file to tell its format and, nearly always, for its whole header. */
const headBytes = 256 * 1024;
const trianglesPerPiece = 1_000_000;

/** What is drawn of a file that is drawn otherwise. */
const noPoints: PointCloud = {
  kind: 'pointCloud',
  count: 0,
  positions: { kind: 'values', name: 'position', type: 'float32', components: 3, data: new Float32Array(0) },
  attributes: [],
  elements: [],
  comments: [],
  bounds: null,
  notFinite: 0,
};

export interface OpenListener {
  activity(share: number, activity: string): void;
  /** What was told to draw does not hold: a reader found rows that do not fit and began anew. */
  restart(): void;
  display(piece: DisplayPiece): void;
}

interface Piece {
  readonly first: number;
  readonly count: number;
  readonly shuffled: boolean;
}

interface Opened {
  readonly model: Model;
  /** The model itself, or what of a grid is drawn. */
  readonly drawn: VertexModel;
  readonly format: Format;
  readonly info: FileInfo;
  readonly pieces: readonly Piece[];
  readonly centre: Vector3;
  readonly detections?: DetectionQueries;
}

/** Cuts arriving vertices into pieces to draw, each as soon as its last vertex is there. */
class PieceCutter {
  readonly pieces: Piece[] = [];
  private done = 0;
  private isSampled = false;
  /** Where the pieces cut so far came from. */
  private positions: Vertices['positions']['data'] | undefined;
  private centreFound: Vector3 | undefined;

  constructor(private readonly listener: OpenListener) {}

  get centre(): Vector3 {
    return this.centreFound ?? [0, 0, 0];
  }

  sample(vertices: Vertices): void {
    this.isSampled = true;
    this.centreFound = displayCentre(vertices.positions.data, vertices.count);
    this.listener.display({ kind: 'sample', ...displayPoints(vertices, 0, vertices.count, this.centreFound, displayOrder(vertices.count)) });
  }

  arrived(vertices: ArrivingVertices, ready: number): void {
    for (;;) {
      const count = this.nextCount(vertices.count);
      if (ready - this.done < count || this.done + count >= vertices.count) return;
      this.cut(vertices, count, false);
    }
  }

  /** All vertices are there; `vertices` may be fewer than promised, but every piece cut before lies within them. */
  finish(vertices: Vertices & { readonly kind: 'pointCloud' | 'mesh' }): void {
    if (!this.holds(vertices)) {
      this.listener.restart();
      this.pieces.length = 0;
      this.done = 0;
    }
    do {
      const count = this.nextCount(vertices.count);
      this.cut(vertices, count, this.done + count >= vertices.count);
    } while (this.done < vertices.count);
  }

  /** A reader may end with other arrays than it announced: trimmed ones, or ones read anew by another rule. */
  private holds(vertices: Vertices): boolean {
    const { positions, done } = this;
    const final = vertices.positions.data;
    if (!positions || positions === final) return true;
    if (vertices.count < done) return false;
    for (let i = 0; i < 3 * done; i++) if (!Object.is(positions[i], final[i])) return false;
    return true;
  }

  /** Points of the next piece of a file of `total`. */
  private nextCount(total: number): number {
    const most = this.done === 0 && !this.isSampled && total > pointsPerPiece ? firstPiecePoints : pointsPerPiece;
    return Math.min(most, total - this.done);
  }

  private cut(vertices: ArrivingVertices, count: number, last: boolean): void {
    this.positions = vertices.positions.data;
    this.centreFound ??= displayCentre(vertices.positions.data, this.done + count);
    const piece = { first: this.done, count, shuffled: vertices.kind === 'pointCloud' };
    this.listener.display(pieceToDraw(vertices, piece, this.pieces.length, this.centreFound, last));
    this.pieces.push(piece);
    this.done += count;
  }
}

function orderOf(piece: Piece): Uint32Array<ArrayBuffer> | null {
  return piece.shuffled ? displayOrder(piece.count) : null;
}

function pieceToDraw(vertices: ArrivingVertices, piece: Piece, number: number, centre: Vector3, last: boolean): DisplayPiece {
  const points = displayPoints(vertices, piece.first, piece.count, centre, orderOf(piece));
  return piece.shuffled
    ? { kind: 'points', piece: number, first: piece.first, last, ...points }
    : { kind: 'vertices', piece: number, first: piece.first, total: vertices.count, last, ...points };
}

/**
 * Owns the model of one file, in the page's worker or in a process beside the file: reads it, makes what is drawn,
 * and answers about single values. A failed or cancelled opening leaves the model of the last good one in place.
 */
export class ModelSession {
  private opened: Opened | undefined;

  constructor(private readonly sourceOf: (params: OpenParams) => Promise<ByteSource> | ByteSource) {}

  /** Throws FormatError, CancelledError. */
  async open(params: OpenParams, listener: OpenListener, signal: AbortSignal): Promise<OpenResult> {
    const started = performance.now();
    const opened = await this.sourceOf(params);
    const warnings: string[] = [];
    const cutter = new PieceCutter(listener);
    const context: ReadContext = {
      options: { limit: params.limit },
      signal,
      progress: (share, activity) => listener.activity(share, activity),
      warn: (message) => warnings.push(message),
      verticesReady: (vertices, ready) => cutter.arrived(vertices, ready),
    };
    listener.activity(0, 'reading');
    const source = await HeadSource.open(opened, headBytes, signal);
    const format = chooseFormat(source.name, source.head, params.format);
    if (source.size >= sampledFromBytes && format.sample) {
      const sample = await format.sample(source, { options: context.options, signal, warn: () => undefined }, samplePoints);
      if (sample) cutter.sample(sample);
    }
    const model = await format.read(source, context);
    if (signal.aborted) throw new CancelledError();
    if (isGridModel(model)) listener.activity(1, 'finding the surface');
    // Boxes are asked for image by image: a page draws the ones it shows.
    const detections = model.kind === 'detections' ? new DetectionQueries(model, source.name) : undefined;
    const drawn = model.kind === 'detections' ? noPoints : drawnModel(model);
    if (!detections) cutter.finish(drawn);
    if (drawn.kind === 'mesh') {
      listener.activity(1, 'triangulating');
      warnings.push(...tellTriangles(drawn, (piece) => listener.display(piece)));
    }
    const info = fileInfo(source.name, format.id, source.size, model, warnings);
    this.opened = { model, drawn, format, info, pieces: cutter.pieces, centre: cutter.centre, ...(detections ? { detections } : {}) };
    return {
      info,
      scalars: scalarColumns(drawn).map((column) => ({
        id: column.id,
        title: column.title,
        ...scalarRange(column, drawn.count),
      })),
      hasColours: (drawn.colours ?? drawn.derivedColours) !== undefined,
      grid: isGridModel(model) ? describeGrid(model) : null,
      seconds: (performance.now() - started) / 1000,
    };
  }

  /** Makes every piece again. */
  display(listener: (piece: DisplayPiece) => void): void {
    const { drawn, pieces, centre } = this.current();
    pieces.forEach((piece, number) => listener(pieceToDraw(drawn, piece, number, centre, number === pieces.length - 1)));
    if (drawn.kind === 'mesh') tellTriangles(drawn, listener);
  }

  /** Outlines of the polygons and the file's edges. */
  lines(listener: (piece: DisplayPiece) => void): void {
    const { drawn } = this.current();
    if (drawn.kind !== 'mesh') return;
    listener({ kind: 'lines', role: 'outline', indices: polygonOutlines(drawn.polygons, drawn.count) });
  }

  /** Throws OperationError for a scalar that the file does not have. */
  scalars(id: string, listener: (piece: ScalarPiece) => void): ScalarsResult {
    const { drawn, pieces } = this.current();
    const column = scalarColumns(drawn).find((candidate) => candidate.id === id);
    if (!column) throw new OperationError(`The file has no attribute "${id}".`);
    const result = scalarHistogram(column, drawn.count);
    pieces.forEach((piece, number) =>
      listener(scalarPiece(column, number, piece.first, piece.count, orderOf(piece), result.min ?? 0)),
    );
    return result;
  }

  /** Throws OperationError for a piece or slot that was never told. */
  pick({ piece: number, slot }: PickParams): PickResult {
    const { drawn, pieces } = this.current();
    const piece = pieces[number];
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

  /** Throws OperationError when the file holds no grid. */
  get grid(): GridModel {
    const { model } = this.current();
    if (!isGridModel(model)) throw new OperationError('The file holds no grid of cells.');
    return model;
  }

  /** Throws OperationError when the file holds no boxes. */
  get detections(): DetectionQueries {
    const { detections } = this.current();
    if (!detections) throw new OperationError('The file holds no boxes.');
    return detections;
  }

  private current(): Opened {
    if (!this.opened) throw new OperationError('No file has been opened yet.');
    return this.opened;
  }
}

function tellTriangles(mesh: Mesh, listener: (piece: DisplayPiece) => void): string[] {
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
  if (mesh.edges && mesh.edges.count > 0) listener({ kind: 'lines', role: 'edges', indices: mesh.edges.indices.slice() });
  return skipped > 0 ? [`${skipped} faces are not drawn: a corner is out of range or not finite, or they have fewer than 3.`] : [];
}
