import { marchingCubes as march, type IsoSurface, type MarchingCubesOptions } from '../geometry/marchingCubes';
import { surfaceMesh } from '../geometry/surfaceMesh';
import { describeDevice } from '../gpu/device';
import { surfaceOnGpu } from '../gpu/surfaceOnGpu';
import { OperationError } from '../model/errors';
import { xFastest } from '../model/grid';
import { isGridModel, type GridModel } from '../model/model';
import { cpuDevice } from './cpuDevice';
import { counted, figure } from './figures';
import { isoChoice, rangeOf, type IsoChoice } from './isoValue';
import type { DeviceReport, OperationContext, OperationImplementation, ReportTable } from './operation';
import { numberOrNull } from './optionValues';
import { threadsFor } from './threadsFor';

/** The surface of a field at an iso value; see `marchingCubesDescriptor`. */
export const marchingCubes: OperationImplementation = {
  async run([input], options, context) {
    const { file, model } = input;
    if (!isGridModel(model)) throw new OperationError(`${file}: expected a grid, found none.`);
    const choice = isoChoice(file, model, numberOrNull(options, 'iso'));
    const method = options['method'] === 'classic' ? 'classic' : 'exact';
    const inside = options['inside'] === 'above' ? 'above' : 'below';
    const parallel = threadsFor(model.count, context);
    const progress = (share: number): void => context.progress(share, 'marching cubes');
    const { surface, device, tables, warnings } = await cut(model, choice, { iso: choice.iso, method, inside, parallel, signal: context.signal, progress }, context);
    const { measures } = surface;
    return {
      numbers: {
        vertices: surface.positions.length / 3,
        triangles: surface.triangles.length / 3,
        area: measures.area,
        volume: measures.volume,
        eulerCharacteristic: measures.eulerCharacteristic,
        components: measures.components,
        boundaryEdges: measures.boundaryEdges,
        nonManifoldEdges: measures.nonManifoldEdges,
        genus: measures.genus,
      },
      tables: [...partsTable(surface), ...tables],
      convention: conventionOf(choice, method, inside),
      device,
      warnings: [...warningsOf(file, model, choice, surface), ...warnings],
      models: [{ title: `Surface of ${file}`, model: surfaceMesh(surface) }],
    };
  },
};

interface Cut {
  readonly surface: IsoSurface;
  readonly device: DeviceReport;
  readonly tables: readonly ReportTable[];
  readonly warnings: readonly string[];
}

/** Cuts the surface, with the GPU's help where that was asked for by name. */
async function cut(grid: GridModel, { data }: IsoChoice, options: MarchingCubesOptions, context: OperationContext): Promise<Cut> {
  const field = { ...grid, data, isFinite: grid.kind === 'voxelGrid' || grid.notFinite === 0 };
  const onCpu = async (reason: string): Promise<Cut> => ({ surface: await march(field, options), device: cpuDevice(context, reason, options.parallel.threads), tables: [], warnings: [] });
  const { gpu, device } = context;
  if (device !== 'gpu' || !gpu) return onCpu(device === 'cpu' ? 'the CPU was asked for' : 'samples that lie in memory are cut there sooner than sent to a GPU');
  if (!field.isFinite) return onCpu('values that are not finite differ between devices');
  // A kernel steps along the axes, x first, as formulae are sampled.
  const isPlain = grid.directions === undefined && grid.axisOrder.every((axis, place) => axis === xFastest[place]);
  const program = grid.kind === 'scalarGrid' && isPlain ? grid.program : undefined;
  const found = await surfaceOnGpu(field, options, gpu, program);
  const reported = found.device.kind === 'cpu' ? cpuDevice(context, found.device.reason) : { ...describeDevice(found.device), place: context.place };
  const steps = { title: 'Where the time went', columns: ['step', 'seconds'], rows: found.steps.map(({ step, seconds }) => [step, seconds]) };
  return { surface: found.surface, device: reported, tables: found.steps.length > 0 ? [steps] : [], warnings: found.warnings };
}

function conventionOf({ iso, reason }: IsoChoice, method: 'exact' | 'classic', inside: 'below' | 'above'): string {
  const value = reason === null ? `iso value ${figure(iso)}` : `iso value ${reason}`;
  const topology = method === 'exact' ? 'topology of the trilinear interpolant' : 'topology of the classic tables';
  return `${value}; ${topology}; normals toward ${inside === 'below' ? 'larger' : 'smaller'} values`;
}

function warningsOf(file: string, grid: GridModel, { iso, data }: IsoChoice, { triangles, holes, measures }: IsoSurface): string[] {
  const warnings: string[] = [];
  if (holes > 0) warnings.push(`${file}: ${counted(holes, 'cell')} with a corner that is not finite ${holes === 1 ? 'was' : 'were'} left out.`);
  if (triangles.length === 0) {
    const flat = grid.dimensions.some((size) => size < 2);
    const { min, max } = rangeOf(data);
    const values = min > max ? 'no value is finite' : `values go from ${figure(min)} to ${figure(max)}`;
    warnings.push(`${file}: there is no surface at ${figure(iso)}: ${flat ? `a grid of ${grid.dimensions.join(' x ')} samples has no cells to cut` : values}.`);
  }
  if (measures.volume === null) {
    warnings.push(`volume and genus have no value: the surface is not closed (${counted(measures.boundaryEdges, 'edge')} of one triangle), as it touches the border of the grid${holes > 0 ? ' or cells left out' : ''}.`);
  }
  return warnings;
}

function partsTable({ measures }: IsoSurface): ReportTable[] {
  if (measures.components < 2) return [];
  const { parts, components } = measures;
  const title = parts.length < components ? `The ${parts.length} largest of ${counted(components, 'part')}` : 'Parts';
  return [
    {
      title,
      columns: ['triangles', 'vertices', 'area', 'volume', 'Euler characteristic', 'genus', 'boundary edges'],
      rows: parts.map((part) => [part.triangles, part.vertices, part.area, part.volume, part.eulerCharacteristic, part.genus, part.boundaryEdges]),
    },
  ];
}
