import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { FileCoverage, RunResult } from '../../protocol/rpc.ts';
import type { Requests } from '../debug/requests.ts';
import { debugType } from '../debug/types.ts';
import { showError } from '../services/errors.ts';
import type { Log } from '../services/log.ts';
import { describeRun } from '../logs/request-log.ts';
import type { Units } from '../services/units.ts';
import { failureMessage } from './failure-message.ts';
import { findTests } from './find-tests.ts';

const pattern = '**/*.cls';

/** Apex tests in the Testing view. */
export class TestTree implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('isvDebugger.tests', 'Apex Tests (ISV Debugger)');
  private readonly watcher = vscode.workspace.createFileSystemWatcher(pattern);
  private readonly requests: Requests;
  private readonly log: Log;
  private readonly units: Units;

  constructor(requests: Requests, units: Units, log: Log) {
    this.units = units;
    this.requests = requests;
    this.log = log;
    this.controller.resolveHandler = async item => {
      if (!item) await this.discover();
    };
    this.controller.refreshHandler = () => this.discover();
    this.controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, (request, token) => this.run(request, token, false), true);
    const coverage = this.controller.createRunProfile('Run with Coverage', vscode.TestRunProfileKind.Coverage, (request, token) => this.run(request, token, true), true);
    coverage.loadDetailedCoverage = (_run, file) => Promise.resolve(file instanceof ApexCoverage ? file.details : []);
    this.controller.createRunProfile('Debug', vscode.TestRunProfileKind.Debug, request => this.debug(request), true);
    this.watcher.onDidChange(uri => void this.read(uri));
    this.watcher.onDidCreate(uri => void this.read(uri));
    this.watcher.onDidDelete(uri => this.controller.items.delete(uri.toString()));
  }

  dispose(): void {
    this.watcher.dispose();
    this.controller.dispose();
  }

  private async discover(): Promise<void> {
    const files = await vscode.workspace.findFiles(pattern, '**/node_modules/**');
    await Promise.all(files.map(file => this.read(file)));
  }

  private async read(uri: vscode.Uri): Promise<void> {
    const found = findTests(await readFile(uri.fsPath, 'utf8').catch(() => ''));
    if (!found) {
      this.controller.items.delete(uri.toString());
      return;
    }
    const item = this.controller.createTestItem(uri.toString(), found.name, uri);
    item.range = new vscode.Range(found.line, 0, found.line, 0);
    for (const method of found.methods) {
      const child = this.controller.createTestItem(`${found.name}.${method.name}`, method.name, uri);
      child.range = new vscode.Range(method.line, 0, method.line, 0);
      item.children.add(child);
    }
    this.controller.items.add(item);
  }

  /** All in one request: the sandbox runs classes side by side. */
  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken, coverage: boolean): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      const excluded = new Set(request.exclude ?? []);
      const items = (request.include ?? [...this.controller.items].map(([, child]) => child)).filter(item => !excluded.has(item));
      const methods = items.flatMap(item => (item.children.size > 0 ? [...item.children].map(([, child]) => child) : [item])).filter(item => !excluded.has(item));
      for (const method of methods) run.started(method);
      const result = await this.requests.runTests([...new Set((excluded.size > 0 ? methods : items).map(testName))], { coverage, isShown: false, token });
      run.appendOutput(describeRun('Tests', result).replaceAll('\n', '\r\n'));
      await Promise.all(methods.map(method => this.report(run, method, result)));
      for (const file of result.coverage ?? []) run.addCoverage(new ApexCoverage(file));
    } catch (error) {
      if (!token.isCancellationRequested) void showError(error, this.log);
    } finally {
      run.end();
    }
  }

  private async report(run: vscode.TestRun, method: vscode.TestItem, result: RunResult): Promise<void> {
    const id = method.id.toLowerCase();
    const outcome = result.tests.find(test => { const name = `${test.className}.${test.methodName}`.toLowerCase(); return name === id || name.endsWith(`.${id}`); });
    if (outcome?.outcome === 'pass') return run.passed(method, outcome.runTimeMs);
    if (outcome?.outcome === 'skip') return run.skipped(method);
    // Classes that don't compile have no results.
    if (!outcome || !method.uri) return run.errored(method, new vscode.TestMessage(result.compileErrors[0]?.message ?? 'The run has no result for this test.'));
    run.failed(method, await failureMessage(this.units, { uri: method.uri, className: method.parent?.label ?? method.label }, outcome), outcome.runTimeMs);
  }

  private async debug(request: vscode.TestRunRequest): Promise<void> {
    const items = request.include ?? [...this.controller.items].map(([, child]) => child);
    const [item] = items;
    if (!item || items.length > 1) return void showError(new Error('Choose one test class or method to debug: a session debugs one run of tests.'), this.log);
    const test = testName(item);
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { type: debugType, request: 'launch', name: `Debug test ${test}`, run: { test } });
  }
}

/** Coverage of one class or trigger; the lines are at hand, so their details are too. */
class ApexCoverage extends vscode.FileCoverage {
  readonly details: vscode.StatementCoverage[];

  constructor({ path, lines, covered }: FileCoverage) {
    super(vscode.Uri.file(path), new vscode.TestCoverageCount(covered.length, lines.length));
    const hits = new Set(covered);
    this.details = lines.map(line => new vscode.StatementCoverage(hits.has(line), new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER)));
  }
}

function testName(item: vscode.TestItem): string {
  return item.parent ? item.id : item.label;
}
