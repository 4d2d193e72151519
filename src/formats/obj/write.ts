import type { Attribute } from '../../model/attribute';
import { OperationError } from '../../model/errors';
import { isVertexModel, type Model, type VertexModel } from '../../model/model';
import { float32Text, float64Text } from '../numberText';

const encoder = new TextEncoder();
const rowsAtOnce = 16_384;

/**
 * Writes vertices (with colours, normals and texture coordinates where they have some), faces of any number of corners and
 * edges as text. Faces that name vertices which do not exist are left out, since nothing can stand for them.
 *
 * @throws OperationError for a model without vertices
 */
export function* writeObj(model: Model): Generator<Uint8Array<ArrayBuffer>> {
  if (!isVertexModel(model)) throw new OperationError('OBJ holds vertices and faces. Choose another extension.');
  yield* comments(model);
  yield* vertices(model);
  if (model.textureCoordinates) yield* rows('vt', model.textureCoordinates, model.count);
  if (model.normals) yield* rows('vn', model.normals, model.count);
  if (model.kind === 'mesh') {
    yield* faces(model);
    yield* lines(model);
  }
}

/** What OBJ cannot keep of a model. */
export function objLosses(model: Model): readonly string[] {
  if (!isVertexModel(model)) return [];
  const dropped = [...model.attributes.map(({ name }) => name), ...model.elements.map(({ name }) => name), ...(model.kind === 'mesh' ? model.polygons.attributes.map(({ name }) => `${name} of faces`) : [])];
  return dropped.length > 0 ? [`OBJ has no place for ${dropped.slice(0, 8).join(', ')}${dropped.length > 8 ? ' and others' : ''}: left out.`] : [];
}

function* comments({ comments: texts }: VertexModel): Generator<Uint8Array<ArrayBuffer>> {
  // A backslash at a line's end would join the next line to the comment.
  const written = texts.flatMap((comment) => comment.split(/\r\n|\r|\n/)).map((line) => `# ${line.replace(/\\+\s*$/, '')}`.trimEnd());
  yield encoder.encode(['# OBJ', ...written, ''].join('\n'));
}

function* vertices(model: VertexModel): Generator<Uint8Array<ArrayBuffer>> {
  const { positions, colours } = model;
  const position = textOf(positions);
  const colour = colours ? colourText(colours) : null;
  for (let first = 0; first < model.count; first += rowsAtOnce) {
    const texts: string[] = [];
    for (let row = first; row < Math.min(model.count, first + rowsAtOnce); row++) texts.push(`v ${position(row)}${colour ? ` ${colour(row)}` : ''}\n`);
    yield encoder.encode(texts.join(''));
  }
}

function* rows(word: string, attribute: Attribute, count: number): Generator<Uint8Array<ArrayBuffer>> {
  const text = textOf(attribute);
  for (let first = 0; first < count; first += rowsAtOnce) {
    const texts: string[] = [];
    for (let row = first; row < Math.min(count, first + rowsAtOnce); row++) texts.push(`${word} ${text(row)}\n`);
    yield encoder.encode(texts.join(''));
  }
}

function* faces(model: Extract<VertexModel, { readonly kind: 'mesh' }>): Generator<Uint8Array<ArrayBuffer>> {
  const { offsets, indices, count } = model.polygons;
  const corner = cornerText(model);
  for (let first = 0; first < count; first += rowsAtOnce) {
    const texts: string[] = [];
    for (let face = first; face < Math.min(count, first + rowsAtOnce); face++) {
      let text = 'f';
      let isWhole = offsets[face + 1] - offsets[face] > 2;
      for (let i = offsets[face]; i < offsets[face + 1] && isWhole; i++) {
        isWhole = indices[i] < model.count;
        text += ` ${corner(indices[i] + 1)}`;
      }
      if (isWhole) texts.push(`${text}\n`);
    }
    yield encoder.encode(texts.join(''));
  }
}

function* lines({ edges, count }: Extract<VertexModel, { readonly kind: 'mesh' }>): Generator<Uint8Array<ArrayBuffer>> {
  if (!edges) return;
  for (let first = 0; first < edges.count; first += rowsAtOnce) {
    const texts: string[] = [];
    for (let edge = first; edge < Math.min(edges.count, first + rowsAtOnce); edge++) {
      const [from, to] = [edges.indices[2 * edge], edges.indices[2 * edge + 1]];
      if (from < count && to < count) texts.push(`l ${from + 1} ${to + 1}\n`);
    }
    yield encoder.encode(texts.join(''));
  }
}

function cornerText({ normals, textureCoordinates }: VertexModel): (vertex: number) => string {
  if (normals && textureCoordinates) return (vertex) => `${vertex}/${vertex}/${vertex}`;
  if (normals) return (vertex) => `${vertex}//${vertex}`;
  return textureCoordinates ? (vertex) => `${vertex}/${vertex}` : String;
}

function textOf({ data, components, type }: Attribute): (row: number) => string {
  const text = type === 'float32' || type === 'float16' ? float32Text : float64Text;
  return (row) => {
    let line = '';
    for (let i = 0; i < components; i++) line += `${i === 0 ? '' : ' '}${text(Number(data[components * row + i]))}`;
    return line;
  };
}

/** Red, green and blue from 0 to 1: the form that most readers know. */
function colourText({ data, components, type }: Attribute): (row: number) => string {
  const full = type === 'uint8' ? 255 : type === 'uint16' ? 65_535 : 1;
  return (row) => [0, 1, 2].map((i) => float32Text(Math.fround(Number(data[components * row + i]) / full))).join(' ');
}
