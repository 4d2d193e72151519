import type { AnyAttribute } from '../../model/attribute';
import { FormatError } from '../../model/errors';
import type { Mesh } from '../../model/mesh';
import { BoundsBuilder } from '../boundsBuilder';
import { throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { GrowingArray } from '../growingArray';
import { scanLine, skipBlanks } from '../lineNumbers';
import { MemoryBudget } from '../memoryBudget';
import { endOfWord, wordAt } from '../scanNumber';
import { TextLines } from '../textLines';
import { buildMesh } from './buildMesh';

const linesBetweenLooks = 65_536;

/**
 * Reads an ascii STL file: a statement a line, in any case. What stands behind "solid" and "endsolid" is a name, whatever
 * its words.
 */
export async function readTextStl(source: ByteSource, context: ReadContext): Promise<Mesh> {
  const reading = new TextReading(source, context);
  while (await reading.lines.fill()) {
    for (let count = 1; reading.lines.step(); count++) {
      reading.take();
      if (count % linesBetweenLooks === 0) throwIfCancelled(context.signal);
    }
    context.progress?.(reading.lines.share, 'reading triangles');
  }
  return reading.finish();
}

class TextReading {
  readonly lines: TextLines;
  private readonly positions: GrowingArray<Float64Array>;
  private readonly normals: GrowingArray<Float64Array>;
  private readonly ends: GrowingArray<Uint32Array>;
  private readonly solids: GrowingArray<Uint32Array>;
  private readonly names: string[] = [];
  private readonly numbers = new Float64Array(4);
  private readonly normal = new Float64Array(3);
  private isInFacet = false;

  constructor(
    private readonly source: ByteSource,
    private readonly context: ReadContext,
  ) {
    this.lines = new TextLines(source, false, context.signal);
    const budget = new MemoryBudget(source.name, context.options.limit);
    const most = Math.ceil(source.size / 2);
    this.positions = GrowingArray.doubles(budget, 'the corners', most);
    this.normals = GrowingArray.doubles(budget, 'the normals', most);
    this.ends = GrowingArray.indices(budget, 'the triangles', most);
    this.solids = GrowingArray.indices(budget, 'the triangles', most);
  }

  /** Takes one line. Throws FormatError for a word that the format does not have, and for numbers that are none. */
  take(): void {
    const { lines } = this;
    const start = skipBlanks(lines.bytes, lines.start, lines.end);
    if (start >= lines.end) return;
    const after = Math.min(lines.end, endOfWord(lines.bytes, start));
    const word = wordAt(lines.bytes, start).toLowerCase();
    switch (word) {
      case 'vertex':
        this.readNumbers(after, 'three coordinates after "vertex"');
        this.positions.reserve(3);
        for (let axis = 0; axis < 3; axis++) this.positions.push(this.numbers[axis]);
        return;
      case 'facet':
        this.dropBegun();
        this.isInFacet = true;
        this.readNormal(after);
        return;
      case 'endfacet':
        this.endFacet();
        return;
      case 'solid':
        this.names.push(new TextDecoder().decode(lines.bytes.subarray(after, lines.end)).trim().slice(0, 1000));
        return;
      case 'outer':
      case 'endloop':
      case 'endsolid':
        return;
      case 'end':
        // "end solid", "end loop", "end facet": some write them apart.
        if (/^facet$/i.test(wordAt(lines.bytes, skipBlanks(lines.bytes, after, lines.end)))) this.endFacet();
        return;
      default:
        throw this.unexpected('solid, facet, outer loop, vertex or their ends', JSON.stringify(wordAt(lines.bytes, start)));
    }
  }

  finish(): Mesh {
    const { positions, normals, ends, solids, names, context } = this;
    if (this.isInFacet || positions.length > 3 * this.corners) {
      context.warn('The file ends inside a triangle, which is left out.');
      positions.length = 3 * this.corners;
    }
    const bounds = new BoundsBuilder();
    const corners = positions.finish();
    bounds.extend(corners, 0, corners.length / 3);
    const offsets = new Uint32Array(ends.length + 1);
    offsets.set(ends.finish(), 1);
    const attributes: AnyAttribute[] = [{ kind: 'values', name: 'normal', type: 'float64', components: 3, componentNames: ['nx', 'ny', 'nz'], data: normals.finish() }];
    const named = names.filter((name) => name !== '');
    if (names.length > 1) attributes.push({ kind: 'values', name: 'solid', type: 'uint32', components: 1, data: solids.finish() });
    const comments = names.length > 1 ? names.map((name, number) => `solid ${number}: ${name}`) : named;
    return buildMesh({ positions: corners, offsets, attributes, comments, bounds: bounds.bounds, notFinite: bounds.notFinite }, (message) => context.warn(message));
  }

  /** Corners of whole facets. */
  private get corners(): number {
    return this.ends.length === 0 ? 0 : this.ends.values[this.ends.length - 1];
  }

  /** A facet that another begins in is not whole. */
  private dropBegun(): void {
    if (this.isInFacet) throw this.unexpected('"endfacet"', '"facet"');
  }

  private endFacet(): void {
    if (!this.isInFacet) throw this.unexpected('"facet" before', '"endfacet"');
    this.isInFacet = false;
    this.ends.push(this.positions.length / 3);
    this.solids.push(Math.max(0, this.names.length - 1));
    for (let axis = 0; axis < 3; axis++) this.normals.push(this.normal[axis]);
  }

  private readNormal(position: number): void {
    const { bytes, end } = this.lines;
    const start = skipBlanks(bytes, position, end);
    this.normal.fill(0);
    if (start >= end) return;
    if (wordAt(bytes, start).toLowerCase() !== 'normal') throw this.unexpected('"normal" after "facet"', JSON.stringify(wordAt(bytes, start)));
    this.readNumbers(Math.min(end, endOfWord(bytes, start)), 'three numbers after "normal"');
    for (let axis = 0; axis < 3; axis++) this.normal[axis] = this.numbers[axis];
  }

  private readNumbers(position: number, expected: string): void {
    const count = scanLine(this.lines, position, this.numbers);
    if (count < 0) throw this.unexpected(expected, JSON.stringify(wordAt(this.lines.bytes, -1 - count)));
    if (count !== 3) throw this.unexpected(expected, count > 3 ? 'more' : String(count));
  }

  private unexpected(expected: string, found: string): FormatError {
    return new FormatError({ file: this.source.name, place: { kind: 'line', line: this.lines.line }, expected, found, advice: 'Correct this line.' });
  }
}
