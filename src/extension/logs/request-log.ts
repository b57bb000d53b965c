import * as vscode from 'vscode';
import type { RunResult, TestResult } from '../../protocol/rpc.ts';
import { redact } from '../services/redact.ts';

/** What requests made from the editor gave back: response, exception or test outcomes, then the debug log. */
export class RequestLog implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('ISV Debugger: Requests', 'log');

  write(title: string, result: RunResult, isShown: boolean): void {
    this.channel.appendLine(redact(describeRun(title, result)));
    if (isShown) this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}

/** The text shown for one request. */
export function describeRun(title: string, result: RunResult): string {
  const lines = [`── ${title} · ${new Date().toLocaleTimeString()} · ${result.success ? 'done' : 'failed'}`];
  if (result.notDebugged) lines.push(`Not debugged: ${result.notDebugged}`);
  for (const problem of result.compileErrors) lines.push(`${problem.path}:${problem.line}:${problem.column} ${problem.message}`);
  if (result.response) lines.push(`HTTP ${result.response.status}`, result.response.body);
  if (result.exception) lines.push(`${result.exception.type}: ${result.exception.message}`, result.exception.stackTrace);
  for (const test of result.tests) lines.push(describeTest(test));
  if (result.debugLog) lines.push('', result.debugLog);
  return lines.join('\n');
}

function describeTest(test: TestResult): string {
  const head = `${test.outcome === 'pass' ? '✓' : '✗'} ${test.className}.${test.methodName} (${test.runTimeMs} ms)`;
  return [head, test.message, test.stackTrace].filter(Boolean).join('\n  ');
}
