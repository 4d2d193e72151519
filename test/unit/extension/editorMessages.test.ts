import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EditorHostProtocol } from '../../../src/compute/editorProtocol';
import { editorHostValidators } from '../../../src/extension/editorMessages';
import { Channel, type Handlers, type NoticeHandlers } from '../../../src/messaging/channel';
import type { Port } from '../../../src/messaging/port';

const { calls, notices } = editorHostValidators;
const png = Uint8Array.of(137, 80, 78, 71);
const details = { file: 'a.ply', place: { kind: 'line', line: 4 }, expected: 'a type', found: '"oops"', advice: 'Mend it.' };

/** One good value of every message. */
const good: Readonly<Record<string, unknown>> = {
  ready: {},
  readBytes: { offset: 0, length: 10 },
  saveImage: { name: 'a.png', png },
  saveSurface: {},
  copyText: { text: 'a' },
  openAsText: {},
  remember: { settings: { pointSize: 3, upAxis: '-y', projection: 'orthographic', background: 'white' } },
  measureStart: { operation: 'chamfer', role: 0 },
  measureChoose: { operation: 'chamfer', input: 1 },
  measure: { operation: 'chamfer', files: [0, 1], options: { squared: true, seed: 3, reduction: 'mean', threshold: null } },
  status: { text: '1 point', tooltip: '' },
  log: { level: 'info', message: 'a' },
  opened: { points: 1, memory: 2, milliseconds: { decoded: 1.5 } },
  busy: { busy: true },
  state: { state: '{}' },
  failed: { message: 'a', details },
  camera: { camera: { position: [1, 2, 3], target: [0, 0, 0], screenUp: [0, 0, 1], upAxis: 'z', projection: 'perspective' } },
};

/** Values that are none of their message's, with why. */
const bad: readonly (readonly [message: string, why: string, value: unknown])[] = [
  ['ready', 'a key too many', { file: '/etc/passwd' }],
  ['readBytes', 'a negative offset', { offset: -1, length: 1 }],
  ['readBytes', 'a part of a byte', { offset: 0.5, length: 1 }],
  ['readBytes', 'not finite', { offset: 0, length: Infinity }],
  ['readBytes', 'NaN', { offset: NaN, length: 1 }],
  ['readBytes', 'past what a number tells apart', { offset: 2 ** 60, length: 1 }],
  ['readBytes', 'a text for a number', { offset: '0', length: 1 }],
  ['readBytes', 'a path besides', { offset: 0, length: 1, path: '/etc/passwd' }],
  ['readBytes', 'a key missing', { offset: 0 }],
  ['saveImage', 'a plain array of bytes', { name: 'a.png', png: [1, 2] }],
  ['saveImage', 'a buffer that is no view', { name: 'a.png', png: new ArrayBuffer(4) }],
  ['saveImage', 'another typed array', { name: 'a.png', png: new Float32Array(4) }],
  ['saveImage', 'a name too long', { name: 'a'.repeat(256), png }],
  ['saveImage', 'a path to write to', { name: 'a.png', png, path: '/tmp/a.png' }],
  ['copyText', 'a huge text', { text: 'a'.repeat(10_000_001) }],
  ['copyText', 'no text', { text: { toString: 'a' } }],
  ['openAsText', 'another file', { uri: 'file:///etc/passwd' }],
  ['remember', 'an unknown setting', { settings: { limit: 1 } }],
  ['remember', 'a size of nothing', { settings: { pointSize: 0 } }],
  ['remember', 'a size that is no number', { settings: { pointSize: NaN } }],
  ['remember', 'an unknown axis', { settings: { upAxis: 'w' } }],
  ['remember', 'a list', { settings: ['white'] }],
  ['measureStart', 'a role that is no number', { operation: 'chamfer', role: 'compared' }],
  ['measureChoose', 'a path', { operation: 'chamfer', input: 0, path: '/etc/passwd' }],
  ['measure', 'a path for a file', { operation: 'chamfer', files: ['/etc/passwd'], options: {} }],
  ['measure', 'an option that is an object', { operation: 'chamfer', files: [0], options: { squared: {} } }],
  ['status', 'a huge text', { text: 'a'.repeat(10_001), tooltip: '' }],
  ['status', 'a command link as a tooltip object', { text: 'a', tooltip: { value: '[x](command:y)', isTrusted: true } }],
  ['log', 'an unknown level', { level: 'fatal', message: 'a' }],
  ['opened', 'negative memory', { points: 1, memory: -1, milliseconds: {} }],
  ['opened', 'a time that is a text', { points: 1, memory: 1, milliseconds: { decoded: '1' } }],
  ['opened', 'a step with a huge name', { points: 1, memory: 1, milliseconds: { ['a'.repeat(101)]: 1 } }],
  ['busy', 'a number for yes', { busy: 1 }],
  ['state', 'a huge state', { state: 'a'.repeat(64 * 1024 + 1) }],
  ['state', 'an object', { state: {} }],
  ['failed', 'a place of an unknown kind', { message: 'a', details: { ...details, place: { kind: 'page', page: 1 } } }],
  ['failed', 'a detail too many', { message: 'a', details: { ...details, html: '<b>' } }],
];

const checks = new Map<string, (value: unknown) => unknown>([...Object.entries(calls), ...Object.entries(notices)]);

