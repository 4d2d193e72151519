import { cloudKinds } from './cloudOptions';
import type { OperationDescriptor, OptionDescriptor } from './operation';

const intrinsic = (name: string, title: string, meaning: string): OptionDescriptor => ({ name, type: 'number', default: null, title, meaning });

export const frustumDescriptor: OperationDescriptor = {
  id: 'frustum',
  title: 'Points in a Frustum',
  definition:
    'The points that a camera sees through a rectangle of its picture, between two depths: u = fx x / z + cx and v = fy y / z + cy lie within the rectangle, its edges included, and near <= z <= far; z is the depth along the axis of the camera, whose x points right and y down. With a calibration of KITTI, points are first brought from the frame of the scanner into that of the rectified left colour camera, and projected by its matrix P2; with a projection P (3 x 4), (u z, v z, z) = P (x, y, z, 1).',
  source: 'Qi, Liu, Wu, Su, Guibas: "Frustum PointNets for 3D Object Detection from RGB-D Data", 2018; Geiger et al.: "Vision meets Robotics: The KITTI Dataset", 2013.',
  inputs: [{ name: 'cloud', title: 'Cloud', kinds: cloudKinds }],
  options: [
    { name: 'box', type: 'text', default: null, required: true, title: 'Box', meaning: 'The rectangle in pixels: x1,y1,x2,y2.' },
    intrinsic('fx', 'Focal length x', 'Focal length in pixels, horizontally.'),
    intrinsic('fy', 'Focal length y', 'Focal length in pixels, vertically; as fx when left out.'),
    intrinsic('cx', 'Centre x', 'Where the axis of the camera meets the picture, in pixels.'),
    intrinsic('cy', 'Centre y', 'Where the axis of the camera meets the picture, in pixels.'),
    { name: 'calibration', type: 'file', default: null, title: 'Calibration', meaning: "A frame's calibration file of KITTI, in place of the numbers before." },
    { name: 'projection', type: 'text', default: null, title: 'Projection', meaning: "12 numbers, row by row: the 3 x 4 matrix from positions in the cloud's own frame to pixels times depth, in place of all before." },
    { name: 'near', type: 'number', minimum: 0, default: 0, title: 'Near', meaning: "The least depth, in the cloud's unit." },
    { name: 'far', type: 'number', minimum: 0, default: null, title: 'Far', meaning: "The largest depth, in the cloud's unit; none when left out." },
  ],
  numbers: [{ name: 'points', unit: 'count', meaning: 'Points inside.' }],
  output: { meaning: 'The points inside as a cloud.', required: false },
};
