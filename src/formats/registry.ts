import { binvoxFormat } from './binvox/binvox';
import { cocoFormat, detectionsFormat } from './coco/coco';
import type { Format } from './format';
import { formulaFormat } from './formula/formula';
import { mhaFormat, mhdFormat } from './mha/mha';
import { npyFormat } from './npy/npy';
import { nrrdFormat } from './nrrd/nrrd';
import { objFormat } from './obj/obj';
import { plyFormat } from './ply/ply';
import { sdfFormat } from './sdf/sdf';
import { stlFormat } from './stl/stl';
import { voxFormat } from './vox/vox';
import { vtiFormat } from './vti/vti';

/** Every format that can be opened, in the order in which they are asked whether a file is theirs. */
export const formats: readonly Format[] = [plyFormat, stlFormat, objFormat, binvoxFormat, voxFormat, nrrdFormat, mhaFormat, mhdFormat, vtiFormat, sdfFormat, formulaFormat, npyFormat, detectionsFormat, cocoFormat];
