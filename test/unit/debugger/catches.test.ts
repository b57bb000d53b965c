import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import type { Schema } from '../../../src/sandbox/data/schema.ts';
import { catchesOf } from '../../../src/sandbox/apex/codegen/catches.ts';

const text = `public class Nested {
  public void run() {
    try {
      try { one(); } catch (DmlException e) { two(); } finally { three(); }
    } catch (Nested.MineException e) {
      for (Integer i = 0; i < 3; i++) { try { four(); } catch (Exception x) { five(); } }
    }
  }
  void one() {} void two() {} void three() {} void four() {} void five() {}
  public class MineException extends Exception {}
}
`;

describe('catch clauses of a unit', () => {
  const program = new Program({ schema: { object: () => null } as unknown as Schema, catalogue: Catalogue.load(), sources: [{ path: '/Nested.cls', text, apiVersion: 64, namespace: null }] });
  const { unit, diagnostics } = bindUnit(program, '/Nested.cls');
  const expected: readonly (readonly [string, readonly string[]])[] = [
    ['one();', ['Nested.MineException', 'System.DmlException']],
    ['two();', ['Nested.MineException']],
    ['three();', ['Nested.MineException']],
    ['four();', ['System.Exception']],
    ['five();', []],
  ];
  for (const [call, types] of expected) {
    it(`around ${call} ${types.join(', ') || 'none'}`, () => {
      assert.deepEqual(diagnostics, []);
      assert.ok(unit);
      const at = text.indexOf(call);
      assert.deepEqual(catchesOf(unit).filter(each => each.start <= at && at < each.end).map(each => each.typeName).sort(), types);
    });
  }
});
