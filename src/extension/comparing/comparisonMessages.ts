import * as v from 'valibot';
import type { ComparisonHostProtocol } from '../../compute/comparisonProtocol';
import { comparisonSides } from '../../compute/comparisonProtocol';
import type { Validators } from '../../messaging/channel';
import { bytes, check, line, nothing, whole } from '../messageSchemas';
import { options, report, reportFile } from '../reports/reportMessages';

const side = v.picklist(comparisonSides);
const stateLimit = 64 * 1024;

/** What the host accepts from a comparison's page. */
export const comparisonHostValidators: Validators<ComparisonHostProtocol> = {
  calls: {
    ready: check(nothing),
    readBytes: check(v.strictObject({ side, offset: whole, length: whole })),
    compare: check(v.strictObject({ options })),
    swap: check(nothing),
    openSide: check(v.strictObject({ side })),
    saveCompared: check(v.strictObject({ options, kind: v.picklist(['points', 'cells']) })),
    saveReport: check(reportFile),
    saveImage: check(v.strictObject({ name: v.pipe(v.string(), v.maxLength(255)), png: bytes })),
    copyText: check(v.strictObject({ text: v.pipe(v.string(), v.maxLength(10_000_000)) })),
  },
  notices: {
    status: check(v.strictObject({ text: line, tooltip: line })),
    log: check(v.strictObject({ level: v.picklist(['info', 'warning', 'error']), message: line })),
    state: check(v.strictObject({ state: v.pipe(v.string(), v.maxLength(stateLimit)) })),
    compared: check(v.strictObject({ report })),
    failed: check(v.strictObject({ message: line })),
  },
};
