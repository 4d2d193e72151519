import { boxShape } from '../../model/detectionSet';
import { setCuboid } from '../detections/cuboid';
import type { SetBuilder } from '../detections/setBuilder';
import type { JsonScanner } from '../json/jsonScanner';
import { KeyTable } from '../json/keyTable';
import { numberAt, numbersAt } from './values';

const keys = ['center', 'size', 'yaw', 'quaternion'];
const [center, size, yaw, quaternion] = [0, 1, 2, 3];

/**
 * Reads `bbox3d`: {"center": [x, y, z], "size": [along the box's own x, y, z], "yaw": radians about the upward axis or
 * "quaternion": [w, x, y, z]}; or seven numbers, x y z dx dy dz yaw, as OpenPCDet has them.
 */
export class CuboidReader {
  private readonly keyTable = new KeyTable(keys);

  constructor(
    private readonly scanner: JsonScanner,
    private readonly builder: SetBuilder,
  ) {}

  read(): void {
    const { scanner, builder } = this;
    const { remarks } = builder;
    const type = scanner.type();
    if (type === 'null') {
      scanner.skip();
      return;
    }
    if (type === 'array') {
      const values = numbersAt(scanner, remarks, 7);
      if (values.length !== 7) throw scanner.fault('7 numbers: x, y, z, dx, dy, dz, yaw', `${values.length}`);
      this.set(values.slice(0, 3), values.slice(3, 6), this.turn(values[6]));
      return;
    }
    let place: number[] | null = null;
    let extent: number[] | null = null;
    let turn: readonly number[] | null = null;
    scanner.take('{');
    this.keyTable.restart();
    let first = true;
    while (scanner.goesOn('}', first)) {
      first = false;
      const key = this.keyTable.next(scanner);
      if (key === center) place = numbersAt(scanner, remarks, 3);
      else if (key === size) extent = numbersAt(scanner, remarks, 3);
      else if (key === yaw) turn ??= this.turn(numberAt(scanner, remarks));
      else if (key === quaternion) turn = numbersAt(scanner, remarks, 4);
      else scanner.skip();
    }
    if (place?.length !== 3) throw scanner.fault('"center" with 3 numbers in bbox3d', place ? `${place.length}` : 'none');
    if (extent?.length !== 3) throw scanner.fault('"size" with 3 numbers in bbox3d', extent ? `${extent.length}` : 'none');
    if (turn && turn.length !== 4) throw scanner.fault('"quaternion" with 4 numbers, w x y z', `${turn.length}`);
    this.set(place, extent, turn ?? [1, 0, 0, 0]);
  }

  private turn(angle: number): readonly number[] {
    return [Math.cos(angle / 2), 0, 0, Math.sin(angle / 2)];
  }

  private set(place: readonly number[], extent: readonly number[], turn: readonly number[]): void {
    const { builder, scanner } = this;
    builder.shape |= boxShape.cuboid;
    setCuboid(builder.cuboid, place, extent, turn);
    if (!builder.cuboid.every(Number.isFinite)) builder.remarks.add('3-D box has a place that is not finite|3-D boxes have a place that is not finite', scanner.path);
    else if (!extent.every((value) => value > 0)) builder.remarks.add('3-D box has no volume|3-D boxes have no volume', scanner.path);
  }
}
