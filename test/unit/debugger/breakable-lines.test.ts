import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { generate } from '../../../src/sandbox/apex/codegen/generate.ts';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import { loadSchema } from '../../../src/sandbox/data/metadata/load-schema.ts';

/**
 * Lines that begin with a star can hold a breakpoint: those on which a statement or an initialiser starts. Headers of classes,
 * methods and accessors, braces, fields without a value, enums, interfaces and `when` clauses can't.
 */
const MARKED = `
  public virtual class Lines {
*   public static Integer count = start();
    private Integer total;
    public String name { get; set; }
    public Integer twice {
      get {
*       return total * 2;
      }
      set;
    }
    enum Kind { A, B }
    interface Sink {
      void take(Integer i);
    }
    static {
*     count++;
    }
    {
*     total = 0;
    }
    class Part {
      Integer size;
      Part(
        Integer size
      ) {
*       this.size = size;
      }
    }
    public Lines() {
*     this(1);
    }
    public Lines(Integer n) {
*     Integer b = n,
*       c = 2;
*     if (n > 1) {
*       b = 2;
*     } else if (n > 2) {
*       b = 3;
      } else {
*       b = 4;
      }
*     for (Integer i = 0; i < 2; i++) {
*       b++;
      }
*     for (Integer i : new List<Integer>{1}) {
*       continue;
      }
*     while (b < 0) {
*       b++;
      }
      do {
*       b--;
*     } while (b > 0);
      try {
*       b = 1;
      } catch (Exception e) {
*       throw e;
      } finally {
*       b = 2;
      }
*     switch on b {
        when 1 {
*         b = 3;
        }
        when else {
*         b = 4;
        }
      }
*     insert new Account(
        Name = 'x');
*     String s = 'a'
        + 'b'
        + call(
          'c');
*     return;
    }
    static Integer start() {
*     return 1;
    }
*   String call(String s) { return s; }
    virtual void nothing() {
    }
  }`;

describe('breakable lines', () => {
  it('are those on which a statement starts', () => {
    const marked = MARKED.slice(1).split('\n');
    const text = marked.map((line) => line.slice(2)).join('\n');
    const program = new Program({ schema: loadSchema({ projects: [], namespace: null }).schema, catalogue: Catalogue.load(), sources: [{ path: '/Lines.cls', text, apiVersion: 64, namespace: null }] });
    const { unit, diagnostics } = bindUnit(program, '/Lines.cls');
    assert.deepEqual(diagnostics, []);
    const found = new Set(generate(unit!, 'debuggable').debug.statements.map((statement) => statement.line));
    assert.deepEqual(marked.map((line, i) => `${found.has(i + 1) ? '*' : ' '} ${line.slice(2)}`), marked);
  });
});
