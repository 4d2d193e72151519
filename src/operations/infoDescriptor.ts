import { modelKinds } from '../model/model';
import type { OperationDescriptor } from './operation';

/** `info` is not run like other operations: its answer is a `FileInfo`, the same that the inspector shows. */
export const infoDescriptor: OperationDescriptor = {
  id: 'info',
  title: 'Information',
  definition:
    "What a file holds: kind, counts, bounds, and each attribute with its type in the file and the range of its finite values. Triangles are the sum of (corners - 2) over the faces; bounds are those of the finite points in the file's own coordinates.",
  source: "The file format's specification.",
  inputs: [{ name: 'file', title: 'File', kinds: modelKinds }],
  options: [],
  numbers: [
    { name: 'bytes', unit: 'count', meaning: 'Size of the file.' },
    { name: 'points', unit: 'count', meaning: 'Points or vertices, those that are not finite included.' },
    { name: 'faces', unit: 'count', meaning: 'Polygons as the file has them.' },
    { name: 'triangles', unit: 'count', meaning: 'Sum of (corners - 2) over the faces.' },
    { name: 'edges', unit: 'count', meaning: 'Edges that the file lists.' },
    { name: 'notFinite', unit: 'count', meaning: 'Points with a coordinate that is NaN or infinite.' },
  ],
};
