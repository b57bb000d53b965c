import type { TestResult } from '../../protocol/rpc.ts';
import { element } from './xml.ts';

/** The results as JUnit XML, a suite a class. Times are seconds. */
export function junitReport(tests: readonly TestResult[]): string {
  const suites = [...Map.groupBy(tests, test => test.className)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, all]) => element('testsuite', { name, ...counts(all) }, all.map(test =>
    element('testcase', { classname: test.className, name: test.methodName, time: seconds(test.runTimeMs) }, test.outcome === 'pass' ? [] : [outcome(test)]))));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'Apex', ...counts(tests) }, suites)}\n`;
}

function counts(tests: readonly TestResult[]): Record<string, string> {
  const of = (...outcomes: readonly TestResult['outcome'][]): string => String(tests.filter(test => outcomes.includes(test.outcome)).length);
  return { tests: String(tests.length), failures: of('fail'), errors: of('compileFail'), skipped: of('skip'), time: seconds(tests.reduce((sum, test) => sum + test.runTimeMs, 0)) };
}

function outcome({ outcome: what, message, stackTrace }: TestResult): string {
  if (what === 'skip') return element('skipped', {}, []);
  return element(what === 'fail' ? 'failure' : 'error', { message: message ?? '', type: (message ?? '').split(':')[0] ?? '' }, [], [message, stackTrace].filter(Boolean).join('\n'));
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
