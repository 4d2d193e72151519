import { CancelledError, FormatError } from '../../model/errors';
import { isBigIntegerArray } from '../../model/numericType';
import type { VertexModel } from '../../model/model';
import { BoundsBuilder } from '../boundsBuilder';
import { ByteCursor, ByteSlices } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import type { ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { lineOfOffset, TextCursor } from '../textCursor';
import { buildModel, splatAttribute, type ReadElement } from './buildModel';
import { attributeOfGroup, planElement, type ElementPlan } from './columns';
import { hasLists, readHeader, smallestRowBytes, type HeaderAndRest, type PlyElement } from './header';
import { layOut, rowsThatFit, storedRowBytes, type ElementLayout } from './layOut';
import { createMisfits, readAsciiElement, type AsciiReading, type RowMode } from './readAscii';
import { readBinaryElement, type BinaryReading, type RowListener } from './readBinary';
import { writeSplatColours } from './splatColours';
import { settleColours } from './storeText';

/** Reads a PLY file as its bytes arrive. Throws FormatError, CancelledError. */
export async function readPly(source: ByteSource, context: ReadContext): Promise<VertexModel> {
  const head = await readHeader(source, context.signal);
  if (head.header.encoding !== 'ascii') return (await new PlyReading(source, context, head, 'words').read()).deliver();
  const byWords = await attempt(new PlyReading(source, context, head, 'words'));
  // Rows of words and lines disagree and the words do not come out even: some line holds too few or too many values.
  if (byWords.misfits > 0 && !byWords.isEven) {
    const byLines = await attempt(new PlyReading(source, { ...context, verticesReady: undefined }, head, 'lines'));
    if (byLines.isWhole) return byLines.deliver();
  }
  return byWords.deliver();
}

/** What one way of reading came to. */
interface Outcome {
  readonly misfits: number;
  /** All rows were there. */
  readonly isWhole: boolean;
  /** All rows were there, and nothing after them. */
  readonly isEven: boolean;
  /** Passes on the warnings and the model, or throws the error. */
  deliver(): VertexModel;
}

async function attempt(reading: PlyReading): Promise<Outcome> {
  try {
    return await reading.read();
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return {
      misfits: reading.misfitCount,
      isWhole: false,
      isEven: false,
      deliver: () => {
        throw error;
      },
    };
  }
}

class PlyReading {
  private readonly warnings: string[] = [];
  private readonly bounds = new BoundsBuilder();
  private readonly budget: MemoryBudget;
  private readonly layouts: readonly ElementLayout[];
  private readonly slices: ByteSlices;
  private readonly kind: 'pointCloud' | 'mesh';
  private readonly elements: ReadElement[] = [];
  private readonly binary: BinaryReading | null;
  private readonly ascii: AsciiReading | null;
  private derivedColours: Uint8Array | null = null;

  constructor(
    private readonly source: ByteSource,
    private readonly context: ReadContext,
    private readonly head: HeaderAndRest,
    mode: RowMode,
  ) {
    const { header, rest } = head;
    this.layouts = layOut(header);
    this.kind = this.layouts.some(({ role }) => role === 'polygons' || role === 'strips' || role === 'edges') ? 'mesh' : 'pointCloud';
    this.budget = new MemoryBudget(source.name, context.options.limit);
    const isText = header.encoding === 'ascii';
    this.slices = new ByteSlices(source, header.dataStart, {
      signal: context.signal,
      initial: rest,
      boundary: isText ? undefined : (from, to) => this.recordBoundary(from, to),
    });
    const shared = { file: source.name, size: source.size };
    this.binary = isText
      ? null
      : { ...shared, cursor: new ByteCursor(this.slices, header.dataStart), littleEndian: header.encoding === 'binary_little_endian' };
    this.ascii = isText
      ? { ...shared, cursor: new TextCursor(this.slices, header.dataStart, source.name), mode, misfits: createMisfits(), rounding: { count: 0 } }
      : null;
  }

  get misfitCount(): number {
    return this.ascii?.misfits.count ?? 0;
  }

  async read(): Promise<Outcome> {
    this.checkBudget();
    let isWhole = true;
    try {
      for (const layout of this.layouts) {
        const rows = await this.readElement(layout);
        if (rows < layout.element.count) {
          isWhole = false;
          this.warnOfTruncation(layout, rows);
        }
      }
    } catch (error) {
      throw await this.withLine(error);
    }
    const hasRest = isWhole && (await this.findRest());
    if (this.ascii) await this.warnOfText(this.ascii);
    const model = this.build();
    return {
      misfits: this.misfitCount,
      isWhole,
      isEven: isWhole && !hasRest,
      deliver: () => {
        [...this.head.header.warnings, ...this.warnings].forEach((message) => this.context.warn(message));
        return model;
      },
    };
  }

  /** Everything that is going to be allocated, before the first allocation. */
  private checkBudget(): void {
    const { dataStart, encoding } = this.head.header;
    const left = this.source.size - dataStart;
    let total = 0;
    for (const layout of this.layouts) total += rowsThatFit(layout.element, left, encoding === 'ascii') * storedRowBytes(layout);
    this.budget.check(total, `what the header of ${this.source.name} states`);
  }

  private async readElement(layout: ElementLayout): Promise<number> {
    const { element, role } = layout;
    const left = this.source.size - (this.binary?.cursor.offset ?? this.ascii?.cursor.offset ?? 0);
    const fitting = rowsThatFit(element, left, this.ascii !== null);
    // Short lines let more rows fit; half of the values must be there, so that little text cannot ask for much memory.
    const rows = this.ascii?.mode === 'lines' ? Math.min(element.count, 2 * fitting) : fitting;
    this.checkVertices(layout, rows);
    const plan = planElement(element, {
      file: this.source.name,
      budget: this.budget,
      rows: element.properties.length === 0 ? 0 : rows,
      requests: layout.requests,
      indexList: layout.indexList,
      keepsOthers: true,
      maximumListValues: left,
    });
    const listener = this.listenTo(layout, plan);
    const done = this.binary ? await readBinaryElement(this.binary, plan, listener) : this.ascii ? await readAsciiElement(this.ascii, plan, listener) : 0;
    this.elements.push({ role, plan, rows: done });
    return done;
  }

  private checkVertices({ role, element, vertex }: ElementLayout, rows: number): void {
    if (role !== 'vertices' || !vertex || element.count === 0) return;
    if (vertex.missingCoordinates.length === 3) {
      const names = element.properties.slice(0, 8).map((property) => property.name);
      throw new FormatError({
        file: this.source.name,
        expected: 'properties x, y and z of element vertex',
        found: names.length > 0 ? names.join(', ') : 'no properties',
        advice: 'Only vertices with coordinates can be shown.',
      });
    }
    if (rows === 0) {
      throw new FormatError({
        file: this.source.name,
        place: { kind: 'byte', offset: this.source.size },
        expected: `${element.count} vertices`,
        found: 'the end of the file before the first of them',
        advice: 'The file is cut off; get it again.',
      });
    }
    if (vertex.missingCoordinates.length > 0) this.warnings.push(`The vertices have no ${vertex.missingCoordinates.join(' and no ')}; 0 is used.`);
  }

  private listenTo(layout: ElementLayout, plan: ElementPlan): RowListener {
    const { element, role, vertex } = layout;
    const report = (row: number): void => {
      this.context.progress?.(this.shareDone(), `reading ${role === 'vertices' ? 'vertices' : role === 'polygons' ? 'faces' : element.name}, ${row} of ${element.count}`);
    };
    const positions = plan.groups.find((group) => group.role === 'positions')?.data;
    if (role !== 'vertices' || !(positions instanceof Float32Array || positions instanceof Float64Array)) {
      return { rowsDone: () => undefined, sliceDone: report };
    }
    const colours = plan.groups.find((group) => group.role === 'colours');
    const splats = vertex && !colours ? this.planSplats(vertex.splatColours, plan) : null;
    const positionGroup = plan.groups.find((group) => group.role === 'positions');
    return {
      rowsDone: (from, to) => {
        this.bounds.extend(positions, from, to);
        splats?.(from, to);
      },
      sliceDone: (row) => {
        report(row);
        if (!this.context.verticesReady || !positionGroup || this.misfitCount > 0) return;
        this.context.verticesReady(
          {
            kind: this.kind,
            count: plan.rows,
            positions: { ...attributeOfGroup(positionGroup, plan.rows), components: 3, data: positions },
            ...(colours ? { colours: attributeOfGroup(colours, plan.rows) } : {}),
            ...(this.derivedColours ? { derivedColours: splatAttribute(this.derivedColours) } : {}),
          },
          row,
        );
      },
    };
  }

  private planSplats(properties: readonly [number, number, number] | null, plan: ElementPlan): ((from: number, to: number) => void) | null {
    if (!properties) return null;
    const values = properties.map((index) => {
      const column = plan.columns[index];
      return column.kind === 'scalar' ? column.group?.data : undefined;
    });
    const [red, green, blue] = values;
    if (!red || !green || !blue || isBigIntegerArray(red) || isBigIntegerArray(green) || isBigIntegerArray(blue)) return null;
    const colours = this.budget.allocate('uint8', 3 * plan.rows, 'the colours of splats');
    if (!(colours instanceof Uint8Array)) return null;
    this.derivedColours = colours;
    return (from, to) => writeSplatColours([red, green, blue], colours, from, to);
  }

  private shareDone(): number {
    const offset = this.binary?.cursor.offset ?? this.ascii?.cursor.offset ?? 0;
    return this.source.size === 0 ? 1 : Math.min(1, offset / this.source.size);
  }

  /** The last end of a record in (from, to], as far as the layout is known without reading lists. */
  private recordBoundary(from: number, to: number): number {
    let start = this.head.header.dataStart;
    for (const { element } of this.layouts) {
      if (hasLists(element)) return to;
      const stride = smallestRowBytes(element);
      const end = start + stride * element.count;
      if (end >= to) return stride === 0 ? to : Math.max(start, to - ((to - start) % stride));
      start = end;
    }
    return from < start && start < to ? start : to;
  }

  private warnOfTruncation({ role, element }: ElementLayout, rows: number): void {
    const what = role === 'vertices' ? 'vertices' : role === 'polygons' ? 'faces' : `rows of "${element.name}"`;
    this.warnings.push(`The file ends early: ${rows} of ${element.count} ${what} are there, ${element.count - rows} are missing.`);
  }

  /** True, and a warning, when there is more than white space after the last element. */
  private async findRest(): Promise<boolean> {
    if (this.ascii) {
      const { cursor } = this.ascii;
      do {
        while (cursor.position < cursor.end && cursor.bytes[cursor.position] <= 32) cursor.position++;
        if (cursor.position < cursor.end) {
          const line = await lineOfOffset(this.source, cursor.offset, this.context.signal);
          this.warnings.push(`The file goes on after the last row that its header states, from line ${line}; the rest was not read.`);
          return true;
        }
      } while (await cursor.fill());
      return false;
    }
    const offset = this.binary?.cursor.offset ?? this.source.size;
    const rest = this.source.size - offset;
    // A text editor or a writer in text mode may have left a line end.
    if (rest > 2) this.warnings.push(`The file has ${rest} bytes after the last row that its header states, from byte ${offset}; they were not read.`);
    return rest > 2;
  }

  private async warnOfText({ misfits, rounding }: AsciiReading): Promise<void> {
    const colours = this.elements.flatMap(({ plan }) => plan.groups).find((group) => group.role === 'colours');
    if (colours && settleColours(colours, rounding)) {
      this.warnings.push('The header states whole numbers for the colours but they are fractions of 1; they were read as such.');
    }
    if (rounding.count > 0) this.warnings.push(`${rounding.count} values do not fit the integer types that the header states; the nearest ones were taken.`);
    for (const [misfit, what] of [
      [misfits.short, 'fewer values than the header states; what is missing is NaN or 0'],
      [misfits.long, 'more values than the header states; the further ones were not read'],
    ] as const) {
      if (misfit.count === 0) continue;
      const line = await lineOfOffset(this.source, misfit.offset, this.context.signal);
      this.warnings.push(misfit.count === 1 ? `Line ${line} has ${what}.` : `${misfit.count} lines, the first of them line ${line}, have ${what}.`);
    }
  }

  private build(): VertexModel {
    const warn = (message: string): void => {
      this.warnings.push(message);
    };
    if (!this.layouts.some(({ role }) => role === 'vertices')) warn('The file has no element "vertex", so there are no points.');
    warnOfDuplicates(this.layouts.map(({ element }) => element), warn);
    const { bounds, derivedColours } = this;
    const model = buildModel({ header: this.head.header, elements: this.elements, bounds, derivedColours, warn });
    if (model.notFinite > 0) {
      warn(`${model.notFinite} of ${model.count} points have a coordinate that is not finite; they are not drawn or measured.`);
    }
    return model;
  }

  /** An error of a text file names the line rather than the byte. */
  private async withLine(error: unknown): Promise<unknown> {
    if (!this.ascii || !(error instanceof FormatError) || error.details.place?.kind !== 'byte') return error;
    const line = await lineOfOffset(this.source, error.details.place.offset, this.context.signal);
    return new FormatError({ ...error.details, place: { kind: 'line', line } });
  }
}

function warnOfDuplicates(elements: readonly PlyElement[], warn: (message: string) => void): void {
  for (const element of elements) {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const { name } of element.properties) (seen.has(name) ? twice : seen).add(name);
    if (twice.size > 0) warn(`Element "${element.name}" has several properties of the name ${[...twice].slice(0, 5).join(', ')}; the first of them counts.`);
  }
}
