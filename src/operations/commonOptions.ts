import type { OperationDescriptor, OptionDescriptor } from './operation';

/** How files are read; every operation takes them, each format heeds some. */
export const readerOptions: readonly OptionDescriptor[] = [
  {
    name: 'format',
    type: 'text',
    default: null,
    title: 'Format',
    meaning: "The input's format by its id, instead of telling it from content and name.",
  },
  { name: 'array', type: 'text', default: null, title: 'Array', meaning: 'The array to read from a file that holds several (npz).' },
  {
    name: 'axes',
    type: 'text',
    default: null,
    title: 'Axes',
    meaning: "The order of a grid's axes as its file lists them, slowest first: xyz, zyx and so on.",
  },
  { name: 'origin', type: 'text', default: null, title: 'Origin', meaning: "Where the centre of a grid's first cell is, in place of what its file says: x,y,z." },
  { name: 'spacing', type: 'text', default: null, title: 'Spacing', meaning: "The distance between a grid's cells, in place of what its file says: one number, or x,y,z." },
  {
    name: 'content',
    type: 'choice',
    choices: ['occupancy', 'labels', 'field'],
    default: null,
    title: 'Content',
    meaning: "What the numbers of a grid's cells mean, where that is not to be told from their type and values.",
  },
  {
    name: 'columns',
    type: 'text',
    default: null,
    title: 'Columns',
    meaning: 'Names of the columns of a file that does not name them, separated by commas: x,y,z,intensity.',
  },
  { name: 'split', type: 'text', default: null, title: 'Split', meaning: 'The set of images to read of a folder that has several: train, val, test.' },
  {
    name: 'intrinsics',
    type: 'file',
    default: null,
    title: 'Intrinsics',
    meaning: 'A file with the intrinsics of the camera that took a depth map.',
  },
  {
    name: 'limit',
    type: 'integer',
    default: null,
    minimum: 1,
    title: 'Limit',
    meaning: 'The most bytes that reading one file may allocate.',
  },
];

/** How a result is written, for operations that make one. */
export const writerOptions: readonly OptionDescriptor[] = [
  { name: 'binary', type: 'flag', default: false, title: 'Binary', meaning: 'Write numbers as binary, where the format has both. The default.' },
  { name: 'ascii', type: 'flag', default: false, title: 'Text', meaning: 'Write numbers as text, where the format has both.' },
];

export const deviceOption: OptionDescriptor = {
  name: 'device',
  type: 'choice',
  choices: ['auto', 'gpu', 'cpu'],
  default: 'auto',
  title: 'Device',
  meaning: 'Where to compute; the report names the device that was used and why.',
};

/** The options of an operation with those that all have; an operation's own option of the same name comes first. */
export function allOptions(descriptor: OperationDescriptor): readonly OptionDescriptor[] {
  const own = new Set(descriptor.options.map((option) => option.name));
  const common = [...readerOptions, ...(descriptor.output ? writerOptions : []), deviceOption];
  return [...descriptor.options, ...common.filter((option) => !own.has(option.name))];
}
