import { FormatError } from '../../model/errors';
import { isBigIntegerArray } from '../../model/numericType';
import { endOfWord, parseUnusualNumber, powersOfTen, scanNumber, wordAt } from '../scanNumber';
import { isWhitespace, type TextCursor } from '../textCursor';
import type { Column, ElementPlan } from './columns';
import type { RowListener } from './readBinary';
import { hasLists } from './header';
import { storeColumn, storeValue, type RoundingCount } from './storeText';
import { vertexNumber } from './readBinary';

/**
 * How rows are told apart. By words, line ends mean nothing, as the format's author reads it (rows may be wrapped);
 * by lines, each line is a row, whatever it holds.
 */
export type RowMode = 'words' | 'lines';

/** State of reading the text of one file. */
export interface AsciiReading {
  readonly file: string;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly cursor: TextCursor;
  readonly mode: RowMode;
  /** How often rows and lines did not agree, and where first. */
  readonly misfits: Misfits;
  readonly rounding: RoundingCount;
}

export interface Misfits {
  /** Line ends inside a row, and rows that end inside a line. */
  count: number;
  /** Offset in the file of the first one. */
  offset: number;
  /** By lines: rows with too few and with too many values, and where the first of each is. */
  short: { count: number; offset: number };
  long: { count: number; offset: number };
  /** A line end lies between the last word and the next. */
  atLineStart: boolean;
}

export function createMisfits(): Misfits {
  return { count: 0, offset: 0, short: { count: 0, offset: 0 }, long: { count: 0, offset: 0 }, atLineStart: true };
}

/** A word that is no number. The place is a byte offset; the caller turns it into a line. */
export function wordError(reading: AsciiReading, position: number): FormatError {
  const { cursor } = reading;
  const word = wordAt(cursor.bytes, position);
  const isBinary = [...word].some((character) => character < ' ' || character > '~');
  return new FormatError({
    file: reading.file,
    place: { kind: 'byte', offset: cursor.offsetOf(position) },
    expected: 'a number',
    found: isBinary ? 'binary data' : JSON.stringify(word),
    advice: isBinary ? 'The header says "format ascii"; correct it to the binary encoding.' : 'Correct this line.',
  });
}

const scratch = new Float64Array(1);

/** Reads the word at `position` into `out[index]`; returns the index after it. Throws FormatError when it is no number. */
function scanWord(reading: AsciiReading, position: number, out: Float64Array, index: number): number {
  const { bytes } = reading.cursor;
  const end = scanNumber(bytes, position, out, index);
  if (end >= 0) return end;
  const value = parseUnusualNumber(wordAt(bytes, position, 400));
  if (value === null) throw wordError(reading, position);
  out[index] = value;
  return endOfWord(bytes, position);
}

/** Reads the rows of one element from a text file; returns how many are whole. */
export async function readAsciiElement(reading: AsciiReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  if (plan.element.properties.length === 0) return plan.element.count;
  if (reading.mode === 'lines') return readLines(reading, plan, listener);
  const needsWords = hasLists(plan.element) || plan.groups.some((group) => isBigIntegerArray(group.data));
  return needsWords ? readMixedRows(reading, plan, listener) : readScalarRows(reading, plan, listener);
}

/** Values gathered before they are handed out column by column: few enough to stay in the cache. */
const blockValues = 4096;

async function readScalarRows(reading: AsciiReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  const { cursor } = reading;
  const width = plan.columns.length;
  const blockRows = Math.max(1, Math.floor(blockValues / width));
  const block = new Float64Array(blockRows * width);
  let row = 0;
  let filled = 0;
  const store = (rows: number): void => {
    plan.columns.forEach((column, index) => {
      if (column.kind === 'scalar' && column.group) storeColumn(block, index, width, rows, column.group, column.component, row, reading.rounding);
    });
    listener.rowsDone(row, row + rows);
    row += rows;
    filled = 0;
  };
  while (row < plan.rows) {
    const wanted = Math.min(blockRows, plan.rows - row) * width;
    filled = scanValues(reading, block, filled, wanted, width);
    if (filled === wanted) {
      store(wanted / width);
      continue;
    }
    // The scanner has used up this slice.
    listener.sliceDone(row);
    if (!(await cursor.fill())) break;
  }
  if (filled >= width) store(Math.floor(filled / width));
  listener.sliceDone(row);
  return row;
}

