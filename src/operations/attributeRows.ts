import type { AnyAttribute, Attribute, ListAttribute } from '../model/attribute';
import type { AttributeInfo } from '../model/fileInfo';
import { rangeOf } from './range';

/** One row a property of the file: a row a component where the file names them, one for the whole attribute otherwise. */
export function attributeRows(element: string, attribute: AnyAttribute): AttributeInfo[] {
  if (attribute.kind === 'lists') return [listRow(element, attribute)];
  const { componentNames } = attribute;
  if (componentNames) return componentNames.map((name, component) => componentRow(element, attribute, name, component));
  const { name, type, components, data } = attribute;
  return [{ element, name, type, components, ...rangeOf(data) }];
}

function componentRow(element: string, attribute: Attribute, name: string, component: number): AttributeInfo {
  const type = attribute.componentTypes?.[component] ?? attribute.type;
  return { element, name, type, components: 1, ...rangeOf(attribute.data, component, attribute.components) };
}

function listRow(element: string, { name, type, offsets, data }: ListAttribute): AttributeInfo {
  return { element, name, type, components: commonLength(offsets), ...rangeOf(data) };
}

/** The length that all rows share; null where they differ or there is no row. */
export function commonLength(offsets: Uint32Array<ArrayBufferLike>): number | null {
  if (offsets.length < 2) return null;
  const length = offsets[1] - offsets[0];
  for (let row = 1; row < offsets.length - 1; row++) {
    if (offsets[row + 1] - offsets[row] !== length) return null;
  }
  return length;
}
