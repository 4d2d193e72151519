import { allOptions, deviceOption, readerOptions } from '../operations/commonOptions';
import type { OperationDescriptor, OptionDescriptor } from '../operations/operation';
import { optionText } from '../operations/options';
import { descriptors } from '../operations/descriptors';
import { commandOptions } from './arguments';
import { alignedLines, wrapped } from './textTable';

/** What the program does and takes. */
export function generalHelp(width: number): string {
  return [
    'inspect3d: measure, compare and convert 3D data.',
    '',
    'Usage:',
    '  inspect3d OPERATION FILE... [--option value] [-o OUT] [--json]',
    '  inspect3d OPERATION --help',
    '  inspect3d batch',
    '',
    'Operations:',
    ...alignedLines(
      [
        ...descriptors.map((descriptor) => [descriptor.id, rolesOf(descriptor), descriptor.title]),
        ['batch', '', 'One JSON request a line from standard input'],
      ],
      ['left', 'left', 'left'],
    ),
    '',
    'Options of all operations:',
    ...optionLines([...commandOptions, deviceOption, ...readerOptions], width),
    '',
    ...wrapped(
      'A file named - is standard input; its format is named with --format. Exit codes: 0 done, 1 a --fail-if holds, 2 no answer, 130 interrupted.',
      width,
      '',
    ),
    '',
  ].join('\n');
}

/** What one operation does and takes, and the definition of its numbers. */
export function operationHelp(descriptor: OperationDescriptor, width: number): string {
  const { id, title, definition, source, inputs, numbers, output } = descriptor;
  const named = output ? ` ${output.required ? '-o OUT' : '[-o OUT]'}` : '';
  const common = allOptions(descriptor).slice(descriptor.options.length);
  return [
    `${id}: ${title}`,
    '',
    'Usage:',
    `  inspect3d ${id} ${rolesOf(descriptor)}${named} [--option value] [--json]`,
    '',
    'Definition:',
    ...wrapped(definition, width),
    '',
    'Source:',
    ...wrapped(source, width),
    '',
    'Files:',
    ...alignedLines(
      [
        ...inputs.map((input) => [input.name.toUpperCase(), input.title]),
        ...(output ? [['OUT', output.meaning]] : []),
      ],
      ['left', 'left'],
    ),
    ...(descriptor.options.length > 0 ? ['', 'Options:', ...optionLines(descriptor.options, width)] : []),
    ...(numbers.length > 0
      ? [
          '',
          'Numbers:',
          ...alignedLines(
            numbers.map((number) => [number.name, number.unit === 'none' ? '' : number.unit, number.meaning]),
            ['left', 'left', 'left'],
          ),
        ]
      : []),
    '',
    'Options of all operations:',
    ...optionLines([...commandOptions, ...common], width),
    '',
  ].join('\n');
}

export function batchHelp(width: number): string {
  return [
    'batch: one JSON request a line from standard input, one JSON result a line on standard output, in the same order',
    '',
    'Usage:',
    '  inspect3d batch [--threads N] [--debug] < REQUESTS > RESULTS',
    '',
    'A request:',
    '  {"id": 1, "operation": "info", "files": ["cloud.ply"], "options": {}, "output": "out.ply"}',
    '',
    ...wrapped(
      'id, options and output may be left out; id comes back in the result. Options are those of the operation, by name, and those of reading and device. What goes wrong with a request is its result, as "error": {"message": ...}; the exit code is 0 unless standard input cannot be read. Small requests run side by side; nothing is cached between requests.',
      width,
      '',
    ),
    '',
  ].join('\n');
}

function rolesOf({ inputs }: OperationDescriptor): string {
  return inputs.map(({ name }) => name.toUpperCase()).join(' ');
}

function optionLines(options: readonly OptionDescriptor[], width: number): string[] {
  const heads = options.map((option) => `  ${option.letter ? `-${option.letter}, ` : ''}${usageOf(option)}`);
  const indent = Math.min(30, Math.max(...heads.map((head) => head.length)) + 2);
  return options.flatMap((option, index) => {
    const text = wrapped(`${option.meaning}${defaultOf(option)}`, width, ' '.repeat(indent));
    const head = heads[index];
    // A head that reaches into the text's column has a line of its own.
    if (head.length > indent - 2) return [head, ...text];
    return [head + text[0].slice(head.length), ...text.slice(1)];
  });
}

function usageOf(option: OptionDescriptor): string {
  const dashed = `${option.name.length === 1 ? '-' : '--'}${option.name}`;
  switch (option.type) {
    case 'flag':
      return option.default ? `--no-${option.name}` : dashed;
    case 'choice':
      return `${dashed} ${option.choices.join('|')}`;
    case 'integer':
      return `${dashed} N`;
    case 'number':
      return `${dashed} NUMBER`;
    case 'text':
      return `${dashed} TEXT`;
    case 'file':
      return `${dashed} FILE`;
  }
}

function defaultOf(option: OptionDescriptor): string {
  if ('required' in option && option.required) return ' Required.';
  if (option.type === 'flag' || option.default === null) return '';
  return ` Default: ${optionText(option.default)}.`;
}
