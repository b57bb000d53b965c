import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isCaught } from '../../../src/sandbox/debugger/exception-filters.ts';
import type { Frame } from '../../../src/sandbox/debugger/contract.ts';
import { exceptionClass } from '../../../src/sandbox/apex/runtime/exception.ts';

interface Caller { readonly path: string; readonly catches: readonly string[] }

/** A stack, outermost first; every frame is at a statement inside its `catch` clauses. */
function stackOf(callers: readonly Caller[]): Frame {
  let frame: Frame | null = null;
  for (const { path, catches } of callers) {
    const unitName = path.replace(/^.*\/|\.\w+$/g, '');
    frame = {
      parent: frame, statement: 0, method: { className: unitName },
      unit: { path, unitName, statements: [{ start: 5 }], catches: catches.map(typeName => ({ start: 0, end: 10, typeName })) },
    } as unknown as Frame;
  }
  assert.ok(frame);
  return frame;
}

const nullPointer = new (exceptionClass('System.NullPointerException'))();

describe('whether an exception will be caught', () => {
  const table: readonly (readonly [string, readonly Caller[], boolean])[] = [
    ['by nobody', [{ path: '/A.cls', catches: [] }], false],
    ['by a caller', [{ path: '/A.cls', catches: ['NullPointerException'] }, { path: '/B.cls', catches: [] }], true],
    ['not by a catch of another type', [{ path: '/A.cls', catches: ['DmlException'] }], false],
    ['inside a trigger', [{ path: '/T.trigger', catches: [] }, { path: '/B.cls', catches: ['Exception'] }], true],
    ['not by the code that ran the DML of a trigger', [{ path: '/A.cls', catches: ['DmlException', 'Exception'] }, { path: '/T.trigger', catches: [] }, { path: '/B.cls', catches: [] }], false],
  ];
  for (const [name, callers, expected] of table) it(name, () => assert.equal(isCaught(stackOf(callers), nullPointer), expected));
});
