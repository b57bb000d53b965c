import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { releaseBodies, restoreBodies } from '../../../src/sandbox/apex/syntax/bodies.ts';
import { parseCompilationUnit } from '../../../src/sandbox/apex/syntax/parser.ts';

const UNITS: Readonly<Record<string, string>> = {
  'a class': `public class A {
    static { run(1); }
    Integer size { get { return size + 1; } set; }
    { size = 2; }
    public A() { this(3); }
    abstract void none();
    Integer run(Integer i) { for (Integer k = 0; k < i; k++) { run(k); } return i; }
    class Inner { void deep() { throw new DmlException(); } }
  }`,
  'a trigger': 'trigger T on Account (before insert) { Integer i = 1; class Inner { void deep() { i(); } } void helper() { deep(); } }',
  'an interface': 'public interface I { void run(); }',
  'an enum': 'public enum E { A, B }',
};

describe('bodies of members', () => {
  for (const [name, text] of Object.entries(UNITS)) {
    it(`of ${name} are let go of, and come back as they were`, () => {
      const { tree } = parseCompilationUnit(text);
      const before = JSON.stringify(tree);
      releaseBodies(tree);
      assert.doesNotMatch(JSON.stringify(tree), /Statement"|LocalDeclaration/);
      restoreBodies(tree, text);
      assert.equal(JSON.stringify(tree), before);
    });
  }
  it('come from the text that the tree was read from', () => {
    assert.throws(() => restoreBodies(parseCompilationUnit('public class A { void a() { } }').tree, 'public class A { }'), /not the one/);
  });
});
