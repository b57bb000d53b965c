import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readTicket } from '../../../src/extension/ticket/ticket.ts';

const EMAIL = `Apex script unhandled trigger exception by user/organization: 0055g00000A1B2c/00D5g000004XyZa

nwd.OrderLineTrigger: execution of BeforeUpdate

caused by: System.NullPointerException: Attempt to de-reference a null object

Class.nwd.TieredDiscount.rateFor: line 10, column 1
Class.nwd.PricingEngine.price: line 16, column 1
Trigger.nwd.OrderLineTrigger: line 2, column 1
`;

const UNCAUGHT = `System.DmlException: Update failed. First exception on row 0 with id a01SB0000000001YAA; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, nwd.OrderLineTrigger: execution of BeforeUpdate

caused by: System.NullPointerException: Attempt to de-reference a null object

Class.nwd.TieredDiscount.rateFor: line 10, column 1
Trigger.nwd.OrderLineTrigger: line 2, column 1: []

Class.nwd.OrderService.repriceLines: line 44, column 1
AnonymousBlock: line 3, column 1`;

const LOG = `64.0 APEX_CODE,DEBUG;SYSTEM,DEBUG
10:00:00.0 (1)|USER_INFO|[EXTERNAL]|0055g00000A1B2cDEF|amy@harbor.example|(GMT+00:00) Greenwich Mean Time (Europe/London)|GMT+00:00
10:00:00.0 (9)|EXCEPTION_THROWN|[7]|System.MathException: Divide by 0
10:00:00.0 (9)|FATAL_ERROR|System.MathException: Divide by 0

Class.Ratio.Inner.<init>: line 7, column 1
Class.Ratio.of: line 3, column 1`;

describe('what a ticket says', () => {
  it('reads an exception e-mail', () => {
    assert.deepEqual(readTicket(EMAIL), {
      orgId: '00D5g000004XyZa', user: '0055g00000A1B2c', exceptionType: 'System.NullPointerException', message: 'Attempt to de-reference a null object',
      frames: [
        { kind: 'class', unit: 'nwd.TieredDiscount', method: 'rateFor', line: 10 },
        { kind: 'class', unit: 'nwd.PricingEngine', method: 'price', line: 16 },
        { kind: 'trigger', unit: 'nwd.OrderLineTrigger', method: null, line: 2 },
      ],
    });
  });

  it('finds the innermost cause of an uncaught exception, not its callers', () => {
    const { exceptionType, frames } = readTicket(UNCAUGHT.replaceAll('\n', '\r\n'));
    assert.equal(exceptionType, 'System.NullPointerException');
    assert.deepEqual(frames.map(each => `${each.unit}:${each.line}`), ['nwd.TieredDiscount:10', 'nwd.OrderLineTrigger:2']);
  });

  it('reads a debug log: the user, the exception, the frames of inner classes and constructors', () => {
    assert.deepEqual(readTicket(LOG), {
      orgId: null, user: 'amy@harbor.example', exceptionType: 'System.MathException', message: 'Divide by 0',
      frames: [{ kind: 'class', unit: 'Ratio.Inner', method: '<init>', line: 7 }, { kind: 'class', unit: 'Ratio', method: 'of', line: 3 }],
    });
  });

  for (const [what, text, frames] of [
    ['a bare stack trace', 'Class.A.b: line 1, column 1\nAnonymousBlock: line 2, column 1', ['A:1', ':2']],
    ['a trace that was indented', '   Class.A.b: line 12, column 3', ['A:12']],
    ['text without a trace', 'It does not work!', []],
    ['nothing', '', []],
  ] as const) {
    it(`takes ${what}`, () => {
      const ticket = readTicket(text);
      assert.deepEqual(ticket.frames.map(each => `${each.unit}:${each.line}`), frames);
      assert.deepEqual([ticket.orgId, ticket.user, ticket.exceptionType], [null, null, null]);
    });
  }
});
