import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bindBreakpoint, breakpointLocations } from '../../../src/sandbox/debugger/binding.ts';
import type { InstalledSource } from '../../../src/sandbox/debugger/binding.ts';
import { parseHitCondition, parseLogMessage } from '../../../src/sandbox/debugger/hit-condition.ts';
import { mapLines } from '../../../src/sandbox/debugger/line-map.ts';
import { PATH, SOURCE, unit } from '../../support/debugger/program.ts';

const source: InstalledSource = { path: PATH, text: SOURCE, unit, problem: null, version: null };
const bind = (line: number, clientText: string | null = SOURCE, column?: number) => bindBreakpoint(source, clientText, { id: 7, line, ...(column === undefined ? {} : { column }) });

describe('binding of breakpoints', () => {
  const bound: readonly (readonly [number, number])[] = [[6, 6], [1, 6], [9, 10], [12, 13], [14, 15], [17, 17], [19, 21], [26, 26]];
  for (const [line, expected] of bound) {
    it(`puts line ${line} on line ${expected}`, () => {
      const { status, statements } = bind(line);
      assert.deepEqual([status.verified, status.line, status.message], [true, expected, null]);
      assert.deepEqual(statements.map(index => unit.statements[index]?.line), [expected]);
    });
  }

  it('says that there is no code behind', () => assert.match(bind(27).status.message ?? '', /no code on this line or after it/));

  it('says that the file is not installed, or does not compile', () => {
    assert.match(bindBreakpoint(null, null, { id: 1, line: 1 }).status.message ?? '', /not installed/);
    assert.match(bindBreakpoint({ ...source, unit: null, problem: 'line 3: Unexpected token' }, null, { id: 1, line: 1 }).status.message ?? '', /does not compile: line 3: Unexpected token/);
  });

  it('takes line ends and trailing space for the same text', () => {
    const { status } = bind(8, SOURCE.replaceAll('\n', '  \r\n'));
    assert.deepEqual([status.line, status.message], [8, null]);
  });

  it('follows a line that moved, and says so', () => {
    const moved = SOURCE.replace('public class', '// a new header\n// of two lines\npublic class');
    const { status, statements } = bind(10, moved);
    assert.deepEqual([status.verified, status.line, unit.statements[statements[0] ?? -1]?.line], [true, 10, 8]);
    assert.match(status.message ?? '', /installed version differs from this file; bound at its line 8/);
  });

  it('refuses a line that the installed version does not have', () => {
    const changed = SOURCE.replace('sum = add(sum, value);', 'sum = add(sum, value * 2);');
    assert.deepEqual([bind(8, changed).status.verified, bind(8, changed).status.message], [false, 'The installed version differs from this file and does not have this line.']);
    assert.equal(bind(17, changed).status.verified, true);
  });

  it('chooses by column among the statements of a line', () => {
    const line = (column: number, id: number) => ({ id, methodId: 0, line: 3, column, endLine: 3, endColumn: column + 5, start: column });
    const several: InstalledSource = { ...source, unit: { ...unit, statements: [line(5, 0), line(15, 1), line(25, 2)] } };
    for (const [column, expected] of [[1, 0], [5, 0], [6, 1], [25, 2], [99, 2]] as const) {
      assert.deepEqual(bindBreakpoint(several, null, { id: 1, line: 3, column }).statements, [expected], `column ${column}`);
    }
    assert.deepEqual(bindBreakpoint(several, null, { id: 1, line: 3 }).statements, [0]);
  });

  it('binds an initialiser in every method it was compiled into', () => {
    const line = (id: number, methodId: number) => ({ id, methodId, line: 2, column: 3, endLine: 2, endColumn: 9, start: 10 });
    const copied: InstalledSource = { ...source, unit: { ...unit, statements: [line(0, 1), line(1, 2)] } };
    assert.deepEqual(bindBreakpoint(copied, null, { id: 1, line: 2 }).statements, [0, 1]);
  });

  it('lists where breakpoints can be', () => {
    assert.deepEqual(breakpointLocations(source, null, 5, 8).map(each => each.line), [6, 7, 8]);
    assert.deepEqual(breakpointLocations(null, null, 1, 9), []);
  });
});

describe('lines of two versions', () => {
  const cases: readonly (readonly [string, string, string, readonly (number | null)[]])[] = [
    ['equal', 'a\nb\nc', 'a\nb\nc', [1, 2, 3]],
    ['inserted', 'a\nX\nb', 'a\nb', [1, null, 2]],
    ['deleted', 'a\nc', 'a\nb\nc', [1, 3]],
    ['changed', 'a\nX\nc', 'a\nb\nc', [1, null, 3]],
    ['moved apart', 'head\nX\nmid\n}\nY\ntail', 'head\nmid\n}\nZ\ntail', [1, null, 2, 3, null, 5]],
    ['repeated lines between anchors', 'A\n}\nB\n}\nC', 'Q\nA\n}\nB\n}\nR\nC', [2, 3, 4, 5, 7]],
    ['nothing in common', 'a\nb', 'c\nd', [null, null]],
    ['empty', '', 'a', [null]],
  ];
  for (const [name, client, installed, expected] of cases) {
    it(name, () => {
      const map = mapLines(client, installed);
      assert.deepEqual(expected.map((_, index) => map.toInstalled(index + 1)), expected);
      expected.forEach((line, index) => { if (line !== null) assert.equal(map.toClient(line), index + 1); });
    });
  }
});

describe('hit conditions and log messages', () => {
  const hits: readonly (readonly [string, string | null])[] = [['5', '==5'], [' >= 5 ', '>=5'], ['=3', '==3'], ['%2', '%2'], ['% 0', null], ['', null], ['five', null], ['5.5', null], ['-1', null], ['> > 1', null], ['1e3', null]];
  for (const [text, expected] of hits) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const condition = parseHitCondition(text);
      assert.equal(condition && `${condition.operator}${condition.count}`, expected);
    });
  }
  const messages: readonly (readonly [string, unknown])[] = [
    ['plain', [{ text: 'plain' }]],
    ['{a}{b}', [{ expression: 'a' }, { expression: 'b' }]],
    ['a {x.y} b', [{ text: 'a ' }, { expression: 'x.y' }, { text: ' b' }]],
    ['{new List<Integer>{1, 2}}', [{ expression: 'new List<Integer>{1, 2}' }]],
    ["{'}' + x}", [{ expression: "'}' + x" }]],
    ['\\{no\\}', [{ text: '{no}' }]],
    ['open {x', null],
  ];
  for (const [text, expected] of messages) it(`splits ${text}`, () => assert.deepEqual(parseLogMessage(text), expected));
});
