import type { Vector3 } from '../../model/bounds';
import type { SceneNode, VoxFile } from './chunks';

/** A signed permutation of axes and a shift: where the centres of a model's cells come to lie. */
export interface Placement {
  readonly model: number;
  /** Row r of the rotation has `signs[r]` in column `columns[r]`. */
  readonly columns: readonly [number, number, number];
  readonly signs: Vector3;
  readonly translation: Vector3;
}

type Transform = Omit<Placement, 'model'>;

const identity: Transform = { columns: [0, 1, 2], signs: [1, 1, 1], translation: [0, 0, 0] };
/** Guards against nodes that contain themselves. */
const deepest = 64;
const mostPlacements = 65_536;

export interface Scene {
  readonly placements: readonly Placement[];
  /** Shapes under hidden transforms. */
  readonly hidden: number;
}

/** Where the scene graph places models; null when the file has no scene graph, or one that goes in circles. */
export function placeModels({ models, nodes }: VoxFile): Scene | null {
  if (!nodes.has(0)) return null;
  const placements: Placement[] = [];
  let hidden = 0;
  let isSound = true;
  const visit = (id: number, transform: Transform, isHidden: boolean, depth: number): void => {
    const node = nodes.get(id);
    if (!node || !isSound) return;
    if (depth > deepest || placements.length > mostPlacements) {
      isSound = false;
      return;
    }
    switch (node.kind) {
      case 'transform':
        visit(node.child, compose(transform, transformOf(node)), isHidden || node.hidden, depth + 1);
        break;
      case 'group':
        for (const child of node.children) visit(child, transform, isHidden, depth + 1);
        break;
      case 'shape': {
        // Further models of a shape are later frames of an animation.
        const [model] = node.models;
        if (model === undefined || !(model >= 0 && model < models.length)) break;
        if (isHidden) hidden++;
        else placements.push({ model, ...transform });
      }
    }
  };
  visit(0, identity, false, 0);
  return isSound ? { placements, hidden } : null;
}

/** The rotation's byte: bits 0-1 and 2-3 are the columns of the first two rows' entries, bits 4 to 6 the rows' signs. */
function transformOf({ rotation, translation }: Extract<SceneNode, { kind: 'transform' }>): Transform {
  const first = rotation & 3;
  const second = (rotation >> 2) & 3;
  const isSound = first < 3 && second < 3 && first !== second;
  const columns = isSound ? ([first, second, 3 - first - second] as const) : identity.columns;
  const signs: Vector3 = [rotation & 16 ? -1 : 1, rotation & 32 ? -1 : 1, rotation & 64 ? -1 : 1];
  return { columns, signs: isSound ? signs : identity.signs, translation };
}

function compose(outer: Transform, inner: Transform): Transform {
  const columns: [number, number, number] = [0, 0, 0];
  const signs: [number, number, number] = [0, 0, 0];
  const translation: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < 3; row++) {
    const through = outer.columns[row];
    columns[row] = inner.columns[through];
    signs[row] = outer.signs[row] * inner.signs[through];
    translation[row] = outer.signs[row] * inner.translation[through] + outer.translation[row];
  }
  return { columns, signs, translation };
}

/**
 * The first cell and the steps of a placed model: cell (x, y, z) of the model is cell base + x steps[0] + ... of the
 * scene. A model turns about the corner of its cell floor(size / 2).
 */
export function frameOf({ columns, signs, translation }: Transform, size: Vector3): { readonly base: Vector3; readonly steps: readonly [Vector3, Vector3, Vector3] } {
  const base: [number, number, number] = [0, 0, 0];
  const steps: [[number, number, number], [number, number, number], [number, number, number]] = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
  for (let row = 0; row < 3; row++) {
    const column = columns[row];
    base[row] = Math.floor(signs[row] * (0.5 - Math.floor(size[column] / 2)) + translation[row]);
    steps[column][row] = signs[row];
  }
  return { base, steps };
}
