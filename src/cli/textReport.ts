import type { Cell, OperationDescriptor, Report, ReportTable } from '../operations/operation';
import { optionText } from '../operations/options';
import { unitTexts } from '../operations/unitTexts';
import { numberText, secondsText } from './numberText';
import { plainText } from './plainText';
import { alignedLines, wrapped } from './textTable';
import { kindTitle } from './textInfo';

/** A report for people: numbers with units, tables, then what they mean and how they came about. */
export function reportText(report: Report, descriptor: OperationDescriptor, width: number): string {
  const described = new Map(descriptor.numbers.map((number) => [number.name, number]));
  const numbers = Object.entries(report.numbers).map(([name, value]) => {
    const number = described.get(name);
    const unit = report.units?.[name] ?? number?.unit;
    return [name, numberText(value), unit ? unitTexts[unit] : '', number?.meaning ?? ''];
  });
  const roles = report.inputs.map(({ file, kind, count }, index) => [
    descriptor.inputs[index]?.name ?? '',
    plainText(file),
    `${kindTitle(kind)}, ${numberText(count)}`,
  ]);
  const options = Object.entries(report.options).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${plainText(optionText(value))}`],
  );
  const { device, seconds } = report;
  return [
    descriptor.title,
    ...(report.convention === undefined ? [] : wrapped(report.convention, width)),
    ...(numbers.length > 0 ? ['', ...alignedLines(numbers, ['left', 'right', 'left', 'left'])] : []),
    ...report.tables.flatMap(tableLines),
    '',
    'Definition',
    ...wrapped(report.definition, width),
    '',
    ...alignedLines(roles, ['left', 'left', 'left']),
    ...(options.length > 0 ? wrapped(`options: ${options.join(', ')}`, width) : []),
    ...wrapped(`device: ${device.kind}, ${plainText(device.name)} (${device.place}): ${plainText(device.reason)}`, width),
    `  time: reading ${secondsText(seconds.read)}, computing ${secondsText(seconds.compute)}, writing ${secondsText(seconds.write)}`,
    '',
  ].join('\n');
}

function tableLines({ title, columns, rows }: ReportTable): string[] {
  const alignments = columns.map((_, column) =>
    rows.some((row) => typeof row[column] === 'string') ? ('left' as const) : ('right' as const),
  );
  return [
    '',
    plainText(title),
    ...alignedLines([columns.map(plainText), ...rows.map((row) => row.map(cellText))], alignments),
  ];
}

function cellText(cell: Cell): string {
  return typeof cell === 'string' ? plainText(cell) : numberText(cell);
}
