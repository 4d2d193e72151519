import type { PlyElement } from './header';
import type { ColumnRole, GroupRequest } from './columns';

/** Spellings of the standard properties that programs write, the commonest first. Upper and lower case are not told apart. */
const spellings: readonly { readonly role: ColumnRole; readonly name: string; readonly sets: readonly (readonly string[])[] }[] = [
  { role: 'normals', name: 'normal', sets: [['nx', 'ny', 'nz'], ['normal_x', 'normal_y', 'normal_z']] },
  {
    role: 'colours',
    name: 'colour',
    sets: [
      ['red', 'green', 'blue', 'alpha'],
      ['red', 'green', 'blue'],
      ['r', 'g', 'b', 'a'],
      ['r', 'g', 'b', 'alpha'],
      ['r', 'g', 'b'],
      ['diffuse_red', 'diffuse_green', 'diffuse_blue', 'diffuse_alpha'],
      ['diffuse_red', 'diffuse_green', 'diffuse_blue', 'alpha'],
      ['diffuse_red', 'diffuse_green', 'diffuse_blue'],
    ],
  },
  {
    role: 'textureCoordinates',
    name: 'texture coordinate',
    sets: [
      ['s', 't'],
      ['u', 'v'],
      ['texture_u', 'texture_v'],
      ['texture_s', 'texture_t'],
      ['texcoord_u', 'texcoord_v'],
      ['texcoord_0', 'texcoord_1'],
      ['texcoord_x', 'texcoord_y'],
      ['texcoordu', 'texcoordv'],
      ['tx', 'ty'],
    ],
  },
];

const colourTypes = new Set(['uint8', 'uint16', 'float32', 'float64']);

export interface VertexLayout {
  readonly requests: readonly GroupRequest[];
  /** "x", "y", "z": those that the file lacks. */
  readonly missingCoordinates: readonly string[];
  /** Indices of f_dc_0, f_dc_1, f_dc_2: the constant colour of a Gaussian splat. */
  readonly splatColours: readonly [number, number, number] | null;
}

/** Finds positions, normals, colours and texture coordinates among the properties of a vertex. */
export function layOutVertex(element: PlyElement): VertexLayout {
  const indices = new Map<string, number>();
  element.properties.forEach((property, index) => {
    const name = property.name.toLowerCase();
    // Of properties with the same name the first has the meaning, the others are kept as attributes.
    if (property.countType === undefined && !indices.has(name)) indices.set(name, index);
  });
  const coordinates = ['x', 'y', 'z'].map((name) => indices.get(name) ?? null);
  const areSingle = coordinates.every((index) => index === null || element.properties[index].type === 'float32');
  const requests: GroupRequest[] = [];
  if (coordinates.some((index) => index !== null)) {
    requests.push({ role: 'positions', name: 'position', properties: coordinates, storedType: areSingle ? 'float32' : 'float64' });
  }
  for (const { role, name, sets } of spellings) {
    const found = sets
      .map((set) => set.map((spelling) => indices.get(spelling)))
      .find((set): set is number[] => areOfOneType(element, role, set));
    if (found) requests.push({ role, name, properties: found });
  }
  const [first, second, third] = ['f_dc_0', 'f_dc_1', 'f_dc_2'].map((name) => indices.get(name));
  const isSplat = first !== undefined && second !== undefined && third !== undefined;
  return {
    requests,
    missingCoordinates: ['x', 'y', 'z'].filter((_name, index) => coordinates[index] === null),
    splatColours: isSplat ? [first, second, third] : null,
  };
}

function areOfOneType(element: PlyElement, role: ColumnRole, set: readonly (number | undefined)[]): boolean {
  const types = set.map((index) => (index === undefined ? undefined : element.properties[index].type));
  const [first] = types;
  if (first === undefined || types.some((type) => type !== first)) return false;
  return role === 'colours' ? colourTypes.has(first) : first !== 'int64' && first !== 'uint64';
}
