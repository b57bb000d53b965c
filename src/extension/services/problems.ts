import * as vscode from 'vscode';
import type { CheckResult, ProblemInfo } from '../../protocol/rpc.ts';

/** What doesn't compile, in the Problems view: a whole project's findings, or those of one run. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('isv-debugger');

  /** Replaces everything shown so far. */
  showCheck(check: CheckResult): void {
    this.collection.clear();
    this.add(check.problems);
  }

  showFile(uri: vscode.Uri, problems: readonly ProblemInfo[]): void {
    this.collection.set(uri, problems.map(toDiagnostic));
  }

  /** "1,042 classes ready, 14 with errors" */
  static summary(check: CheckResult): string {
    const ready = `${check.ready.toLocaleString('en-US')} ${check.ready === 1 ? 'class' : 'classes'} ready`;
    return check.withErrors === 0 ? ready : `${ready}, ${check.withErrors.toLocaleString('en-US')} with errors`;
  }

  dispose(): void {
    this.collection.dispose();
  }

  private add(problems: readonly ProblemInfo[]): void {
    const byPath = Map.groupBy(problems, problem => problem.path);
    for (const [path, found] of byPath) this.collection.set(vscode.Uri.file(path), found.map(toDiagnostic));
  }
}

function toDiagnostic(problem: ProblemInfo): vscode.Diagnostic {
  const position = new vscode.Position(Math.max(0, problem.line - 1), Math.max(0, problem.column - 1));
  const severity = problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(new vscode.Range(position, position.translate(0, 1)), problem.message, severity);
  diagnostic.source = 'ISV Debugger';
  return diagnostic;
}
