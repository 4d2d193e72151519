import assert from 'node:assert/strict';
import { judge, type Ending } from '../../../scripts/suites/judge';

const green: Ending = { kind: 'tests', exitCode: 0, report: { passed: 3, failures: [], skipped: [], retried: [] }, seconds: 1, filtered: false };

describe('judging a suite', () => {
  it('counts what it reports', () => {
    assert.deepEqual(judge(green), { passed: 3, failed: 0, seconds: 1, remark: '', failures: [], retried: [] });
    const report = { passed: 3, failures: [{ title: 'a', message: 'b' }], skipped: ['c', 'd'], retried: [{ title: 'e', message: 'f' }] };
    assert.deepEqual(judge({ ...green, exitCode: 1, report }), { passed: 3, failed: 1, seconds: 1, remark: 'skipped: c; d', failures: ['a'], retried: ['e: f'] });
  });

  it('fails what left no report, though it ended well: an extension host that died', () => {
    const { passed, failed, remark } = judge({ ...green, report: null });
    assert.deepEqual([passed, failed], [0, 1]);
    assert.match(remark, /without a report/);
  });

  it('fails what ran nothing, unless the tests were chosen by a pattern', () => {
    const report = { passed: 0, failures: [], skipped: ['all of it'], retried: [] };
    assert.equal(judge({ ...green, report }).failed, 1);
    assert.equal(judge({ ...green, report, filtered: true }).failed, 0);
  });

  it('fails what ended badly after its tests had passed', () => {
    assert.equal(judge({ ...green, exitCode: 1 }).failed, 1);
    assert.match(judge({ ...green, exitCode: null }).remark, /signal/);
  });

  it('takes a check for one test', () => {
    assert.deepEqual(judge({ ...green, kind: 'check', report: null }).passed, 1);
    assert.deepEqual(judge({ ...green, kind: 'check', report: null, exitCode: 2 }).failed, 1);
  });
});
