import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { expressionAt, namesAround } from '../../../src/extension/debug/apex-expressions.ts';

const text = `public class Desk {
  Integer other = 1;
  public class Drawer {
    void fill(List<Contact> owners, Integer count) {
      Integer total = count; // not count
      for (Contact owner : owners) {
        total += owner.Age__c;
      }
      String label = 'total' + owners.size();
      System.debug(label);
    }
    void next() { Integer later = 0; }
  }
}`;

describe('names whose values stand behind their lines', () => {
  const at = (line: number): string[] => namesAround(text, line).map(each => `${each.name}@${each.line}:${each.column}`);
  it('are those of the method up to the line, without fields, calls, comments and texts', () => {
    assert.deepEqual(at(6).filter(name => !/List|Contact|Integer|String/.test(name)), ['owners@3:28', 'count@3:44', 'total@4:14', 'count@4:22', 'owner@5:19', 'owners@5:27', 'total@6:8', 'owner@6:17']);
  });
  it('stop at the line', () => assert.ok(!at(6).some(name => name.startsWith('label'))));
  it('begin with the method, however its head is laid out', () => assert.deepEqual(at(11).filter(name => !/Integer/.test(name)), ['later@11:26']));
  it('are those of a trigger or of anonymous code, too', () => {
    assert.deepEqual(namesAround('Integer a = 1;\nif (a > 0) {\n  a++;\n}', 0).map(({ name }) => name), ['Integer', 'a']);
    assert.ok(namesAround('trigger T on Account (before insert) {\n  Integer n = 1;\n}', 1).some(({ name }) => name === 'n'));
  });
});

describe('the expression under the pointer', () => {
  // `|` is the pointer.
  const cases: readonly (readonly [string, string | null])[] = [
    ['x = or|der.Name;', 'order'], ['x = order.Na|me;', 'order.Name'], ['x = order.Lines__r[0].Na|me;', 'order.Lines__r[0].Name'], ['x = a?.b.|c;', 'a?.b.c'],
    ['x = thi|s.total;', 'this'], ['x = this.tot|al;', 'this.total'], ['siz|e();', null], ['order.siz|e()', null], ['f(x).na|me', null], ['re|turn total;', null], ['return tot|al;', 'total'],
    ["x = 'na|me';", null], ['// na|me', null], ["map['a'].na|me", "map['a'].name"], ['Trigger.ne|w', 'Trigger.new'], ['|', null],
  ];
  for (const [line, expected] of cases) {
    it(`of ${line} is ${expected ?? 'none'}`, () => assert.equal(expressionAt(line.replace('|', ''), 0, line.indexOf('|'))?.expression ?? null, expected));
  }
});
