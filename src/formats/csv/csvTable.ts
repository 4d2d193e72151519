import type { AnyAttribute, Attribute } from '../../model/attribute';
import { OperationError } from '../../model/errors';
import type { Edges } from '../../model/mesh';
import type { Model } from '../../model/model';
import type { NumericType } from '../../model/numericType';
import type { Vertices } from '../../model/pointCloud';
import type { WrittenFormat } from '../format';
import { float32Text, float64Text } from '../numberText';
import { csvRow } from './csvCell';

const rowsOfChunk = 4096;

/** A column of the table: its heading, and the text of each row's number. */
interface Column {
  readonly title: string;
  readonly text: (row: number) => string;
}

/**
 * Comma-separated values (RFC 4180), written alone: a row a point with its columns, or, of lines without faces, a row a
 * line with its columns and the positions of its two ends. Numbers have the fewest digits that read back as the same.
 */
export const csvTable: WrittenFormat = {
  id: 'csv',
  title: 'Comma-separated values',
  extensions: ['.csv'],
  *write(model) {
    const { count, columns } = tableOf(model);
    const encoder = new TextEncoder();
    yield encoder.encode(csvRow(columns.map(({ title }) => title)));
    for (let first = 0; first < count; first += rowsOfChunk) {
      let text = '';
      for (let row = first; row < Math.min(count, first + rowsOfChunk); row++) text += `${columns.map((column) => column.text(row)).join(',')}\r\n`;
      yield encoder.encode(text);
    }
  },
  losses(model) {
    if (model.kind === 'pointCloud') return model.elements.length > 0 ? ['Tables besides the points are not in the CSV.'] : [];
    return model.kind === 'mesh' && model.polygons.count > 0 ? ['The CSV has the vertices of the mesh, not its faces.'] : [];
  },
};

function tableOf(model: Model): { readonly count: number; readonly columns: readonly Column[] } {
  switch (model.kind) {
    case 'featureSet':
      return { count: model.count, columns: columnsOf(model.values) };
    case 'mesh':
      if (model.edges && model.polygons.count === 0) return { count: model.edges.count, columns: edgeColumns(model, model.edges) };
      return { count: model.count, columns: vertexColumns(model) };
    case 'pointCloud':
      return { count: model.count, columns: vertexColumns(model) };
    case 'voxelGrid':
    case 'scalarGrid':
    case 'detections':
      throw new OperationError('CSV holds points, lines or rows of numbers. Choose another extension.');
  }
}

function vertexColumns({ positions, normals, colours, textureCoordinates, attributes }: Vertices): Column[] {
  const standard = [normals, colours, textureCoordinates].filter((attribute) => attribute !== undefined);
  return [...positionColumns(positions), ...[...standard, ...attributes].flatMap(columnsOfAny)];
}

function edgeColumns({ positions, count }: Vertices, { indices, attributes }: Edges): Column[] {
  const ends = [0, 1].flatMap((end) =>
    positionColumns(positions).map(({ title, text }): Column => ({ title: `${title}_${'ab'[end]}`, text: (row) => (indices[2 * row + end] < count ? text(indices[2 * row + end]) : '') })),
  );
  return [...attributes.flatMap(columnsOfAny), ...ends];
}

function positionColumns(positions: Attribute): Column[] {
  return columnsOf({ ...positions, componentNames: ['x', 'y', 'z'] });
}

function columnsOfAny(attribute: AnyAttribute): Column[] {
  if (attribute.kind === 'values') return columnsOf(attribute);
  const { name, offsets, data, type } = attribute;
  const text = (row: number): string => Array.from({ length: offsets[row + 1] - offsets[row] }, (_, i) => numberText(data[offsets[row] + i], type)).join(' ');
  return [{ title: name, text }];
}

function columnsOf({ name, components, componentNames, componentTypes, type, data }: Attribute): Column[] {
  return Array.from({ length: components }, (_, component): Column => {
    const ownType = componentTypes?.[component] ?? type;
    const title = componentNames?.[component] ?? (components === 1 ? name : `${name}_${component}`);
    return { title, text: (row) => numberText(data[components * row + component], ownType) };
  });
}

function numberText(value: number | bigint, type: NumericType): string {
  if (typeof value === 'bigint') return value.toString();
  return type === 'float32' ? float32Text(value) : float64Text(value);
}
