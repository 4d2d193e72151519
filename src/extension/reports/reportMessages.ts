import * as v from 'valibot';
import type { ReportHostProtocol } from '../../compute/reportProtocol';
import type { Validators } from '../../messaging/channel';
import { modelKinds } from '../../model/model';
import { bytes, check, line, nothing, whole } from '../messageSchemas';
import { chart } from './chartSchema';

const textLimit = 100_000_000;
const optionValue = v.union([v.pipe(v.string(), v.maxLength(100_000)), v.number(), v.boolean(), v.null()]);
export const options = v.record(v.pipe(v.string(), v.maxLength(100)), optionValue);
const cell = v.union([v.pipe(v.string(), v.maxLength(100_000)), v.number(), v.null()]);
const numbers = v.record(line, v.nullable(v.number()));
export const report = v.object({
  operation: line,
  definition: line,
  convention: v.optional(line),
  inputs: v.array(v.object({ file: line, kind: v.picklist(modelKinds), count: v.number() })),
  options,
  numbers,
  tables: v.array(v.object({ title: line, columns: v.array(line), rows: v.array(v.array(cell)) })),
  histograms: v.optional(
    v.array(v.object({ title: line, unit: v.picklist(['length', 'length²', 'length³', 'ratio', 'count', 'degrees', 'none']), edges: v.array(v.number()), counts: v.array(v.number()) })),
  ),
  charts: v.optional(v.array(chart)),
  device: v.object({ kind: v.picklist(['cpu', 'gpu']), name: line, place: v.picklist(['page', 'process']), reason: line }),
  seconds: v.object({ read: v.number(), compute: v.number(), write: v.number() }),
  warnings: v.array(line),
});

/** A report's text on its way to a file. */
export const reportFile = v.strictObject({
  kind: v.picklist(['json', 'csv', 'markdown', 'html']),
  name: v.pipe(v.string(), v.maxLength(255)),
  text: v.pipe(v.string(), v.maxLength(textLimit)),
});

/** What the host accepts from a report's page. */
export const reportHostValidators: Validators<ReportHostProtocol> = {
  calls: {
    ready: check(nothing),
    chooseFile: check(v.strictObject({ input: whole })),
    run: check(v.strictObject({ files: v.array(whole), options })),
    routes: check(v.strictObject({ files: v.array(whole) })),
    readBytes: check(v.strictObject({ file: whole, offset: whole, length: whole })),
    copyText: check(v.strictObject({ text: v.pipe(v.string(), v.maxLength(textLimit)) })),
    save: check(reportFile),
    keepResult: check(v.strictObject({ name: v.pipe(v.string(), v.maxLength(255)), bytes })),
    showResult: check(nothing),
    saveResult: check(nothing),
    showOnCloud: check(v.strictObject({ files: v.array(whole) })),
    evaluationOverview: check(nothing),
    evaluationCurve: check(v.strictObject({ row: whole, threshold: whole })),
    evaluationVerdicts: check(v.strictObject({ threshold: whole })),
    showBox: check(v.strictObject({ of: v.picklist(['truth', 'detections']), row: whole })),
  },
  notices: {
    chosen: check(v.strictObject({ files: v.array(v.nullable(whole)), options })),
    progress: check(v.strictObject({ share: v.number(), activity: line })),
    completed: check(v.strictObject({ report })),
    failed: check(v.strictObject({ message: line })),
    log: check(v.strictObject({ level: v.picklist(['info', 'warning', 'error']), message: line })),
    title: check(v.strictObject({ title: line })),
  },
};
