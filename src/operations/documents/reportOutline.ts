import { kindTitles } from '../../model/kindTitles';
import type { ModelKind } from '../../model/model';
import { counted, numberText, secondsText } from '../figures';
import type { OperationDescriptor, Report } from '../operation';
import { optionText } from '../options';
import { plainText } from '../plainText';
import { unitTexts } from '../unitTexts';

/** What is counted in each kind of model: one, many. */
const countNouns: Readonly<Record<ModelKind, readonly [string, string]>> = {
  pointCloud: ['point', 'points'],
  mesh: ['vertex', 'vertices'],
  voxelGrid: ['cell', 'cells'],
  scalarGrid: ['cell', 'cells'],
  depthMap: ['pixel', 'pixels'],
  detections: ['box', 'boxes'],
  featureSet: ['row', 'rows'],
};

/** One of a report's numbers with what the descriptor says of it. */
export interface OutlineNumber {
  readonly name: string;
  readonly value: number | null;
  /** The value for people: six significant digits, whole numbers in full, a dash for none. */
  readonly text: string;
  /** Empty where the number needs none. */
  readonly unit: string;
  readonly meaning: string;
}

export interface OutlineFact {
  readonly label: string;
  readonly text: string;
}

/** A report in the order in which people read it; the page and every document show the same. */
export interface ReportOutline {
  readonly title: string;
  /** The number that is asked for: the first that the descriptor names. Null when the report has no numbers. */
  readonly headline: OutlineNumber | null;
  /** One line under it: the convention that holds, or what the number means. */
  readonly convention: string;
  readonly others: readonly OutlineNumber[];
  readonly warnings: readonly string[];
  readonly definition: string;
  readonly source: string;
  /** Device, times, inputs and options. */
  readonly details: readonly OutlineFact[];
}

/** Puts a report's parts in order. Text from files is on one line, without control characters; nothing is escaped yet. */
export function outlineReport(report: Report, descriptor: OperationDescriptor): ReportOutline {
  const numbers = outlineNumbers(report, descriptor);
  const headline = numbers.at(0) ?? null;
  return {
    title: descriptor.title,
    headline,
    convention: capital(plainText(report.convention ?? headline?.meaning ?? '')),
    others: numbers.slice(1),
    warnings: report.warnings.map(plainText),
    definition: plainText(report.definition),
    source: descriptor.source,
    details: outlineDetails(report, descriptor),
  };
}

/** "sum of distances" as a line of its own. */
function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function outlineNumbers(report: Report, descriptor: OperationDescriptor): OutlineNumber[] {
  const described = new Set(descriptor.numbers.map(({ name }) => name));
  const present = descriptor.numbers.filter(({ name }) => Object.hasOwn(report.numbers, name));
  const undescribed = Object.keys(report.numbers).filter((name) => !described.has(name));
  const toNumber = (name: string, unit: string, meaning: string): OutlineNumber => {
    const value = report.numbers[name] ?? null;
    return { name: plainText(name), value, text: numberText(value), unit, meaning };
  };
  return [
    ...present.map(({ name, unit, meaning }) => toNumber(name, unitTexts[unit], meaning)),
    // Names that follow from the data, such as one for each class.
    ...undescribed.map((name) => toNumber(name, '', '')),
  ];
}

function outlineDetails({ inputs, options, device, seconds }: Report, descriptor: OperationDescriptor): OutlineFact[] {
  const given = Object.entries(options).flatMap(([name, value]) => (value === null ? [] : [`${name} ${optionText(value)}`]));
  const facts = [
    ...inputs.map(({ file, kind, count }, role) => ({
      label: descriptor.inputs.at(role)?.title ?? 'Input',
      text: `${file} (${kindTitles[kind].toLowerCase()}, ${counted(count, ...countNouns[kind])})`,
    })),
    { label: 'Options', text: given.join(', ') },
    { label: 'Device', text: `${device.kind === 'gpu' ? 'GPU' : 'CPU'}, ${device.name}, in the ${device.place}` },
    { label: 'Because', text: device.reason },
    { label: 'Reading', text: secondsText(seconds.read) },
    { label: 'Computing', text: secondsText(seconds.compute) },
    { label: 'Writing', text: seconds.write > 0 ? secondsText(seconds.write) : '' },
  ];
  return facts.flatMap(({ label, text }) => (text === '' ? [] : [{ label: plainText(label), text: plainText(text) }]));
}
