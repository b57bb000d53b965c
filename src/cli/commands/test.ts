import type { TestResult } from '../../protocol/rpc.ts';
import type { Command } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE, FOUND_FAILURES } from '../failure.ts';
import { printFailure } from './exec.ts';

export const testCommand: Command = {
  name: 'test',
  summary: 'Run tests: all of them, or those named.',
  parameters: '[CLASS | CLASS.METHOD]...',
  options: orgOptions,
  async run(context) {
    const login = await context.login();
    const { client } = await context.hub();
    const result = await client.request('run/test', { loginId: login.id, tests: context.positionals });
    const passed = result.tests.filter(test => test.outcome === 'pass').length;
    const skipped = result.tests.filter(test => test.outcome === 'skip').length;
    const failed = result.tests.length - passed - skipped;
    context.json({ passed, failed, skipped, tests: result.tests, compileErrors: result.compileErrors });
    for (const [className, tests] of byClass(result.tests)) {
      const bad = tests.filter(test => test.outcome !== 'pass' && test.outcome !== 'skip');
      context.print(`${bad.length === 0 ? 'ok  ' : 'FAIL'} ${className}: ${tests.filter(test => test.outcome === 'pass').length} passed, ${bad.length} failed`);
      for (const test of bad) {
        context.print(`       ${test.methodName}: ${test.message ?? test.outcome}`);
        for (const line of (test.stackTrace ?? '').split('\n')) if (line !== '') context.print(`         ${line}`);
      }
    }
    printFailure(context, result);
    if (result.tests.length === 0) throw new CannotRun(`No tests were found${context.positionals.length > 0 ? ` by the name ${context.positionals.join(', ')}` : ''}.`);
    context.print(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    return failed === 0 ? DONE : FOUND_FAILURES;
  },
};

function byClass(tests: readonly TestResult[]): ReadonlyMap<string, readonly TestResult[]> {
  const classes = new Map<string, TestResult[]>();
  for (const test of tests) {
    const known = classes.get(test.className);
    if (known) known.push(test);
    else classes.set(test.className, [test]);
  }
  return new Map([...classes].sort(([a], [b]) => a.localeCompare(b)));
}
