import { boxFlag, boxShape, type Calibration } from '../../model/detectionSet';
import { FormatError } from '../../model/errors';
import { setCuboid } from '../detections/cuboid';
import type { SetBuilder } from '../detections/setBuilder';
import { labelLines, numberOf } from './labelLines';

/** What KITTI writes in place of a 3-D box that is not known. */
const unknownPlace = -1000;

/**
 * Adds the objects of one KITTI label or result file: type, truncation, occlusion, alpha, rectangle (left, top, right,
 * bottom), height, width, length, x y z of the bottom's middle in the camera's frame, rotation about its y axis, and a
 * score in results.
 *
 * @throws FormatError with the line
 */
export function addKittiLabels(builder: SetBuilder, text: string, image: number, file: string): void {
  for (const { line, words } of labelLines(text)) {
    const fault = (expected: string, found: string): FormatError =>
      new FormatError({ file, place: { kind: 'line', line }, expected, found, advice: 'Labels of KITTI have a type and 14 numbers, results a score besides.' });
    if (words.length !== 15 && words.length !== 16) throw fault('15 or 16 columns', `${words.length}`);
    const values = words.map(numberOf);
    const wrong = values.findIndex((value, place) => place > 0 && Number.isNaN(value));
    if (wrong > 0) throw fault(`a number in column ${wrong + 1}`, JSON.stringify(words[wrong].slice(0, 40)));
    const [, truncation, occlusion, alpha, left, top, right, bottom, height, width, length, x, y, z, rotation] = values;
    const place = (): string => `${file}, line ${line}`;
    builder.restart();
    builder.imageRow = image;
    builder.categoryRow = builder.categoryOf(words[0]);
    builder.setRectangle(left, top, right - left, bottom - top);
    if (!(right > left && bottom > top)) builder.remarks.add('box has no area|boxes have no area', place);
    if (words[0] === 'DontCare') builder.flags |= boxFlag.ignore;
    if (x > unknownPlace && y > unknownPlace && z > unknownPlace && height >= 0 && width >= 0 && length >= 0) {
      const half = Math.SQRT1_2;
      const cosine = Math.cos(rotation / 2) * half;
      const sine = Math.sin(rotation / 2) * half;
      builder.shape |= boxShape.cuboid;
      // Its own x is the heading, its own z up, which in the camera's frame is against y.
      setCuboid(builder.cuboid, [x, y - height / 2, z], [length, width, height], [cosine, cosine, sine, -sine]);
    }
    builder.setAttribute('truncation', truncation);
    builder.setAttribute('occlusion', occlusion);
    builder.setAttribute('alpha', alpha);
    if (words.length === 16) builder.score = values[15];
    builder.commit();
  }
}

/**
 * Reads KITTI's calibration of a frame: the left colour camera's projection, and how the scanner's frame becomes the
 * rectified camera's.
 *
 * @throws FormatError that names what is missing
 */
export function readKittiCalibration(text: string, file: string): Calibration {
  const matrices = new Map<string, number[]>();
  for (const { words } of labelLines(text)) matrices.set(words[0].replace(/:$/, ''), words.slice(1).map(numberOf));
  const matrix = (length: number, ...names: readonly string[]): number[] => {
    const found = names.map((name) => matrices.get(name)).find((values) => values !== undefined);
    if (found?.length === length && found.every(Number.isFinite)) return found;
    throw new FormatError({ file, expected: `${length} numbers of ${names[0]}`, found: found ? `${found.length}` : 'none', advice: "KITTI's calibration has P2, R0_rect and Tr_velo_to_cam." });
  };
  const projection = matrix(12, 'P2', 'P_rect_02');
  const turn = matrix(9, 'R0_rect', 'R_rect', 'R_rect_00');
  const place = matrix(12, 'Tr_velo_to_cam', 'Tr_velo_cam', 'Tr');
  const cloudToBoxes: number[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      cloudToBoxes.push(turn[3 * row] * place[column] + turn[3 * row + 1] * place[4 + column] + turn[3 * row + 2] * place[8 + column]);
    }
  }
  return { projection, cloudToBoxes: [...cloudToBoxes, 0, 0, 0, 1] };
}
