import { marchingCubes as march, type IsoSurface } from '../geometry/marchingCubes';
import { surfaceMesh } from '../geometry/surfaceMesh';
import { OperationError } from '../model/errors';
import { isGridModel, type GridModel } from '../model/model';
import { cpuDevice } from './cpuDevice';
import { counted, figure } from './figures';
import { isoChoice, rangeOf, type IsoChoice } from './isoValue';
import type { OperationImplementation, ReportTable } from './operation';
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
    const surface = await march({ ...model, data: choice.data, isFinite: model.kind === 'voxelGrid' || model.notFinite === 0 }, { iso: choice.iso, method, inside, parallel, signal: context.signal, progress });
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
      tables: partsTable(surface),
      convention: conventionOf(choice, method, inside),
      device: cpuDevice(context, 'cells are cut where their samples lie', parallel.threads),
      warnings: warningsOf(file, model, choice, surface),
      models: [{ title: `Surface of ${file}`, model: surfaceMesh(surface) }],
    };
  },
};

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