function checkOf(message: string): (value: unknown) => unknown {
  const check = checks.get(message);
  assert.ok(check, `Nothing checks ${message}.`);
  return check;
}

describe('what the host accepts of a page', () => {
  it('has one good value for each message here', () => {
    assert.deepEqual([...checks.keys()].sort(), Object.keys(good).sort());
  });

  for (const [message, value] of Object.entries(good)) {
    it(`takes a good "${message}"`, () => {
      assert.deepEqual(checkOf(message)(value), value);
    });
  }

  for (const [message, why, value] of bad) {
    it(`refuses "${message}" with ${why}`, () => {
      assert.throws(() => checkOf(message)(value), { name: 'ValiError' });
    });
  }

  it('refuses what is no object at all, for every message', () => {
    for (const [message, check] of checks) {
      for (const value of [undefined, null, 0, '', true, () => 0, Symbol('a'), 10n]) {
        assert.throws(() => check(value), { name: 'ValiError' }, message);
      }
    }
  });

  it('keeps the keys of prototypes out', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"isTrusted": true}, "busy": true}');
    const checked: unknown = (() => {
      try {
        return checkOf('busy')(hostile);
      } catch {
        return null;
      }
    })();
    if (checked !== null) {
      assert.deepEqual(checked, { busy: true });
      assert.equal(Object.getPrototypeOf(checked), Object.prototype);
    }
    const times: unknown = JSON.parse('{"points": 1, "memory": 1, "milliseconds": {"__proto__": 5, "constructor": 6, "decoded": 7}}');
    const opened = notices.opened(times);
    assert.deepEqual(Object.getPrototypeOf(opened.milliseconds), Object.prototype);
    assert.equal(Object.hasOwn(Object.prototype, 'isTrusted'), false);
  });

  it('never lets anything through that it would not let through again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...checks.keys()), fc.anything({ withTypedArray: true }), (message, value) => {
        const check = checkOf(message);
        let once: unknown;
        try {
          once = check(value);
        } catch {
          return;
        }
        assert.deepEqual(check(once), once);
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});

describe('a line to a page that is not trusted', () => {
  /** The host's end of a line, with what it sent and what reached a handler. */
  function host(): { readonly tell: (message: unknown) => void; readonly sent: unknown[]; readonly handled: string[] } {
    const sent: unknown[] = [];
    const handled: string[] = [];
    let tell: (message: unknown) => void = () => undefined;
    const port: Port = {
      post: (message) => sent.push(message),
      onMessage: (listener) => {
        tell = listener;
        return { dispose: () => undefined };
      },
    };
    const note = <Value>(name: string, value: Value): Value => {
      handled.push(name);
      return value;
    };
    const handlers: Handlers<EditorHostProtocol> = {
      ready: () => Promise.reject(new Error('not asked for here')),
      readBytes: () => note('readBytes', new Uint8Array(1)),
      saveImage: () => note('saveImage', true),
      saveSurface: () => note('saveSurface', true),
      copyText: () => note('copyText', null),
      openAsText: () => note('openAsText', null),
      remember: () => note('remember', null),
      measureStart: () => Promise.reject(new Error('not asked for here')),
      measureChoose: () => note('measureChoose', null),
      measure: () => Promise.reject(new Error('not asked for here')),
    };
    const ignore = (name: string) => (): void => void note(name, null);
    const noticeHandlers: NoticeHandlers<EditorHostProtocol> = {
      status: ignore('status'),
      log: ignore('log'),
      opened: ignore('opened'),
      busy: ignore('busy'),
      camera: ignore('camera'),
      state: ignore('state'),
      failed: ignore('failed'),
    };
    new Channel<EditorHostProtocol, { calls: Record<never, never>; notices: Record<never, never> }>(port, handlers, noticeHandlers, editorHostValidators);
    return { tell: (message) => tell(message), sent, handled };
  }

  it('answers a call of the wrong shape with an error, and no handler sees it', async () => {
    const { tell, sent, handled } = host();
    tell({ type: 'request', id: 7, call: 'readBytes', params: { offset: 0, length: 1, path: '/etc/passwd' } });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(handled, []);
    assert.equal(sent.length, 1);
    const [answer] = sent;
    assert.ok(typeof answer === 'object' && answer !== null && 'type' in answer && 'id' in answer);
    assert.deepEqual([answer.type, answer.id], ['error', 7]);
  });

  it('knows no calls by the names of prototypes', async () => {
    const { tell, sent, handled } = host();
    for (const call of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'nothing']) {
      tell({ type: 'request', id: 1, call, params: {} });
      tell({ type: 'notice', notice: call, value: {} });
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(handled, []);
    assert.equal(sent.length, 5, 'Each call is answered by an error, notices by nothing.');
  });

  it('takes good ones', async () => {
    const { tell, handled } = host();
    tell({ type: 'request', id: 1, call: 'copyText', params: { text: 'a' } });
    tell({ type: 'notice', notice: 'busy', value: { busy: true } });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(handled.sort(), ['busy', 'copyText']);
  });

  it('lets nothing of a wrong notice through', () => {
    const { tell, handled } = host();
    assert.throws(() => tell({ type: 'notice', notice: 'busy', value: { busy: 'yes' } }));
    assert.deepEqual(handled, []);
  });
});
