import * as v from 'valibot';
import type { EditorHostProtocol } from '../compute/editorProtocol';
import type { Validators } from '../messaging/channel';
import { bytes, check, line, nothing, whole } from './messageSchemas';
import { options } from './reports/reportMessages';

const stateLimit = 64 * 1024;

const axis = v.picklist(['x', 'y', 'z', '-x', '-y', '-z']);
const settings = v.strictObject({
  pointSize: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(64))),
  upAxis: v.optional(axis),
  projection: v.optional(v.picklist(['perspective', 'orthographic'])),
  background: v.optional(v.picklist(['theme', 'white', 'black'])),
});
const finite = v.pipe(v.number(), v.finite());
const vector = v.tuple([finite, finite, finite]);
const camera = v.strictObject({
  position: vector,
  target: vector,
  screenUp: vector,
  upAxis: axis,
  projection: v.picklist(['perspective', 'orthographic']),
});
const place = v.variant('kind', [
  v.strictObject({ kind: v.literal('byte'), offset: v.number() }),
  v.strictObject({ kind: v.literal('line'), line: v.number() }),
  v.strictObject({ kind: v.literal('path'), path: line }),
  v.strictObject({ kind: v.literal('text'), line: whole, column: whole, length: whole, within: v.optional(line) }),
]);

/** What the host accepts from an editor's page; anything else is refused before a handler sees it. */
export const editorHostValidators: Validators<EditorHostProtocol> = {
  calls: {
    ready: check(nothing),
    readBytes: check(v.strictObject({ offset: whole, length: whole })),
    saveImage: check(v.strictObject({ name: v.pipe(v.string(), v.maxLength(255)), png: bytes })),
    saveSurface: check(nothing),
    copyText: check(v.strictObject({ text: v.pipe(v.string(), v.maxLength(10_000_000)) })),
    openAsText: check(nothing),
    remember: check(v.strictObject({ settings })),
    measureStart: check(v.strictObject({ operation: line, role: whole })),
    measureChoose: check(v.strictObject({ operation: line, input: whole })),
    measure: check(v.strictObject({ operation: line, files: v.array(whole), options })),
  },
  notices: {
    status: check(v.strictObject({ text: line, tooltip: line })),
    log: check(v.strictObject({ level: v.picklist(['info', 'warning', 'error']), message: line })),
    opened: check(
      v.strictObject({ points: whole, memory: whole, milliseconds: v.record(v.pipe(v.string(), v.maxLength(100)), v.number()) }),
    ),
    busy: check(v.strictObject({ busy: v.boolean() })),
    camera: check(v.strictObject({ camera })),
    state: check(v.strictObject({ state: v.pipe(v.string(), v.maxLength(stateLimit)) })),
    failed: check(
      v.strictObject({
        message: line,
        details: v.optional(
          v.strictObject({ file: line, place: v.optional(place), expected: line, found: line, advice: line }),
        ),
      }),
    ),
  },
};
