import { FormatError } from '../../model/errors';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { GrowingArray } from '../growingArray';
import { scanLine, skipBlanks } from '../lineNumbers';
import { MemoryBudget } from '../memoryBudget';
import { endOfWord, wordAt } from '../scanNumber';
import { TextLines } from '../textLines';
import { CornerScanner, missing } from './corners';
import { FaceTags } from './faceTags';

const letterF = 102;
const letterL = 108;
const letterN = 110;
const letterP = 112;
const letterT = 116;
const letterV = 118;
const hash = 35;
const mostComments = 1000;

/** What the statements of a file hold, in growing arrays. */
export class Statements {
  readonly lines: TextLines;
  /** 3 a vertex. */
  readonly positions: GrowingArray<Float64Array>;
  /** 4 a vertex (red, green, blue, opacity) once the first with colours came; those before and without are NaN. */
  readonly colours: GrowingArray<Float64Array>;
  hasOpacity = false;
  /** Of rational curves and surfaces, 1 a vertex once the first came. */
  readonly weights: GrowingArray<Float64Array>;
  /** 3 each. */
  readonly normals: GrowingArray<Float64Array>;
  /** 2 each; a third component is left out. */
  readonly textures: GrowingArray<Float64Array>;
  /** Corners of faces: vertices, and rows of `textures` and `normals` or {@link missing}. */
  readonly corners: CornerScanner;
  /** Where faces end in the corners. */
  readonly faceEnds: GrowingArray<Uint32Array>;
  readonly tags = new FaceTags();
  /** 2 vertices a segment. */
  readonly segments: GrowingArray<Uint32Array>;
  readonly points: GrowingArray<Uint32Array>;
  readonly comments: string[] = [];
  /** Lines whose keyword the format has, comments included. */
  known = 0;
  /** Keywords that were not understood, and how often. */
  readonly foreign = new Map<string, number>();
  private readonly numbers = new Float64Array(8);
  private readonly lineCorners: CornerScanner;

  constructor(
    private readonly source: ByteSource,
    context: ReadContext,
  ) {
    this.lines = new TextLines(source, true, context.signal);
    const budget = new MemoryBudget(source.name, context.options.limit);
    const most = Math.ceil(source.size / 2);
    const doubles = (what: string): GrowingArray<Float64Array> => GrowingArray.doubles(budget, what, most);
    const indices = (what: string): GrowingArray<Uint32Array> => GrowingArray.indices(budget, what, most);
    this.positions = doubles('the vertices');
    this.colours = doubles('the colours');
    this.weights = doubles('the vertices');
    this.normals = doubles('the normals');
    this.textures = doubles('the texture coordinates');
    this.corners = new CornerScanner(indices);
    this.lineCorners = new CornerScanner(indices);
    this.faceEnds = indices('the faces');
    this.segments = indices('the lines');
    this.points = indices('the points');
    this.tags.allocate(indices);
  }

  get vertexCount(): number {
    return this.positions.length / 3;
  }

  /** Takes the present line. Throws FormatError for a vertex or corner that is none. */
  take(): void {
    const { lines } = this;
    const { bytes, end } = lines;
    const start = skipBlanks(bytes, lines.start, end);
    if (start >= end) return;
    const first = bytes[start];
    const second = bytes[start + 1];
    if (first === letterV) {
      if (second <= 32) this.vertex(start + 1);
      else if (second === letterN && bytes[start + 2] <= 32) this.direction(start + 2);
      else if (second === letterT && bytes[start + 2] <= 32) this.texture(start + 2);
      else this.other(start);
    } else if (first === letterF && second <= 32) this.face(start + 1);
    else if (first === letterL && second <= 32) this.polyline(start + 1);
    else if (first === letterP && second <= 32) this.pointElements(start + 1);
    else this.other(start);
  }

  private vertex(position: number): void {
    this.known++;
    const count = this.scan(position, 3, 'a vertex of three to seven numbers');
    const { numbers, positions } = this;
    positions.reserve(3);
    for (let axis = 0; axis < 3; axis++) positions.values[positions.length++] = numbers[axis];
    if (count > 3) this.extras(count);
  }

