import type { Format } from '../format';
import { isFormula, readFormula } from './read';

/** A field written as an expression in x, y and z. */
export const formulaFormat: Format = {
  id: 'formula',
  title: 'Field Formula',
  extensions: ['.sdf.json'],
  kinds: ['scalarGrid'],
  priority: 'option',
  recognise: isFormula,
  read: readFormula,
  decodeInPlace: () => true,
  liveText: true,
};
