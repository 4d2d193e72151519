import { chooseFormat } from '../formats/chooseFormat';
import type { ByteSource } from '../formats/byteSource';
import type { Format, ReadContext } from '../formats/format';
import { HeadSource } from '../formats/headSource';
import type { SliceComponent } from '../geometry/gridSlice';
import { gridValues, type GridValues } from '../geometry/gridValues';
import { CancelledError, OperationError } from '../model/errors';
import type { FileInfo } from '../model/fileInfo';
import { isGridModel, type GridModel, type Model } from '../model/model';
import type { PointCloud } from '../model/pointCloud';
import { fileInfo } from '../operations/info';
import { CellDisplay } from './cellDisplay';
import { describeFeatures } from './describeFeatures';
import { describeGrid } from './describeGrid';
import { describeLines } from './describeLines';
import { DetectionQueries } from './detections/detectionQueries';
import { drawnModel } from './drawnModel';
import type { ModelDisplay } from './modelDisplay';
import type { OpenParams, OpenResult } from './modelProtocol';
import { PieceCutter, type PieceListener } from './pieceCutter';
import { SurfaceDisplay } from './surfaceDisplay';
import { tellTriangles, VertexDisplay } from './vertexDisplay';

/** Files below this many bytes arrive before a sample of them would have been drawn. */
const sampledFromBytes = 24 * 1024 * 1024;
/** Points of the first picture of a large file: as long on its way as the first piece of a smaller one. */
const samplePoints = 100_000;
/** Enough of a file to tell its format and, nearly always, for its whole header. */
const headBytes = 256 * 1024;

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

export interface OpenListener extends PieceListener {
  activity(share: number, activity: string): void;
}

interface Opened {
  readonly model: Model;
  readonly display: ModelDisplay;
  readonly format: Format;
  readonly info: FileInfo;
  readonly detections?: DetectionQueries;
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
      options: { ...params.options, limit: params.limit },
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
    const display = await this.show(model, cutter, listener, warnings, signal);
    const info = fileInfo(source.name, format.id, source.size, model, warnings);
    const detections = model.kind === 'detections' ? new DetectionQueries(model, source.name) : undefined;
    this.opened = { model, display, format, info, ...(detections ? { detections } : {}) };
    const labels = display instanceof CellDisplay ? display.labels : [];
    return {
      info,
      scalars: display.scalars,
      hasColours: display.hasColours,
      heeds: format.heeds ?? [],
      grid: isGridModel(model) ? describeGrid(model, labels) : null,
      surface: display instanceof SurfaceDisplay ? display.description : null,
      lines: model.kind === 'mesh' ? describeLines(model) : null,
      features: model.kind === 'featureSet' && display instanceof VertexDisplay ? describeFeatures(model, display.drawn) : null,
      seconds: (performance.now() - started) / 1000,
    };
  }

  /** Tells what of a model is drawn, as far as that was not told while it was read. */
  private async show(model: Model, cutter: PieceCutter, listener: OpenListener, warnings: string[], signal: AbortSignal): Promise<ModelDisplay> {
    if (isGridModel(model)) listener.activity(1, 'finding the surface');
    // Boxes are asked for image by image: a page draws the ones it shows.
    if (model.kind === 'detections') return new VertexDisplay(noPoints, [], cutter.centre);
    if (model.kind === 'voxelGrid') {
      const cells = new CellDisplay(model);
      cells.pieces((piece) => listener.display(piece));
      return cells;
    }
    const surface = model.kind === 'scalarGrid' ? await SurfaceDisplay.of(model, signal) : null;
    if (surface) {
      surface.pieces((piece) => listener.display(piece));
      return surface;
    }
    const drawn = drawnModel(model);
    cutter.finish(drawn);
    if (drawn.kind === 'mesh') {
      listener.activity(1, 'triangulating');
      warnings.push(...tellTriangles(drawn, (piece) => listener.display(piece)));
    }
    return new VertexDisplay(drawn, cutter.pieces, cutter.centre);
  }

  /** How what was opened is drawn, and answers about it. */
  get display(): ModelDisplay {
    return this.current().display;
  }

  /** Throws OperationError when the file holds no grid. */
  get grid(): GridModel {
    const { model } = this.current();
    if (!isGridModel(model)) throw new OperationError('The file holds no grid of cells.');
    return model;
  }

  /** Throws OperationError when the file holds no voxels. */
  get cells(): CellDisplay {
    const { display } = this.current();
    if (!(display instanceof CellDisplay)) throw new OperationError('The file holds no voxels.');
    return display;
  }

  /** How a grid's values are spread. */
  gridValues(component: SliceComponent): GridValues {
    const { display } = this.current();
    return component === 0 && display instanceof SurfaceDisplay ? display.values : gridValues(this.grid, component);
  }

  /** Throws OperationError when the file holds no field that has a surface. */
  get surface(): SurfaceDisplay {
    const { display } = this.current();
    if (!(display instanceof SurfaceDisplay)) throw new OperationError('The file has no surface.');
    return display;
  }

  /** Throws OperationError when the file holds no points. */
  get cloud(): VertexDisplay {
    const { display } = this.current();
    if (!(display instanceof VertexDisplay)) throw new OperationError('The file holds no points.');
    return display;
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
