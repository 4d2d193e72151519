import { formulaConstants, formulaFunctions, signatureOf } from './functions';
import { defaultBounds, defaultResolution, resolutionLimits } from './document';

const functionsText = [...formulaFunctions].map(([name, called]) => `- \`${signatureOf(name, called)}\` ${called.meaning}`).join('\n');

/** What an expression may hold, as Markdown, for the editor's hover. */
const language = `An expression in x, y and z, negative inside: numbers, + - * / ^, brackets, ${[...formulaConstants.keys()].join(', ')}, the names of definitions before it, and functions. "F(x, y, z) = G(x, y, z)" stands for F - G.\n\n${functionsText}`;

const snippets = ['sphere(0.8)', 'union(sphere(0.5), translate(box(0.6, 0.6, 0.6), 0.4, 0, 0))', 'smoothUnion(0.2, sphere(0.5), translate(sphere(0.4), 0.5, 0, 0))', 'difference(box(1, 1, 1), sphere(0.62))', 'x^2 + y^2 = 0.5 - z^2', 'intersection(sphere(0.9), gyroid(0.5, 0.06))', 'repeat(sphere(0.15), 0.5, 0.5, 0.5)'];

const expression = {
  anyOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', items: { type: 'string' }, minItems: 1 },
  ],
  markdownDescription: language,
  defaultSnippets: snippets.map((text) => ({ label: text, body: text })),
} as const;

const corner = (description: string) => ({ type: 'array', items: { type: 'number' }, minItems: 3, maxItems: 3, description });

/** The JSON schema of formula files, which VS Code completes and checks by. */
export const formulaSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Field Formula',
  description: 'A (signed distance) field as an expression in x, y and z.',
  type: 'object',
  required: ['expression'],
  additionalProperties: false,
  defaultSnippets: [{ label: 'Field formula', body: { bounds: { min: [-1, -1, -1], max: [1, 1, 1] }, resolution: 64, expression: '${1:sphere(0.8)}' } }],
  properties: {
    $schema: { type: 'string' },
    title: { type: 'string', description: 'What the field is of.' },
    bounds: {
      type: 'object',
      description: 'Where the field is evaluated: the least and the greatest coordinates of the samples.',
      required: ['min', 'max'],
      additionalProperties: false,
      default: defaultBounds,
      properties: { min: corner('Least x, y and z.'), max: corner('Greatest x, y and z.') },
    },
    resolution: { type: 'integer', minimum: resolutionLimits.least, maximum: resolutionLimits.most, default: defaultResolution, description: 'Samples along the longest side.' },
    definitions: {
      type: 'object',
      description: 'Named parts, which the expression and the definitions after them may use.',
      propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
      additionalProperties: expression,
    },
    expression,
  },
} as const;
