import type { ModelKind } from '../model/model';
import type { InputDescriptor, OptionDescriptor } from './operation';

/** What can stand for a cloud of points. */
export const cloudKinds: readonly ModelKind[] = ['pointCloud', 'mesh'];

export const comparedInput: InputDescriptor = { name: 'compared', title: 'Compared cloud or mesh', kinds: cloudKinds };
export const referenceInput: InputDescriptor = { name: 'reference', title: 'Reference cloud or mesh', kinds: cloudKinds };

export const verticesOption: OptionDescriptor = {
  name: 'vertices',
  type: 'flag',
  default: false,
  title: 'Vertices',
  meaning: 'A mesh stands for its vertices. The default.',
};

export const sampleSurfaceOption: OptionDescriptor = {
  name: 'sample-surface',
  type: 'integer',
  minimum: 1,
  maximum: 2 ** 28,
  default: null,
  title: 'Sample the surface',
  meaning: 'A mesh stands for this many points drawn from its surface, uniformly by area.',
};

export const seedOption: OptionDescriptor = {
  name: 'seed',
  type: 'integer',
  minimum: 0,
  maximum: 2 ** 32 - 1,
  default: 0,
  title: 'Seed',
  meaning: 'What random numbers begin with: the same seed draws the same points.',
};

/** How a mesh stands for points, wherever clouds and meshes are taken alike. */
export const surfaceOptions: readonly OptionDescriptor[] = [verticesOption, sampleSurfaceOption, seedOption];
