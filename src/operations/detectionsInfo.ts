import { boxShape, type DetectionSet } from '../model/detectionSet';
import type { AttributeInfo, FileInfo } from '../model/fileInfo';
import { attributeRows } from './attributeRows';
import { rangeOf } from './range';

/** What `info` says of detections besides file, format, kind, bytes and warnings. */
export function detectionsInfo(set: DetectionSet): Omit<FileInfo, 'file' | 'format' | 'kind' | 'bytes' | 'warnings'> {
  const counts = { rectangles: 0, rotated: 0, cuboids: 0, masks: 0 };
  for (const shape of set.shapes) {
    if ((shape & boxShape.rectangle) !== 0) counts.rectangles++;
    if ((shape & boxShape.rotated) !== 0) counts.rotated++;
    if ((shape & boxShape.cuboid) !== 0) counts.cuboids++;
    if ((shape & boxShape.mask) !== 0) counts.masks++;
  }
  const column = (name: string, data: Float64Array | null): AttributeInfo[] =>
    data ? [{ element: 'box', name, type: 'float64', components: 1, ...rangeOf(data) }] : [];
  return {
    images: set.images.length,
    categories: set.categories.length,
    boxes: set.count,
    role: set.role,
    roleReason: set.roleReason,
    shapes: counts,
    ...(set.bounds ? { bounds: set.bounds } : {}),
    attributes: [...column('score', set.scores), ...column('area', set.areas), ...set.attributes.flatMap((attribute) => attributeRows('box', attribute))],
    comments: set.comments,
  };
}
