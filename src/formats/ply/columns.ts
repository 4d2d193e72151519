import type { AnyAttribute, Attribute, ListAttribute } from '../../model/attribute';
import type { NumericArray, NumericType } from '../../model/numericType';
import type { MemoryBudget } from '../memoryBudget';
import type { PlyElement, PlyProperty } from './header';
import { ListBuilder } from './listBuilder';

/** What an array of columns means to the model; everything without a meaning of its own is "other". */
export type ColumnRole = 'positions' | 'normals' | 'colours' | 'textureCoordinates' | 'other';

/** One or several single-valued properties that share an array, interleaved. */
export interface ColumnGroup {
  readonly role: ColumnRole;
  readonly name: string;
  /** The type that represents all components: theirs, or float64 where they differ. */
  type: NumericType;
  readonly componentNames: readonly string[];
  readonly componentTypes: readonly NumericType[];
  /** Values a row, more than there are names where a coordinate is missing and stays zero. */
  readonly components: number;
  data: NumericArray;
}

export interface ScalarColumn {
  readonly kind: 'scalar';
  readonly property: PlyProperty;
  /** Null where the values are not wanted. */
  readonly group: ColumnGroup | null;
  readonly component: number;
}

export interface ListColumn {
  readonly kind: 'list';
  readonly property: PlyProperty;
  readonly builder: ListBuilder;
  /** True when values are vertex numbers, kept as uint32 whatever their type in the file. */
  readonly isIndex: boolean;
}

export type Column = ScalarColumn | ListColumn;

/** Where the values of one element go. */
export interface ElementPlan {
  readonly element: PlyElement;
  readonly columns: readonly Column[];
  readonly groups: readonly ColumnGroup[];
  /** Rows that are expected and have room. */
  readonly rows: number;
}

/** How some of an element's properties form one array. */
export interface GroupRequest {
  readonly role: ColumnRole;
  readonly name: string;
  /** Indices into the element's properties; null for a component that the file lacks. */
  readonly properties: readonly (number | null)[];
  /** The type of the array, where it is not the components' own. */
  readonly storedType?: NumericType;
}

export interface PlanOptions {
  readonly file: string;
  readonly budget: MemoryBudget;
  readonly rows: number;
  readonly requests: readonly GroupRequest[];
  /** Index of the list property that names vertices, if any. */
  readonly indexList?: number;
  /** Which further properties are kept. */
  readonly keepsOthers: boolean;
  /** Values that lists can have at most in the rest of the file. */
  readonly maximumListValues: number;
}

function commonType(types: readonly NumericType[]): NumericType {
  return types.every((type) => type === types[0]) ? types[0] : 'float64';
}

/** Allocates the arrays for `rows` rows of an element and says which property goes where. */
export function planElement(element: PlyElement, options: PlanOptions): ElementPlan {
  const groups: ColumnGroup[] = [];
  const places = new Map<number, { readonly group: ColumnGroup; readonly component: number }>();
  const what = `the ${element.count} rows of "${element.name}"`;
  const addGroup = (request: GroupRequest): void => {
    const present = request.properties.filter((index): index is number => index !== null);
    const [first] = present;
    const componentTypes = request.properties.map((index) => element.properties[index ?? first].type);
    const type = commonType(componentTypes);
    const components = request.properties.length;
    const group: ColumnGroup = {
      role: request.role,
      name: request.name,
      type,
      componentNames: request.properties.map((index, position) => (index === null ? 'xyz'[position] : element.properties[index].name)),
      componentTypes,
      components,
      data: options.budget.allocate(request.storedType ?? type, options.rows * components, what),
    };
    groups.push(group);
    request.properties.forEach((index, component) => {
      if (index !== null) places.set(index, { group, component });
    });
  };
  options.requests.forEach(addGroup);
  const columns = element.properties.map((property, index): Column => {
    if (property.countType !== undefined) return planList(element, property, index, options);
    if (!places.has(index) && options.keepsOthers) addGroup({ role: 'other', name: property.name, properties: [index] });
    const place = places.get(index);
    return { kind: 'scalar', property, group: place?.group ?? null, component: place?.component ?? 0 };
  });
  return { element, columns, groups, rows: options.rows };
}

function planList(element: PlyElement, property: PlyProperty, index: number, options: PlanOptions): ListColumn {
  const isIndex = index === options.indexList;
  const what = `the lists "${property.name}" of "${element.name}"`;
  const builder = new ListBuilder(
    options.file,
    options.budget,
    what,
    isIndex ? 'uint32' : property.type,
    options.rows,
    isIndex ? 3 : 1,
    options.maximumListValues,
  );
  return { kind: 'list', property, builder, isIndex };
}

/** The first `rows` rows of a group as an attribute. */
export function attributeOfGroup(group: ColumnGroup, rows: number): Attribute {
  const length = rows * group.components;
  const data = length < group.data.length ? group.data.slice(0, length) : group.data;
  const differ = group.componentTypes.some((type) => type !== group.type);
  return {
    kind: 'values',
    name: group.name,
    type: group.type,
    components: group.components,
    ...(group.components > 1 ? { componentNames: group.componentNames } : {}),
    ...(differ ? { componentTypes: group.componentTypes } : {}),
    data,
  };
}

function attributeOfList(column: ListColumn, rows: number): ListAttribute {
  const { offsets, data } = column.builder.finish(rows);
  return {
    kind: 'lists',
    name: column.property.name,
    type: column.property.type,
    countType: column.property.countType ?? 'uint8',
    offsets,
    data,
  };
}

/** Everything of a plan that has no role of its own, in the file's order. */
export function otherAttributes(plan: ElementPlan, rows: number): AnyAttribute[] {
  const attributes: AnyAttribute[] = [];
  for (const column of plan.columns) {
    if (column.kind === 'list') {
      if (!column.isIndex) attributes.push(attributeOfList(column, rows));
    } else if (column.group?.role === 'other') {
      attributes.push(attributeOfGroup(column.group, rows));
    }
  }
  return attributes;
}
