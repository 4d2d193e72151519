import type { AnyAttribute } from '../model/attribute';
import type { VertexModel } from '../model/model';
import type { ReportTable } from './operation';

interface NamedColumn {
  /** "vertex.intensity" */
  readonly name: string;
  readonly type: string;
}

function columnsOf(element: string, attribute: AnyAttribute): NamedColumn[] {
  if (attribute.kind === 'lists') return [{ name: `${element}.${attribute.name}`, type: `list of ${attribute.type}` }];
  return Array.from({ length: attribute.components }, (_, component) => ({
    name: `${element}.${attribute.componentNames?.[component] ?? (attribute.components === 1 ? attribute.name : `${attribute.name}[${component}]`)}`,
    type: attribute.componentTypes?.[component] ?? attribute.type,
  }));
}

/** Every column of a file by the file's own name. */
function columns(model: VertexModel): NamedColumn[] {
  const standard = [model.positions, model.normals, model.colours, model.textureCoordinates].filter((attribute) => attribute !== undefined);
  return [
    ...[...standard, ...model.attributes].flatMap((attribute) => columnsOf('vertex', attribute)),
    ...(model.kind === 'mesh' ? [{ name: 'face.vertices', type: 'list' }, ...model.polygons.attributes.flatMap((attribute) => columnsOf('face', attribute))] : []),
    ...(model.kind === 'mesh' && model.edges ? [{ name: 'edge.vertices', type: 'pair' }, ...model.edges.attributes.flatMap((attribute) => columnsOf('edge', attribute))] : []),
    ...model.elements.flatMap(({ name, attributes }) => attributes.flatMap((attribute) => columnsOf(name, attribute))),
  ];
}

export const attributesTitle = 'Attributes';

/** Every attribute of either with its type in both, and what became of it from the reference to the compared. */
export function attributesTable(compared: VertexModel, reference: VertexModel): ReportTable {
  const now = new Map(columns(compared).map(({ name, type }) => [name, type]));
  const before = new Map(columns(reference).map(({ name, type }) => [name, type]));
  const names = [...new Set([...before.keys(), ...now.keys()])];
  return {
    title: attributesTitle,
    columns: ['attribute', 'compared', 'reference', 'change'],
    rows: names.map((name) => {
      const [present, past] = [now.get(name), before.get(name)];
      const change = present === undefined ? 'removed' : past === undefined ? 'added' : present === past ? 'same' : 'retyped';
      return [name, present ?? null, past ?? null, change];
    }),
  };
}