/**
 * Scans words into block[filled ... wanted - 1] as far as the cursor's bytes go; returns how many are filled.
 *
 * Nearly all words are a sign, up to nine digits and a point: those are read here, without a call a word. The digits
 * are an integer that a double holds exactly, and so is the power of ten, so one division rounds correctly. Everything
 * else (exponents, more digits, nan) is left to {@link scanNumber}, which begins again at the word's start.
 */
function scanValues(reading: AsciiReading, block: Float64Array, filled: number, wanted: number, width: number): number {
  const { cursor, misfits } = reading;
  const { bytes, end } = cursor;
  let { position } = cursor;
  let { atLineStart } = misfits;
  const powers = powersOfTen;
  let index = filled;
  let column = filled % width;
  while (index < wanted) {
    while (position < end) {
      const byte = bytes[position];
      if (byte > 32) break;
      if (byte === 10 || byte === 13) atLineStart = true;
      else if (byte !== 32 && !isWhitespace(byte)) break;
      position++;
    }
    if (position >= end) break;
    if (atLineStart !== (column === 0)) noteMisfit(misfits, cursor.offsetOf(position));
    atLineStart = false;
    const start = position;
    let digit = bytes[position] - 48;
    const isNegative = digit === -3;
    if (isNegative) digit = bytes[++position] - 48;
    // May wrap with more than nine digits, and is then not used. White space, which ends every word, ends the loops.
    let digits = -position;
    let value = 0;
    while (digit >>> 0 <= 9) {
      value = (Math.imul(value, 10) + digit) | 0;
      digit = bytes[++position] - 48;
    }
    digits += position;
    let scale = 0;
    if (digit === -2) {
      scale = -++position;
      digit = bytes[position] - 48;
      while (digit >>> 0 <= 9) {
        value = (Math.imul(value, 10) + digit) | 0;
        digit = bytes[++position] - 48;
      }
      scale += position;
      digits += scale;
    }
    // White space is at most " ", 32 - 48.
    if (digit <= -16 && digits > 0 && digits <= 9) {
      const size = scale === 0 ? value : value / powers[scale];
      block[index] = isNegative ? -size : size;
    } else {
      const next = scanNumber(bytes, start, block, index);
      position = next >= 0 ? next : scanWord(reading, start, block, index);
    }
    index++;
    if (++column === width) column = 0;
  }
  cursor.position = position;
  misfits.atLineStart = atLineStart;
  return index;
}

function noteMisfit(misfits: Misfits, offset: number): void {
  if (misfits.count === 0) misfits.offset = offset;
  misfits.count++;
}

/** Moves the cursor to the next word; false when the bytes at hand have none. */
function skipToWord(reading: AsciiReading): boolean {
  const { cursor, misfits } = reading;
  const { bytes, end } = cursor;
  while (cursor.position < end && isWhitespace(bytes[cursor.position])) {
    const byte = bytes[cursor.position++];
    if (byte === 10 || byte === 13) misfits.atLineStart = true;
  }
  return cursor.position < end;
}

/** Rows with lists or 64-bit integers, word by word. */
async function readMixedRows(reading: AsciiReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  const { cursor } = reading;
  const progress: RowProgress = { row: 0, column: 0, listLeft: -1 };
  let before = 0;
  while (progress.row < plan.rows) {
    scanMixedRows(reading, plan, progress);
    listener.rowsDone(before, progress.row);
    before = progress.row;
    listener.sliceDone(progress.row);
    if (progress.row < plan.rows && !(await cursor.fill())) break;
  }
  return progress.row;
}

interface RowProgress {
  row: number;
  column: number;
  /** Values of the present list to come; -1 before its length was read. */
  listLeft: number;
}

function scanMixedRows(reading: AsciiReading, plan: ElementPlan, progress: RowProgress): void {
  const { misfits, cursor } = reading;
  const { columns } = plan;
  while (progress.row < plan.rows) {
    if (!skipToWord(reading)) return;
    const isFirst = progress.column === 0 && progress.listLeft < 0;
    if (misfits.atLineStart !== isFirst) noteMisfit(misfits, cursor.offset);
    misfits.atLineStart = false;
    scanMixedWord(reading, columns[progress.column], progress);
    if (progress.column === columns.length) {
      progress.column = 0;
      progress.row++;
    }
  }
}

