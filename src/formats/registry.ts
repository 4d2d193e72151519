import { binFormat } from './bin/bin';
import { binvoxFormat } from './binvox/binvox';
import { cocoFormat, detectionsFormat } from './coco/coco';
import { csvTable } from './csv/csvTable';
import type { Format, WrittenFormat } from './format';
import { formulaFormat } from './formula/formula';
import { labelMeFormat } from './labelme/labelme';
import { kittiFormat, padillaFormat, yoloFormat } from './labels/labels';
import { mhaFormat, mhdFormat } from './mha/mha';
import { npyFormat } from './npy/npy';
import { nrrdFormat } from './nrrd/nrrd';
import { nuscenesFormat } from './nuscenes/nuscenes';
import { objFormat } from './obj/obj';
import { openImagesFormat } from './openimages/openImages';
import { plyFormat } from './ply/ply';
import { sdfFormat } from './sdf/sdf';
import { stlFormat } from './stl/stl';
import { vocFormat } from './voc/voc';
import { voxFormat } from './vox/vox';
import { vtiFormat } from './vti/vti';

/** Every format that can be opened, in the order in which they are asked whether a file is theirs. */
export const formats: readonly Format[] = [plyFormat, stlFormat, objFormat, binvoxFormat, voxFormat, nrrdFormat, mhaFormat, mhdFormat, vtiFormat, sdfFormat, formulaFormat, npyFormat, detectionsFormat, cocoFormat, labelMeFormat, nuscenesFormat, vocFormat, openImagesFormat, kittiFormat, yoloFormat, padillaFormat, binFormat];


/** Every format that can be written, those that can also be read first. */
export const writtenFormats: readonly WrittenFormat[] = [
  ...formats.flatMap((format) => (isWritten(format) ? [format] : [])),
  csvTable,
];

function isWritten(format: Format): format is Format & WrittenFormat {
  return format.write !== undefined;
}
