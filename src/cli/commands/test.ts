import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TestResult } from '../../protocol/rpc.ts';
import type { Command } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE, FOUND_FAILURES } from '../failure.ts';
import { coberturaReport, coverageTable, lcovReport } from '../reports/coverage.ts';
import { junitReport } from '../reports/junit.ts';
import { printFailure } from './exec.ts';

export const testCommand: Command = {
  name: 'test',
  summary: 'Run tests: all of them, or those named.',
  parameters: '[CLASS | CLASS.METHOD]...',
  options: {
    ...orgOptions,
    coverage: { type: 'boolean', help: 'Say which share of each class the tests run.' },
    junit: { type: 'string', value: 'FILE', help: 'Write the results as JUnit XML.' },
    lcov: { type: 'string', value: 'FILE', help: 'Write the coverage as an lcov tracefile.' },
    cobertura: { type: 'string', value: 'FILE', help: 'Write the coverage as Cobertura XML.' },
  },
  async run(context) {
    const login = await context.login();
    const { client } = await context.hub();
    const [junit, lcov, cobertura] = [context.text('junit'), context.text('lcov'), context.text('cobertura')];
    const coverage = context.values['coverage'] === true || lcov !== undefined || cobertura !== undefined;
    const result = await client.request('run/test', { loginId: login.id, tests: context.positionals, ...(coverage ? { coverage } : {}) });
    if (junit !== undefined) write(junit, junitReport(result.tests));
    if (lcov !== undefined) write(lcov, lcovReport(result.coverage ?? []));
    if (cobertura !== undefined) write(cobertura, coberturaReport(result.coverage ?? [], process.cwd(), Date.now()));
    const passed = result.tests.filter(test => test.outcome === 'pass').length;
    const skipped = result.tests.filter(test => test.outcome === 'skip').length;
    const failed = result.tests.length - passed - skipped;
    context.json({ passed, failed, skipped, tests: result.tests, compileErrors: result.compileErrors, ...(result.coverage ? { coverage: result.coverage } : {}) });
    for (const [className, tests] of byClass(result.tests)) {
      const bad = tests.filter(test => test.outcome !== 'pass' && test.outcome !== 'skip');
      context.print(`${bad.length === 0 ? 'ok  ' : 'FAIL'} ${className}: ${tests.filter(test => test.outcome === 'pass').length} passed, ${bad.length} failed`);
      for (const test of bad) {
        context.print(`       ${test.methodName}: ${test.message ?? test.outcome}`);
        for (const line of (test.stackTrace ?? '').split('\n')) if (line !== '') context.print(`         ${line}`);
      }
    }
    for (const line of result.coverage ? coverageTable(result.coverage) : []) context.print(line);
    printFailure(context, result);
    if (result.tests.length === 0) throw new CannotRun(`No tests were found${context.positionals.length > 0 ? ` by the name ${context.positionals.join(', ')}` : ''}.`);
    context.print(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    return failed === 0 ? DONE : FOUND_FAILURES;
  },
};

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CannotRun(`The report could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function byClass(tests: readonly TestResult[]): ReadonlyMap<string, readonly TestResult[]> {
  const classes = new Map<string, TestResult[]>();
  for (const test of tests) {
    const known = classes.get(test.className);
    if (known) known.push(test);
    else classes.set(test.className, [test]);
  }
  return new Map([...classes].sort(([a], [b]) => a.localeCompare(b)));
}
