import { BoundsBuilder } from '../../../src/formats/boundsBuilder';
import { sequential } from '../../../src/geometry/parallel';
import type { AnyAttribute } from '../../../src/model/attribute';
import type { Mesh } from '../../../src/model/mesh';
import type { Model } from '../../../src/model/model';
import type { PointCloud } from '../../../src/model/pointCloud';
import { allOptions } from '../../../src/operations/commonOptions';
import type { OperationContext, OperationResult } from '../../../src/operations/operation';
import { checkOptions } from '../../../src/operations/options';
import { operations } from '../../../src/operations/registry';

type Coordinates = Float32Array | Float64Array;

/** A cloud of 3 numbers a point. */
export function cloud(positions: Coordinates | readonly number[], attributes: readonly AnyAttribute[] = []): PointCloud {
  const data = positions instanceof Float32Array || positions instanceof Float64Array ? positions : Float64Array.from(positions);
  const bounds = new BoundsBuilder();
  bounds.extend(data, 0, data.length / 3);
  return {
    kind: 'pointCloud',
    count: data.length / 3,
    positions: { kind: 'values', name: 'position', type: data instanceof Float32Array ? 'float32' : 'float64', components: 3, data },
    attributes,
    elements: [],
    comments: ['kept'],
    bounds: bounds.bounds,
    notFinite: bounds.notFinite,
  };
}

/** A mesh of faces of any number of corners. */
export function mesh(positions: Coordinates | readonly number[], faces: readonly (readonly number[])[], attributes: readonly AnyAttribute[] = []): Mesh {
  const offsets = new Uint32Array(faces.length + 1);
  faces.forEach((face, i) => (offsets[i + 1] = offsets[i] + face.length));
  return {
    ...cloud(positions, attributes),
    kind: 'mesh',
    polygons: { count: faces.length, offsets, indices: Uint32Array.from(faces.flat()), attributes: [] },
  };
}

/** The faces of the cube 0 ... 1, seen from outside counterclockwise. */
export const cubeFaces = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
/** Corner `i` of the cube has the bits of `i` as x, y, z. */
export const cubeCorners = Array.from({ length: 8 }, (_, corner) => [corner & 1, (corner >> 1) & 1, corner >> 2]).flat();

export const cube = (): Mesh => mesh(cubeCorners, cubeFaces);

export const context = (more: Partial<OperationContext> = {}): OperationContext => ({
  device: 'auto',
  place: 'process',
  signal: new AbortController().signal,
  progress: () => undefined,
  parallel: sequential,
  readText: () => Promise.reject(new Error('Nothing is read here.')),
  ...more,
});

/** Runs an operation of the registry on models named a.ply, b.ply, with its defaults filled in. */
export async function measure(
  operation: string,
  models: readonly Model[],
  options: Readonly<Record<string, unknown>> = {},
  more: Partial<OperationContext> = {},
): Promise<OperationResult> {
  const found = operations.find(({ descriptor }) => descriptor.id === operation);
  if (!found) throw new Error(`There is no operation ${operation}.`);
  const implementation = await found.load();
  const inputs = models.map((model, i) => ({ file: `${'ab'[i]}.ply`, model }));
  return implementation.run(inputs, checkOptions(operation, allOptions(found.descriptor), options), context(more));
}

/** The model that an operation made, which must be a cloud or a mesh. */
export function made(result: OperationResult): PointCloud | Mesh {
  const model = result.models?.[0].model;
  if (model?.kind === 'pointCloud' || model?.kind === 'mesh') return model;
  throw new Error('The operation made no cloud.');
}
