import type { ModelKind } from '../model/model';

export const gridKinds: readonly ModelKind[] = ['voxelGrid', 'scalarGrid'];
