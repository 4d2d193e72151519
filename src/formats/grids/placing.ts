import { FormatError } from '../../model/errors';
import type { Vector3 } from '../../model/bounds';
import type { Axis, AxisDirections, AxisOrder } from '../../model/grid';
import type { ReaderOptions } from '../format';
import { axisOrderOf } from './axes';

/** Where a grid's cells are, as its file says. */
export interface GridPlacing {
  readonly dimensions: Vector3;
  readonly axisOrder: AxisOrder;
  readonly spacing: Vector3;
  readonly origin: Vector3;
  readonly directions?: AxisDirections;
}

/**
 * A grid's place as the user wants it: its axes named anew (`axes`, slowest first; sizes and spacings go with them, the
 * origin stays), another centre of the first cell, another spacing.
 *
 * @throws FormatError for axes that are not x, y and z in some order, and for axes of a file that has directions of its own
 */
export function placedAs(placing: GridPlacing, { axes, origin, spacing }: Pick<ReaderOptions, 'axes' | 'origin' | 'spacing'>, file: string): GridPlacing {
  const named = axes === undefined ? placing : withAxes(placing, axes, file);
  return { ...named, ...(origin ? { origin } : {}), ...(spacing ? { spacing } : {}) };
}

function withAxes(placing: GridPlacing, axes: string, file: string): GridPlacing {
  const order = axisOrderOf(axes);
  if (!order) {
    throw new FormatError({ file, expected: '--axes that are x, y and z in some order', found: JSON.stringify(axes), advice: 'Leave --axes out for the order that the format has.' });
  }
  if (placing.directions) {
    throw new FormatError({ file, expected: 'no --axes, since the file says where each axis leads', found: axes, advice: 'Leave --axes out.' });
  }
  const dimensions: [number, number, number] = [0, 0, 0];
  const spacing: [number, number, number] = [0, 0, 0];
  order.forEach((axis: Axis, place) => {
    dimensions[axis] = placing.dimensions[placing.axisOrder[place]];
    spacing[axis] = placing.spacing[placing.axisOrder[place]];
  });
  return { ...placing, dimensions, spacing, axisOrder: order };
}
