import type { NumberDescriptor } from './operation';

/** Units as they stand beside a number; empty where the number needs none. */
export const unitTexts: Readonly<Record<NumberDescriptor['unit'], string>> = {
  length: "the file's unit",
  'length²': "the file's unit²",
  'length³': "the file's unit³",
  ratio: '',
  count: '',
  degrees: 'degrees',
  none: '',
};
