import type { AnyAttribute } from '../../model/attribute';
import { FormatError } from '../../model/errors';
import type { Mesh } from '../../model/mesh';
import { BoundsBuilder } from '../boundsBuilder';
import { ByteCursor, ByteSlices, throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { buildMesh } from './buildMesh';
import { facetBytes, headerBytes } from './layout';

/** Facets decoded between two looks at whether to go on. */
const facetsAtOnce = 16_384;

/** Reads the facets of a binary file, whole ones alone. */
export async function readBinaryStl(source: ByteSource, head: Uint8Array, promised: number, context: ReadContext): Promise<Mesh> {
  const whole = Math.floor((source.size - headerBytes) / facetBytes);
  const facets = facetsToRead(promised, whole, source.size, (message) => context.warn(message));
  const budget = new MemoryBudget(source.name, context.options.limit);
  budget.check(facets * (36 + 12 + 12 + 4), 'the triangles');
  if (3 * facets > 0xffff_fffe) throw new FormatError({ file: source.name, expected: 'at most 1431655764 triangles', found: String(facets), advice: 'Split the file.' });
  const allocate = (length: number): Float32Array => {
    const values = budget.allocate('float32', length, 'the triangles');
    return values instanceof Float32Array ? values : new Float32Array(0);
  };
  const positions = allocate(9 * facets);
  const normals = allocate(3 * facets);
  const words = new Uint16Array(facets);
  const bounds = new BoundsBuilder();
  const slices = new ByteSlices(source, headerBytes, {
    ...(context.signal ? { signal: context.signal } : {}),
    boundary: (_from, to) => to - ((to - headerBytes) % facetBytes),
  });
  const cursor = new ByteCursor(slices, headerBytes);
  const arriving = { kind: 'mesh', count: 3 * facets, positions: { kind: 'values', name: 'position', type: 'float32', components: 3, data: positions } } as const;
  for (let facet = 0; facet < facets; ) {
    throwIfCancelled(context.signal);
    if (!(await cursor.fill(facetBytes))) break;
    const end = Math.min(facets, facet + facetsAtOnce, facet + Math.floor(cursor.remaining / facetBytes));
    const first = facet;
    const { view } = cursor;
    let at = cursor.position;
    for (; facet < end; facet++, at += facetBytes) {
      for (let i = 0; i < 3; i++) normals[3 * facet + i] = view.getFloat32(at + 4 * i, true);
      for (let i = 0; i < 9; i++) positions[9 * facet + i] = view.getFloat32(at + 12 + 4 * i, true);
      words[facet] = view.getUint16(at + 48, true);
    }
    cursor.position = at;
    bounds.extend(positions, 3 * first, 3 * facet);
    context.verticesReady?.(arriving, 3 * facet);
    context.progress?.(facet / facets, 'reading triangles');
  }
  const offsets = new Uint32Array(facets + 1);
  for (let facet = 1; facet <= facets; facet++) offsets[facet] = 3 * facet;
  const attributes: AnyAttribute[] = [{ kind: 'values', name: 'normal', type: 'float32', components: 3, componentNames: ['nx', 'ny', 'nz'], data: normals }];
  if (words.some((word) => word !== 0)) attributes.push({ kind: 'values', name: 'attribute', type: 'uint16', components: 1, data: words });
  const [comment] = new TextDecoder('latin1').decode(head.subarray(0, 80)).split('\0');
  const comments = comment.trim() === '' ? [] : [comment.trim()];
  return buildMesh({ positions, offsets, attributes, comments, bounds: bounds.bounds, notFinite: bounds.notFinite }, (message) => context.warn(message));
}

/** What the header promises or, where the size says otherwise, what is there. */
function facetsToRead(promised: number, whole: number, size: number, warn: (message: string) => void): number {
  const rest = size - headerBytes - facetBytes * whole;
  if (promised > whole) {
    warn(`The header promises ${promised} triangles; the file holds ${whole}${rest > 0 ? ' and part of another' : ''}, which are shown.`);
    return whole;
  }
  if (promised === 0 && whole > 0 && rest === 0) {
    // Programs that write as they go leave the count at 0.
    warn(`The header promises no triangle; the file holds ${whole}, which are shown.`);
    return whole;
  }
  const beyond = size - headerBytes - facetBytes * promised;
  if (beyond > 2) warn(`${beyond} bytes after the last triangle were not read.`);
  return promised;
}
