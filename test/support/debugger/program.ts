/**
 * Hand-built programs for the debug agent: units with statement tables and functions that call the hook as generated code
 * does. Runs in a worker thread, for a paused agent blocks its thread.
 */
import { ApexException, exceptionClass } from '../../../src/sandbox/apex/runtime/exception.ts';
import { ApexList } from '../../../src/sandbox/apex/runtime/list.ts';
import { ApexMap } from '../../../src/sandbox/apex/runtime/map.ts';
import { ApexObject } from '../../../src/sandbox/apex/runtime/object.ts';
import '../../../src/sandbox/apex/runtime/equality.ts';
import { typeOf } from '../../../src/sandbox/apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../../../src/sandbox/apex/runtime/sobject.ts';
import { LOCALS, SELF, STATEMENT } from '../../../src/sandbox/apex/runtime/frame-layout.ts';
import { debugState, MethodEntry } from '../../../src/sandbox/apex/runtime/shadow-stack.ts';
import type { DebugHook, MethodDebugInfo, UnitDebugInfo } from '../../../src/sandbox/debugger/contract.ts';

export const PATH = '/package/classes/Counter.cls';
/** One statement a line; the offset of line n is n * 100. */
export const SOURCE = `public class Counter {
  Integer total = 0;
  static Integer runs = 0;

  Integer addAll(List<Integer> values) {
    Integer sum = 0;
    for (Integer value : values) {
      sum = add(sum, value);
    }
    Account acc = new Account(Name = 'Acme');
    total = sum;
    try {
      fail('caught');
    } catch (Exception e) {
      runs = runs + 1;
    }
    return sum;
  }

  Integer add(Integer a, Integer b) {
    Integer result = a + b;
    return result;
  }

  void fail(String why) {
    throw new System.TypeException(why);
  }
}
`;

const local = (name: string, typeName: string, from: number, to: number, isParameter = false) => ({ name, typeName, isParameter, scopeStart: from * 100 + 1, scopeEnd: to * 100 });
const methods: readonly MethodDebugInfo[] = [
  { id: 0, className: 'Counter', traceName: 'addAll', isStatic: false, locals: [local('values', 'List<Integer>', 5, 17, true), local('sum', 'Integer', 6, 18), local('value', 'Integer', 7, 9), local('acc', 'Account', 10, 18)] },
  { id: 1, className: 'Counter', traceName: 'add', isStatic: false, locals: [local('a', 'Integer', 20, 23, true), local('b', 'Integer', 20, 23, true), local('result', 'Integer', 21, 23)] },
  { id: 2, className: 'Counter', traceName: 'fail', isStatic: false, locals: [local('why', 'String', 25, 27, true)] },
];
const lines: readonly (readonly [number, number])[] = [[6, 0], [7, 0], [8, 0], [10, 0], [11, 0], [13, 0], [15, 0], [17, 0], [21, 1], [22, 1], [26, 2]];

export const unit: UnitDebugInfo = {
  path: PATH,
  unitName: 'Counter',
  methods,
  statements: lines.map(([line, methodId], id) => ({ id, methodId, line, column: 5, endLine: line, endColumn: 30, start: line * 100 })),
  catches: [{ start: 1250, end: 1400, typeName: 'Exception' }],
};

class Counter extends ApexObject {
  f_total: unknown = 0;
}
Object.defineProperty(Counter.prototype, '$type', { value: typeOf('Counter') });

export const statics = { runs: 0 as unknown };
export const shadow: { flagAll: boolean; flagUnit: boolean; readonly flags: Set<number> } = { flagAll: false, flagUnit: false, flags: new Set() };

const { values: slots } = debugState;
const entries = methods.map(method => new MethodEntry(unit, method));

/** Pushes a frame, whose locals are null; its base. */
function enter(methodId: number, self: unknown): number {
  const entry = entries[methodId];
  if (!entry) throw new Error(`no method ${methodId}`);
  const base = debugState.end;
  debugState.end = base + entry.size;
  slots.fill(null, base, debugState.end);
  slots[base] = entry;
  slots[base + STATEMENT] = 0;
  slots[base + SELF] = self;
  return base;
}

/** Runs the program; what it returns ends the test's request. */
export function runProgram(hook: DebugHook, values: readonly number[], onStatement: () => void): unknown {
  const at = (base: number, line: number, locals: unknown[]): unknown[] => {
    const statement = lines.findIndex(each => each[0] === line);
    slots[base + STATEMENT] = statement;
    onStatement();
    locals.forEach((value, i) => { slots[base + LOCALS + i] = value; });
    if (!shadow.flagAll && !shadow.flagUnit && !shadow.flags.has(statement)) return locals;
    return hook.atStatement(base) ? slots.slice(base + LOCALS, base + LOCALS + locals.length) : locals;
  };
  const leave = (base: number): void => { debugState.end = base; };
  const counter = new Counter();

  const add = (a: unknown, b: unknown): unknown => {
    const frame = enter(1, counter);
    [a, b] = at(frame, 21, [a, b, null]);
    let result: unknown = (a as number) + (b as number);
    result = at(frame, 22, [a, b, result])[2];
    leave(frame);
    return result;
  };
  const fail = (why: string): never => {
    const frame = enter(2, counter);
    at(frame, 26, [why]);
    const exception = new (exceptionClass('System.TypeException'))();
    exception.message = why;
    hook.onThrow(frame, exception);
    leave(frame);
    // On its way out it passes through the caller.
    hook.onThrow(outermost, exception);
    throw exception;
  };

  const list = new ApexList(typeOf('List<Integer>'), [...values]);
  const outermost = enter(0, counter);
  let locals: unknown[] = [list, null, null, null];
  locals = at(outermost, 6, locals);
  locals[1] = 0;
  locals = at(outermost, 7, locals);
  for (const value of values) {
    locals[2] = value;
    locals = at(outermost, 8, locals);
    locals[1] = add(locals[1], locals[2]);
  }
  locals = at(outermost, 10, locals);
  const account = new SObjectRecord('Account');
  account.fields.set('Name', 'Acme');
  const byName = new ApexMap(typeOf('Map<String,Integer>'));
  byName.put('one', 1);
  account.relationships = new Map([['Parent', byName]]);
  locals[3] = account;
  locals = at(outermost, 11, locals);
  counter.f_total = locals[1];
  locals = at(outermost, 13, locals);
  try {
    fail('caught');
  } catch (error) {
    if (!(error instanceof ApexException)) throw error;
    locals = at(outermost, 15, locals);
    statics.runs = (statics.runs as number) + 1;
  }
  locals = at(outermost, 17, locals);
  leave(outermost);
  return locals[1];
}

export function fieldsOf(value: unknown) {
  if (value instanceof Counter) {
    return [{ name: 'total', type: 'Integer', access: 'private' as const, isFinal: false, read: () => value.f_total, write: (next: unknown) => { value.f_total = next; } }];
  }
  return value instanceof ApexException ? [] : null;
}
