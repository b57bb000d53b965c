import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { projectArgument } from '../../protocol/project-argument.ts';
import type { TestResult } from '../../protocol/rpc.ts';
import type { Command, CommandContext } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE, FOUND_FAILURES, isExpected } from '../failure.ts';
import type { ExitCode } from '../failure.ts';
import { coberturaReport, coverageTable, lcovReport } from '../reports/coverage.ts';
import { junitReport } from '../reports/junit.ts';
import { ChangedFiles } from '../watch.ts';
import { printFailure } from './exec.ts';

export const testCommand: Command = {
  name: 'test',
  summary: 'Run tests: all of them, or those named.',
  parameters: '[CLASS | CLASS.METHOD]...',
  options: {
    ...orgOptions,
    suite: { type: 'string', multiple: true, value: 'NAME', help: 'Run the tests of a test suite.' },
    'fail-fast': { type: 'boolean', help: 'Start nothing more once a test has failed.' },
    watch: { type: 'boolean', help: 'Run again whenever a file of --project changes, tests that depend on it first.' },
    coverage: { type: 'boolean', help: 'Say which share of each class the tests run.' },
    'detailed-coverage': { type: 'boolean', help: 'Say also which lines each test runs by itself, with --json or --lcov.' },
    junit: { type: 'string', value: 'FILE', help: 'Write the results as JUnit XML.' },
    lcov: { type: 'string', value: 'FILE', help: 'Write the coverage as an lcov tracefile.' },
    cobertura: { type: 'string', value: 'FILE', help: 'Write the coverage as Cobertura XML.' },
  },
  async run(context) {
    if (context.values['watch'] !== true) return runOnce(context, []);
    if (context.texts('project').length === 0) throw new CannotRun('--watch watches the folders of --project: name them.');
    if (context.isJson) throw new CannotRun('--watch prints for people: leave --json out.');
    // Watched from before the first run: what is saved meanwhile counts.
    const files = new ChangedFiles([...context.texts('project'), ...context.texts('with')].map(text => projectArgument(text).folder));
    try {
      for (let changed: readonly string[] = []; ; changed = await files.next()) {
        if (changed.length > 0) context.print(`\n${changed.length === 1 ? changed[0]! : `${changed.length} files`} changed.`);
        try {
          await runOnce(context, changed.map(path => realPath(path)));
        } catch (error) {
          // A name that no test has, a project that can't be read: to be mended, not the end.
          if (!isExpected(error)) throw error;
          context.note((error as Error).message);
        }
        context.print('Waiting for changes. Ctrl+C ends.');
      }
    } finally {
      files.close();
    }
  },
};

async function runOnce(context: CommandContext, changed: readonly string[]): Promise<ExitCode> {
  const login = await context.login();
  const { client } = await context.hub();
  const [junit, lcov, cobertura] = [context.text('junit'), context.text('lcov'), context.text('cobertura')];
  const isCoverageDetailed = context.values['detailed-coverage'] === true;
  const coverage = context.values['coverage'] === true || isCoverageDetailed || lcov !== undefined || cobertura !== undefined;
  const suites = context.texts('suite');
  const result = await client.request('run/test', {
    loginId: login.id, tests: context.positionals, ...(suites.length > 0 ? { suites } : {}), ...(context.values['fail-fast'] === true ? { failFast: true } : {}), ...(changed.length > 0 ? { changed } : {}),
    ...(coverage ? { coverage } : {}), ...(isCoverageDetailed ? { isCoverageDetailed } : {}),
  });
  if (junit !== undefined) write(junit, junitReport(result.tests));
  if (lcov !== undefined) write(lcov, lcovReport(result.coverage ?? [], result.tests));
  if (cobertura !== undefined) write(cobertura, coberturaReport(result.coverage ?? [], process.cwd(), Date.now()));
  const passed = result.tests.filter(test => test.outcome === 'pass').length;
  const skipped = result.tests.filter(test => test.outcome === 'skip').length;
  const failed = result.tests.length - passed - skipped;
  context.json({ passed, failed, skipped, tests: result.tests, compileErrors: result.compileErrors, ...(result.coverage ? { coverage: result.coverage } : {}) });
  for (const [className, tests] of byClass(result.tests)) {
    const ran = tests.filter(test => test.outcome !== 'skip');
    const bad = ran.filter(test => test.outcome !== 'pass');
    if (ran.length > 0) context.print(`${bad.length === 0 ? 'ok  ' : 'FAIL'} ${className}: ${ran.length - bad.length} passed, ${bad.length} failed`);
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
}

/** As the sandbox names files; one that is gone has no other name. */
const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

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
