import type { Node } from 'jsonc-parser';
import type { Bounds, Vector3 } from '../../model/bounds';
import { FormatError } from '../../model/errors';
import type { FieldProgram } from '../../model/fieldProgram';
import { compileExpression } from './compile';
import { FormulaError } from './formulaError';
import { formulaConstants, formulaFunctions } from './functions';
import { JsonText, propertyOf } from './jsonText';
import { parseExpression, type Expression } from './parseExpression';

export const resolutionLimits = { least: 2, most: 512 } as const;
export const defaultResolution = 64;
export const defaultBounds: Bounds = { min: [-1, -1, -1], max: [1, 1, 1] };
const mostDefinitions = 200;
const known = new Set(['$schema', 'title', 'bounds', 'resolution', 'definitions', 'expression']);

/** A field as its file describes it. */
export interface FormulaDocument {
  readonly title: string | null;
  /** Of the samples. */
  readonly bounds: Bounds;
  /** Samples along the longest side. */
  readonly resolution: number;
  readonly program: FieldProgram;
}

/**
 * Reads the text of a formula file.
 *
 * @throws FormatError with line, column, and the path in the document
 */
export function readFormulaDocument(file: string, text: string): FormulaDocument {
  const json = new JsonText(file, text);
  const { root } = json;
  if (root.type !== 'object') throw json.wrong(root, '$', 'an object with an "expression"', 'See the schema.');
  for (const property of root.children ?? []) {
    const [name] = property.children ?? [];
    if (name && !known.has(String(name.value))) throw json.wrong(name, '$', `one of ${[...known].join(', ')}`, 'Remove or rename it.');
  }
  const title = propertyOf(root, 'title');
  if (title && title.type !== 'string') throw json.wrong(title, '$.title', 'a text', 'Put it in quotation marks.');
  const definitions = definitionsOf(json);
  const expression = propertyOf(root, 'expression');
  if (!expression) throw json.wrong(root, '$', 'an "expression"', 'Add one, such as "expression": "sphere(0.8)".');
  const parsed = parsedText(json, expression, '$.expression');
  const program = located(parsed, () => compileExpression(parsed.expression, new Map([...definitions].map(([name, part]) => [name, part.expression]))), json);
  return { title: title ? String(title.value) : null, bounds: boundsOf(json), resolution: resolutionOf(json), program };
}

/** An expression with the nodes that its text comes from. */
interface ParsedText {
  readonly path: string;
  readonly expression: Expression;
  /** One string, or the lines of a list; `start` is where a line begins in the joined text. */
  readonly lines: readonly { readonly node: Node; readonly start: number }[];
}

function parsedText(json: JsonText, node: Node, path: string): ParsedText {
  const nodes = node.type === 'array' ? (node.children ?? []) : [node];
  const lines: { node: Node; start: number }[] = [];
  let text = '';
  for (const line of nodes) {
    if (line.type !== 'string') throw json.wrong(line, path, 'an expression as a text, or a list of its lines', 'Put it in quotation marks.');
    lines.push({ node: line, start: text.length });
    text += `${String(line.value)}\n`;
  }
  if (text.trim() === '') throw json.wrong(node, path, 'an expression', 'Write one, such as "sphere(0.8)".');
  const unparsed = { path, lines };
  return { ...unparsed, expression: located(unparsed, () => parseExpression(text.slice(0, -1)), json) };
}

/** Runs something that reads an expression; its errors become the file's. */
function located<Result>({ path, lines }: Omit<ParsedText, 'expression'>, run: () => Result, json: JsonText): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const line = lines.findLast(({ start }) => start <= error.offset) ?? lines[0];
    const from = json.offsetInString(line.node, error.offset - line.start);
    const to = json.offsetInString(line.node, error.offset - line.start + error.length);
    throw new FormatError({
      file: json.file,
      place: json.place(from, Math.max(1, to - from), `${path}, character ${error.offset + 1}`),
      expected: error.expected,
      found: error.found,
      advice: 'Correct the expression.',
    });
  }
}

/** Named parts, each of which may use those before it. */
function definitionsOf(json: JsonText): Map<string, ParsedText> {
  const found = new Map<string, ParsedText>();
  const node = propertyOf(json.root, 'definitions');
  if (!node) return found;
  if (node.type !== 'object') throw json.wrong(node, '$.definitions', 'an object of named expressions', 'See the schema.');
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (!name || !value) continue;
    const text = String(name.value);
    const path = `$.definitions.${text}`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) throw json.wrong(name, path, 'a name of letters, digits and _', 'Rename it.');
    if (text === 'x' || text === 'y' || text === 'z' || formulaConstants.has(text) || formulaFunctions.has(text)) throw json.wrong(name, path, 'a name that means nothing yet', 'Rename it.');
    if (found.has(text)) throw json.wrong(name, path, 'each name once', 'Rename or remove one of them.');
    if (found.size >= mostDefinitions) throw json.wrong(name, path, `at most ${mostDefinitions} definitions`, 'Use fewer.');
    const parsed = parsedText(json, value, path);
    // Compiled with those before it alone: for the place of an error, and so that none can use itself.
    located(parsed, () => compileExpression(parsed.expression, new Map([...found].map(([other, part]) => [other, part.expression]))), json);
    found.set(text, parsed);
  }
  return found;
}

function boundsOf(json: JsonText): Bounds {
  const node = propertyOf(json.root, 'bounds');
  if (!node) return defaultBounds;
  const expected = 'an object of "min" and "max", each three numbers';
  if (node.type !== 'object') throw json.wrong(node, '$.bounds', expected, 'See the schema.');
  const corner = (name: 'min' | 'max'): Vector3 => {
    const value = propertyOf(node, name);
    const numbers = value?.children?.map((child) => (child.type === 'number' && Number.isFinite(child.value) ? Number(child.value) : NaN)) ?? [];
    if (value?.type !== 'array' || numbers.length !== 3 || numbers.some(Number.isNaN)) throw json.wrong(value ?? node, `$.bounds.${name}`, expected, 'See the schema.');
    return [numbers[0], numbers[1], numbers[2]];
  };
  const [min, max] = [corner('min'), corner('max')];
  if (min.some((value, axis) => !(value < max[axis]))) throw json.wrong(node, '$.bounds', 'a "min" below "max" along each axis', 'Exchange or correct them.');
  return { min, max };
}

function resolutionOf(json: JsonText): number {
  const node = propertyOf(json.root, 'resolution');
  if (!node) return defaultResolution;
  const { least, most } = resolutionLimits;
  const value = node.type === 'number' ? Number(node.value) : NaN;
  if (!Number.isInteger(value) || value < least || value > most) throw json.wrong(node, '$.resolution', `a whole number from ${least} to ${most}`, 'Change it.');
  return value;
}