/** Takes the word at the cursor as the next value, or the length, of the present column. */
function scanMixedWord(reading: AsciiReading, column: Column, progress: RowProgress): void {
  const { cursor } = reading;
  const start = cursor.position;
  cursor.position = scanWord(reading, start, scratch, 0);
  const [value] = scratch;
  if (column.kind === 'scalar') {
    if (column.group) storeValue(cursor.bytes, start, value, column.group, column.component, progress.row, reading.rounding);
    progress.column++;
    return;
  }
  const { builder } = column;
  if (progress.listLeft < 0) {
    checkListLength(reading, column.property.name, value, start);
    builder.reserve(value);
    progress.listLeft = value;
  } else {
    storeListValue(reading, column, value, start);
    progress.listLeft--;
  }
  if (progress.listLeft === 0) {
    builder.endRow();
    progress.listLeft = -1;
    progress.column++;
  }
}

function storeListValue(reading: AsciiReading, column: Extract<Column, { kind: 'list' }>, value: number, start: number): void {
  const { builder, isIndex, property } = column;
  const group = { data: builder.data, components: 1, type: property.type, role: 'other' as const };
  if (isIndex && !isBigIntegerArray(builder.data)) builder.data[builder.length] = vertexNumber(value);
  else storeValue(reading.cursor.bytes, start, value, group, 0, builder.length, reading.rounding);
  builder.length++;
}

function checkListLength(reading: AsciiReading, name: string, value: number, position: number): void {
  // Each value takes two bytes at least, the last of the file one.
  if (Number.isInteger(value) && value >= 0 && 2 * value - 1 <= reading.size) return;
  throw new FormatError({
    file: reading.file,
    place: { kind: 'byte', offset: reading.cursor.offsetOf(position) },
    expected: `the length of a list "${name}" that fits into the file`,
    found: String(value),
    advice: 'Correct this line, or the properties in the header.',
  });
}

/** Each line a row: values that a line lacks become NaN (0 for integers) and lists end early; further words are left out. */
async function readLines(reading: AsciiReading, plan: ElementPlan, listener: RowListener): Promise<number> {
  const { cursor, misfits } = reading;
  let row = 0;
  while (row < plan.rows) {
    const lineEnd = skipToWord(reading) ? findLineEnd(cursor) : -1;
    if (lineEnd < 0) {
      listener.sliceDone(row);
      if (!(await cursor.fill())) break;
      continue;
    }
    readLine(reading, plan, row, lineEnd);
    misfits.atLineStart = true;
    listener.rowsDone(row, row + 1);
    row++;
  }
  listener.sliceDone(row);
  return row;
}

function findLineEnd(cursor: TextCursor): number {
  for (let index = cursor.position; index < cursor.end; index++) {
    if (cursor.bytes[index] === 10 || cursor.bytes[index] === 13) return index;
  }
  return -1;
}

function readLine(reading: AsciiReading, plan: ElementPlan, row: number, lineEnd: number): void {
  const { cursor, misfits } = reading;
  const { bytes } = cursor;
  const start = cursor.position;
  const progress: RowProgress = { row, column: 0, listLeft: -1 };
  const skipBlanks = (): void => {
    while (cursor.position < lineEnd && isWhitespace(bytes[cursor.position])) cursor.position++;
  };
  for (skipBlanks(); cursor.position < lineEnd && progress.column < plan.columns.length; skipBlanks()) {
    scanMixedWord(reading, plan.columns[progress.column], progress);
  }
  if (progress.column < plan.columns.length) {
    noteRow(misfits.short, cursor.offsetOf(start));
    fillRow(plan, progress);
  } else if (cursor.position < lineEnd) {
    noteRow(misfits.long, cursor.offsetOf(start));
  }
  cursor.position = lineEnd;
}

function noteRow(misfit: { count: number; offset: number }, offset: number): void {
  if (misfit.count === 0) misfit.offset = offset;
  misfit.count++;
}

function fillRow(plan: ElementPlan, progress: RowProgress): void {
  for (; progress.column < plan.columns.length; progress.column++) {
    const column = plan.columns[progress.column];
    if (column.kind === 'list') {
      column.builder.endRow();
      continue;
    }
    if (!column.group) continue;
    const { data, components } = column.group;
    const index = progress.row * components + column.component;
    if (!isBigIntegerArray(data)) data[index] = data instanceof Float32Array || data instanceof Float64Array ? NaN : 0;
  }
}
