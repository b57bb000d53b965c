import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Requests } from '../debug/requests.ts';
import { debugType } from '../debug/types.ts';
import { showError } from '../services/errors.ts';
import type { Log } from '../services/log.ts';
import { findTests } from './find-tests.ts';

const pattern = '**/*.cls';

/** Apex tests in the Testing view. */
export class TestTree implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('isvDebugger.tests', 'Apex Tests (ISV Debugger)');
  private readonly watcher = vscode.workspace.createFileSystemWatcher(pattern);
  private readonly requests: Requests;
  private readonly log: Log;

  constructor(requests: Requests, log: Log) {
    this.requests = requests;
    this.log = log;
    this.controller.resolveHandler = async item => {
      if (!item) await this.discover();
    };
    this.controller.refreshHandler = () => this.discover();
    this.controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, (request, token) => this.run(request, token), true);
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

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const item of request.include ?? [...this.controller.items].map(([, child]) => child)) {
        if (token.isCancellationRequested) break;
        await this.runItem(run, item);
      }
    } catch (error) {
      void showError(error, this.log);
    } finally {
      run.end();
    }
  }

  private async runItem(run: vscode.TestRun, item: vscode.TestItem): Promise<void> {
    const methods = item.children.size > 0 ? [...item.children].map(([, child]) => child) : [item];
    for (const method of methods) run.started(method);
    const result = await this.requests.runTest(testName(item));
    for (const method of methods) {
      const outcome = result.tests.find(test => `${test.className}.${test.methodName}`.toLowerCase().endsWith(method.id.toLowerCase()));
      if (outcome?.outcome === 'pass') run.passed(method, outcome.runTimeMs);
      else if (outcome?.outcome === 'skip') run.skipped(method);
      else run.failed(method, new vscode.TestMessage(outcome ? [outcome.message, outcome.stackTrace].filter(Boolean).join('\n') : 'The run has no result for this test.'));
    }
  }

  private async debug(request: vscode.TestRunRequest): Promise<void> {
    const item = request.include?.[0];
    if (!item) throw new Error('Choose one test class or method to debug.');
    const test = testName(item);
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { type: debugType, request: 'launch', name: `Debug test ${test}`, run: { test } });
  }
}

function testName(item: vscode.TestItem): string {
  return item.parent ? item.id : item.label;
}
