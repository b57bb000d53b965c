import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { FileCoverage, TestResult } from '../../../src/protocol/rpc.ts';
import { coberturaReport, coverageTable, lcovReport } from '../../../src/cli/reports/coverage.ts';
import { junitReport } from '../../../src/cli/reports/junit.ts';

const test = (className: string, methodName: string, outcome: TestResult['outcome'], message: string | null = null, stackTrace: string | null = null): TestResult =>
  ({ className, methodName, outcome, message, stackTrace, runTimeMs: 1500, limits: {} });
/** A function from a path (`a.0.b`) to what the XML holds there. */
const read = (xml: string): ((path: string) => unknown) => {
  assert.equal(XMLValidator.validate(xml), true);
  const tree: unknown = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: name => ['testcase', 'class', 'line'].includes(name) }).parse(xml);
  return path => path.split('.').reduce((node, name) => (node as Record<string, unknown>)[name], tree);
};

describe('JUnit report', () => {
  const at = read(junitReport([
    test('B', 'works', 'pass'), test('A', 'fails', 'fail', 'System.AssertException: Assertion Failed: Expected: <1> & "2"\u0001', 'Class.A.fails: line 3, column 1'), test('A', 'broken', 'compileFail', 'A.cls:1: x'), test('A', 'left', 'skip'),
  ]));
  it('counts what failed, what did not compile and what was skipped, by class', () => {
    assert.deepEqual(['tests', 'failures', 'errors', 'skipped', 'time'].map(name => at(`testsuites.${name}`)), ['4', '1', '1', '1', '6.000']);
    assert.deepEqual([0, 1].map(suite => [at(`testsuites.testsuite.${suite}.name`), at(`testsuites.testsuite.${suite}.tests`)]), [['A', '3'], ['B', '1']]);
  });
  it('carries message and stack whatever is in them', () => {
    assert.deepEqual(['classname', 'name', 'time', 'failure.type', 'failure.message'].map(name => at(`testsuites.testsuite.0.testcase.0.${name}`)), ['A', 'fails', '1.500', 'System.AssertException', 'System.AssertException: Assertion Failed: Expected: <1> & "2"']);
    assert.match(String(at('testsuites.testsuite.0.testcase.0.failure.#text')), /line 3, column 1/);
  });
});

describe('coverage reports', () => {
  const files: readonly FileCoverage[] = [
    { path: '/p/classes/A.cls', name: 'ns.A', lines: [2, 3, 7], covered: [2, 7] },
    { path: '/p/triggers/T.trigger', name: 'ns.T', lines: [1], covered: [] },
  ];
  it('lcov', () => assert.equal(lcovReport(files), 'TN:\nSF:/p/classes/A.cls\nDA:2,1\nDA:3,0\nDA:7,1\nLF:3\nLH:2\nend_of_record\nTN:\nSF:/p/triggers/T.trigger\nDA:1,0\nLF:1\nLH:0\nend_of_record\n'));
  it('lcov of single tests, and what none of them runs', () => assert.equal(
    lcovReport(files, [{ ...test('ns.B', 'one', 'pass'), coverage: [{ path: '/p/classes/A.cls', name: 'ns.A', covered: [7] }] }, test('ns.B', 'two', 'pass')]),
    'TN:ns_B_one\nSF:/p/classes/A.cls\nDA:2,0\nDA:3,0\nDA:7,1\nLF:3\nLH:1\nend_of_record\nTN:\nSF:/p/triggers/T.trigger\nDA:1,0\nLF:1\nLH:0\nend_of_record\n',
  ));
  it('Cobertura', () => {
    const at = read(coberturaReport(files, '/p', 5));
    assert.deepEqual(['line-rate', 'lines-covered', 'lines-valid', 'timestamp', 'sources.source'].map(name => at(`coverage.${name}`)), ['0.5000', '2', '4', '5', '/p']);
    const first = 'coverage.packages.package.classes.class.0';
    assert.deepEqual(['name', 'filename', 'line-rate'].map(name => at(`${first}.${name}`)), ['ns.A', 'classes/A.cls', '0.6667']);
    assert.deepEqual([0, 1, 2].map(line => [at(`${first}.lines.line.${line}.number`), at(`${first}.lines.line.${line}.hits`)]), [['2', '1'], ['3', '0'], ['7', '1']]);
  });
  it('a table, the best first, the sum last', () => assert.deepEqual(coverageTable(files), [' 66.7 %       2 of      3  ns.A', '  0.0 %       0 of      1  ns.T', ' 50.0 %       2 of      4  all']));
  it('nothing to cover is all covered', () => assert.deepEqual(coverageTable([]), ['100.0 %       0 of      0  all']));
});
