import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hideManagedFrames } from '../../../src/sandbox/partner/managed-frames.ts';

const TRACE = [
  'nwd.OrderTrigger: execution of BeforeUpdate', '', 'caused by: System.NullPointerException: Attempt to de-reference a null object', '',
  'Class.nwd.Tiered.rateFor: line 10, column 1', 'Class.nwd.Engine.Inner.<init>: line 16, column 1', 'Class.Local.run: line 3, column 1', 'Class.other.Tool.use: line 9, column 1', 'Trigger.nwd.OrderTrigger: line 2, column 1: []',
];

describe('stack traces for who may not look into packages (T16)', () => {
  const tail = (hidden: readonly string[]): string[] => hideManagedFrames(TRACE.join('\n'), hidden).split('\n').slice(4);

  it('show a package by its namespace, once for frames in a row, and keep what follows', () => {
    assert.deepEqual(tail(['NWD']), ['(nwd)', 'Class.Local.run: line 3, column 1', 'Class.other.Tool.use: line 9, column 1', '(nwd): []']);
    assert.deepEqual(tail(['nwd', 'other']), ['(nwd)', 'Class.Local.run: line 3, column 1', '(other)', '(nwd): []']);
  });

  it('are whole where nothing is hidden', () => assert.deepEqual(tail([]), TRACE.slice(4)));
  it('keep inner classes of the org that look like a namespace', () => assert.equal(hideManagedFrames('Class.Outer.Inner.run: line 1, column 1', ['nwd']), 'Class.Outer.Inner.run: line 1, column 1'));
  it('keep what happened and where it began', () => assert.equal(hideManagedFrames(TRACE.join('\n'), ['nwd']).split('\n')[0], 'nwd.OrderTrigger: execution of BeforeUpdate'));
});
