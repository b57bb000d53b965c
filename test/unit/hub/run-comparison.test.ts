import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RecordChange } from '../../../src/protocol/rpc.ts';
import { logDifference, outcomeRows, recordRows } from '../../../src/sandbox/hub/run-comparison.ts';
import { diffLines } from '../../../src/sandbox/hub/text-diff.ts';

const run = (extra: object = {}) => ({ success: true, exception: null, compileErrors: [], response: null, tests: [], debugLog: '', ...extra });
const change = (object: string, id: string, kind: RecordChange['kind'], fields: RecordChange['fields'] = {}): RecordChange => ({ object, id, kind, fields });

describe('comparing two runs', () => {
  const diffs: readonly [string, string, string, readonly string[]][] = [
    ['equal texts', 'a b c', 'a b c', []],
    ['a changed line', 'a b c d e f g', 'a b c X e f g', ['  b', '  c', '- d', '+ X', '  e', '  f']],
    ['a new line at the end', 'a b', 'a b c', ['  a', '  b', '+ c']],
    ['a line that is gone from the beginning', 'x a b c d', 'a b c d', ['- x', '  a', '  b']],
    ['two places', 'a b c d e f g h i', 'X b c d e f g h Y', ['- a', '+ X', '  b', '  c', '…', '  g', '  h', '- i', '+ Y']],
    ['nothing before', '', 'a', ['- ', '+ a']],
  ];
  for (const [title, before, after, expected] of diffs) it(`shows ${title}`, () => assert.deepEqual(diffLines(before.split(' '), after.split(' '), each => each, 100), expected));

  it('stops at its limit', () => assert.deepEqual(diffLines(['a', 'b', 'c'], ['x', 'y', 'z'], each => each, 2), ['- a', '- b', '…']));

  it('sees neither times, nor moved lines, nor CPU time in logs', () => {
    const log = (time: string, line: number, cpu: number) => `67.0 APEX_CODE,DEBUG\n${time}.1 (${cpu})|USER_DEBUG|[${line}]|DEBUG|same\n  Maximum CPU time: ${cpu} out of 10000\n`;
    assert.deepEqual(logDifference(log('10:00:00', 3, 7), log('11:00:09', 5, 9)), []);
    assert.deepEqual(logDifference(log('10:00:00', 3, 7), log('11:00:09', 5, 9).replace('same', 'other')), ['  67.0 APEX_CODE,DEBUG', '- USER_DEBUG|[3]|DEBUG|same', '+ USER_DEBUG|[5]|DEBUG|other', '    Maximum CPU time: 9 out of 10000']);
  });

  it('tells new records apart by their order, others by their ids', () => {
    const before = [change('Account', '001A', 'inserted', { Name: [null, 'a'] }), change('Account', '001B', 'inserted', { Name: [null, 'b'] }), change('Case', '500A', 'updated', { Status: ['New', 'Open'] })];
    const after = [change('Account', '001X', 'inserted', { Name: [null, 'a'] }), change('Case', '500A', 'updated', { Status: ['New', 'Closed'] }), change('Case', '500B', 'deleted')];
    assert.deepEqual(recordRows(before, after), [
      { what: 'new Account 2', before: 'inserted', after: null }, { what: 'new Account 2: Name', before: 'b', after: null },
      { what: 'Case 500A: Status', before: 'New → Open', after: 'New → Closed' }, { what: 'Case 500B', before: null, after: 'deleted' },
    ]);
  });

  it('compares what came back', () => {
    const failed = run({ success: false, exception: { type: 'System.MathException', message: 'Divide by 0', stackTrace: '' }, response: { status: 500, headers: {}, body: 'no' } });
    assert.deepEqual(outcomeRows(failed, run({ response: { status: 200, headers: {}, body: 'yes' } })), [
      { what: 'Outcome', before: 'failed', after: 'succeeded' }, { what: 'Exception', before: 'System.MathException: Divide by 0', after: null },
      { what: 'Response status', before: '500', after: '200' }, { what: 'Response body', before: 'no', after: 'yes' },
    ]);
  });
});
