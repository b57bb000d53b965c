import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openTestOrg } from '../../support/apex.ts';
import { errorsOf } from './compile.ts';

describe('compiling: whole programs', () => {
  it('reports every error of a file in the order of its lines', () => {
    assert.deepEqual(errorsOf(`public class A {
  Integer one = 'x';
  Foo two;
  void three() {
    return 1;
  }
  Integer four() {
  }
  class Five extends Dog {
    void six() {
      missing();
      Integer seven = true;
    }
  }
}`), [
      '2: Illegal assignment from String to Integer', '3: Invalid type: Foo', '5: Void method must not return a value', '7: Missing return statement required return type: Integer',
      '9: Non-virtual and non-abstract type cannot be extended: Dog', '11: Method does not exist or incorrect signature: void missing() from the type A.Five', '12: Illegal assignment from Boolean to Integer',
    ]);
  });

  it('reports an error once, however much depends on it', () => {
    assert.deepEqual(errorsOf('Foo a = new Foo(); a.b().c = a.d + 1; for (Foo x : a.list()) { x.go(a); }'), ['1: Invalid type: Foo', '1: Invalid type: Foo', '1: Invalid type: Foo']);
  });

  it('shows nothing but syntax where the syntax is wrong', () => {
    assert.deepEqual(errorsOf('public class A { Foo b; void c() { d(1 } }'), ["1: Expecting ')' but was: '}'"]);
  });

  it('runs the rest of an org beside a class that is broken', () => {
    const org = openTestOrg({ classes: ['public class Broken { public static Integer one() { return \'x\'; } }', 'public class Whole { public static Integer two() { return 2; } }', 'public class Caller { public static Integer three() { return Broken.one(); } }'] });
    try {
      assert.deepEqual(org.run('System.debug(Whole.two());').output, ['2']);
      const { ready, withErrors, diagnostics } = org.compiler.check();
      assert.deepEqual([ready, withErrors, diagnostics.map(({ path, message }) => `${path.split('/').at(-1)}: ${message}`)], [2, 1, ['Broken.cls: Illegal conversion from String to Integer']]);
    } finally {
      org.close();
    }
  });
});
