import { formats } from '../formats/registry';
import { cellsOffGradient } from '../geometry/fieldGradient';
import { cellCloud } from '../geometry/gridPoints';
import type { GridValues } from '../geometry/gridValues';
import { CancelledError, OperationError } from '../model/errors';
import type { ScalarGrid } from '../model/scalarGrid';
import { displayPoints } from './displayCopy';
import { displayOrder } from './displayOrder';
import { GridSurface, gradientName, type BuiltSurface } from './gridSurface';
import type { ModelDisplay } from './modelDisplay';
import { pointsPerPiece, type DisplayPiece, type HealthResult, type PickParams, type PickResult, type ScalarChoice, type ScalarPiece, type ScalarsResult, type SurfaceDescription, type SurfaceParams, type SurfaceResult } from './modelProtocol';
import { concatenated, gridCentre, resultOf, surfacePieces, tellSurface } from './surfacePieces';
import { VertexDisplay } from './vertexDisplay';
import { withTriangles } from './withTriangles';

/** The id by which the length of the gradient is asked for. */
const gradientScalar = `vertex.${gradientName}`;
/** Larger fields begin with a coarse surface, which the whole follows. */
const mostFirstCells = 2 ** 22;
/** How far from 1 a gradient may be. */
const healthTolerance = 0.1;

/** A field as its surface at iso values; another takes the shown one's place whenever the values change. */
export class SurfaceDisplay implements ModelDisplay {
  readonly hasColours = false;

  private constructor(
    private readonly surface: GridSurface,
    private built: BuiltSurface,
    readonly description: SurfaceDescription,
  ) {}

  /** Null for a grid that has no surface: several values a cell, no cell between samples, or all values one. */
  static async of(grid: ScalarGrid, signal: AbortSignal): Promise<SurfaceDisplay | null> {
    const surface = GridSurface.of(grid);
    const guess = surface?.guess;
    if (!surface || !guess) return null;
    let step = 1;
    while (grid.count / step ** 3 > mostFirstCells) step *= 2;
    const built = await surface.build({ shells: [{ iso: guess.iso, opacity: 1 }], inside: guess.inside, step }, signal);
    return new SurfaceDisplay(surface, built, { ...guess, cells: grid.count, shown: resultOf(built) });
  }

  /** How the field's values are spread; counted once. */
  get values(): GridValues {
    return this.surface.values;
  }

  get scalars(): readonly ScalarChoice[] {
    // The gradient is computed when it is asked for.
    return [...this.display(false).scalars, { id: gradientScalar, title: '|gradient|', min: null, max: null }];
  }

  pieces(listener: (piece: DisplayPiece) => void): void {
    tellSurface(this.built, gridCentre(this.surface.grid), listener);
  }

  lines(listener: (piece: DisplayPiece) => void): void {
    this.display(false).lines(listener);
  }

  /** The vertices are among the pieces. */
  points(): void {
    return;
  }

  scalarValues(id: string, listener: (piece: ScalarPiece) => void): ScalarsResult {
    return this.display(id === gradientScalar).scalarValues(id, listener);
  }

  pick(params: PickParams): PickResult {
    return this.display(true).pick(params);
  }

  /** Another surface takes the place of the one that is shown. */
  async change(params: SurfaceParams, listener: (piece: DisplayPiece) => void, signal: AbortSignal): Promise<SurfaceResult> {
    const built = await this.surface.build(params, signal);
    if (signal.aborted) throw new CancelledError();
    this.built = built;
    this.pieces(listener);
    return resultOf(built);
  }

  /** The shown surface, at every sample, as a file of a format that can be written. */
  async file(format: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const written = formats.find(({ id }) => id === format);
    if (!written?.write) throw new OperationError(`The surface cannot be written as "${format}".`);
    const { params, mesh } = this.built;
    const whole = params.step === 1 ? mesh : (await this.surface.build({ ...params, step: 1 }, signal)).mesh;
    // Of a single value there is nothing to tell apart.
    const model = params.shells.length > 1 ? whole : { ...whole, attributes: [] };
    return concatenated(written.write(written.trianglesAlone ? withTriangles(model) : model, { encoding: 'binary' }));
  }

  /** Cells where the field is no distance field. */
  health(listener: (piece: DisplayPiece) => void): HealthResult {
    const { grid } = this.surface;
    const { rows, off, measured } = cellsOffGradient(grid, healthTolerance, pointsPerPiece);
    const cloud = cellCloud(grid, rows);
    listener({ kind: 'points', piece: 0, first: 0, last: true, ...displayPoints(cloud, 0, cloud.count, gridCentre(grid), displayOrder(cloud.count)) });
    return { off, measured, marked: rows.length };
  }

  /** The shown surface as a mesh is drawn; with the length of the gradient where it is wanted. */
  private display(withGradient: boolean): VertexDisplay {
    const { mesh } = this.built;
    const drawn = withGradient ? { ...mesh, attributes: [...mesh.attributes, this.surface.gradientOf(mesh)] } : mesh;
    return new VertexDisplay(drawn, surfacePieces(mesh.count), gridCentre(this.surface.grid));
  }
}