  /** x y z w, x y z r g b, x y z r g b a. */
  private extras(count: number): void {
    const { numbers, colours, weights, vertexCount } = this;
    if (count < 6) {
      while (weights.length < vertexCount - 1) weights.push(1);
      weights.push(numbers[3]);
      return;
    }
    while (colours.length < 4 * (vertexCount - 1)) colours.push(NaN);
    for (let channel = 3; channel < 6; channel++) colours.push(numbers[channel]);
    if (count > 6) this.hasOpacity = true;
    colours.push(count > 6 ? numbers[6] : 1);
  }

  private direction(position: number): void {
    this.known++;
    this.scan(position, 3, 'a normal of three numbers');
    this.normals.reserve(3);
    for (let axis = 0; axis < 3; axis++) this.normals.push(this.numbers[axis]);
  }

  private texture(position: number): void {
    this.known++;
    const count = this.scan(position, 1, 'a texture coordinate of one to three numbers');
    this.textures.push(this.numbers[0]);
    this.textures.push(count > 1 ? this.numbers[1] : 0);
  }

  private face(position: number): void {
    this.known++;
    this.scanCorners(this.corners, position);
    this.faceEnds.push(this.corners.length);
    this.tags.faceDone();
  }

  private polyline(position: number): void {
    this.known++;
    const { lineCorners, segments } = this;
    lineCorners.clear();
    this.scanCorners(lineCorners, position);
    for (let i = 1; i < lineCorners.length; i++) {
      segments.push(lineCorners.vertices.values[i - 1]);
      segments.push(lineCorners.vertices.values[i]);
    }
  }

  private pointElements(position: number): void {
    this.known++;
    this.lineCorners.clear();
    this.scanCorners(this.lineCorners, position);
    for (let i = 0; i < this.lineCorners.length; i++) this.points.push(this.lineCorners.vertices.values[i]);
  }

  private other(start: number): void {
    const { lines } = this;
    const { bytes, end } = lines;
    if (bytes[start] === hash) {
      this.known++;
      this.comment(new TextDecoder().decode(bytes.subarray(start + 1, Math.min(end, start + 2000))).trim());
      return;
    }
    const after = Math.min(end, endOfWord(bytes, start));
    const word = wordAt(bytes, start);
    const rest = (): string => new TextDecoder().decode(bytes.subarray(after, Math.min(end, after + 2000))).trim();
    switch (word) {
      case 'o':
      case 'g':
      case 'usemtl':
      case 's':
        this.known++;
        this.tags.set(word, rest());
        return;
      case 'mtllib':
        this.known++;
        this.comment(`mtllib ${rest()} (materials are not followed)`);
        return;
      default:
        if (this.foreign.size < 100 || this.foreign.has(word)) this.foreign.set(word, (this.foreign.get(word) ?? 0) + 1);
    }
  }

  private comment(text: string): void {
    if (text !== '' && this.comments.length < mostComments) this.comments.push(text);
  }

  private scan(position: number, least: number, expected: string): number {
    const count = scanLine(this.lines, position, this.numbers);
    if (count < 0) throw this.unexpected(expected, JSON.stringify(wordAt(this.lines.bytes, -1 - count)));
    if (count < least) throw this.unexpected(expected, count === 0 ? 'none' : String(count));
    return count;
  }

  private scanCorners(corners: CornerScanner, position: number): void {
    const wrong = corners.scan(this.lines, position, this.vertexCount, this.textures.length / 2, this.normals.length / 3);
    if (wrong >= 0) throw this.unexpected('corners such as 1, 1/2, 1//3 or 1/2/3', JSON.stringify(wordAt(this.lines.bytes, wrong)));
  }

  private unexpected(expected: string, found: string): FormatError {
    return new FormatError({ file: this.source.name, place: { kind: 'line', line: this.lines.line }, expected, found, advice: 'Correct this line.' });
  }
}

export { missing };
